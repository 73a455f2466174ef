//! Circles, gatherings, collectors and what went between two sides, against brute force.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    api, difference,
    oracle::{label, link_json, sees, shows},
    world::{BEGIN, DAY, Draw, Link, Place, World},
    yuan,
};
use crate::{api::Api, engines::Engine};

const LINK: &str = "
    fragment Link on MoneyLink { hop kind id amount at from { ...Place } to { ...Place } }";
const PLACE: &str = "
    fragment Place on MoneyPlace {
      __typename ... on Account { id } ... on Person { id } ... on Household { id } ... on Company { id }
      ... on Agency { id }
    }";

async fn asked(
    api: &Api,
    engine: &Engine,
    scope: &str,
    field: &str,
    document: &str,
    variables: Value,
) -> Value {
    let link = if document.contains("...Link") {
        LINK
    } else {
        ""
    };
    let document = format!("{document}{link}{PLACE}");
    let data = api
        .ask(
            engine.graph(&[scope], "2026-01-15"),
            scope,
            &document,
            variables,
        )
        .await;
    data[field].clone()
}

fn scope(draw: &mut Draw, world: &World) -> String {
    if draw.chance(50) {
        String::new()
    } else {
        draw.pick(&world.regions)
    }
}

fn accounts(world: &World) -> Vec<String> {
    world.accounts.keys().cloned().collect()
}

fn share(part: i64, of: i64) -> Value {
    if of == 0 {
        Value::Null
    } else {
        json!((part * 1_000_000 / of) as f64 / 1e6)
    }
}

/// Every series of distinct transfers that closes, tried one by one.
fn circles<'a>(
    world: &'a World,
    account: &str,
    longest: usize,
    days: i64,
    least: i64,
    same_owner: bool,
) -> Vec<Vec<&'a Link>> {
    let owner = |place: &Place| world.accounts[&place.1].clone();
    let counts = |link: &&Link| {
        link.payment.is_none()
            && ["", "TRANSFER", "CASH_OUT"].contains(&link.transfer_kind)
            && link.from != link.to
            && (same_owner || owner(&link.from).is_none() || owner(&link.from) != owner(&link.to))
    };
    let links: Vec<&Link> = world.links.iter().filter(counts).collect();
    let mut open: Vec<Vec<&Link>> = links.iter().map(|link| vec![*link]).collect();
    let mut closed = Vec::new();
    for _ in 1..longest {
        let mut longer = Vec::new();
        for walk in &open {
            let last = walk[walk.len() - 1];
            for link in links
                .iter()
                .filter(|link| link.from == last.to && link.at > last.at)
            {
                let mut walk = walk.clone();
                walk.push(link);
                longer.push(walk);
            }
        }
        closed.extend(
            longer
                .iter()
                .filter(|walk| walk[walk.len() - 1].to == walk[0].from)
                .cloned(),
        );
        open = longer;
        open.retain(|walk| walk[walk.len() - 1].to != walk[0].from);
    }
    closed.retain(|walk| {
        let (first, last) = (walk[0], walk[walk.len() - 1]);
        let places: BTreeSet<_> = walk.iter().map(|link| &link.from).collect();
        places.len() == walk.len()
            && places.iter().any(|place| place.1 == account)
            && last.at - first.at <= days * DAY
            && last.amount_fen * 100 >= first.amount_fen * least
    });
    closed.sort_by_key(|walk| {
        (
            walk[0].at,
            walk.iter().map(|link| link.id.clone()).collect::<Vec<_>>(),
        )
    });
    closed
}

pub async fn circles_are_those_of_brute_force(engine: &Engine, worlds: &[World]) {
    let mut api = api();
    let document = "query ($account: ID!, $longest: Int!, $days: Int!, $least: Float!, $same: Boolean!) {
      cycles(account: $account, maxLength: $longest, withinDays: $days, retained: $least, sameOwner: $same) {
        cycles { links { ...Link } retained publicFund } truncated hiddenByScope } }";
    let mut found = [0, 0];
    // With the small hub, circles that only busy accounts know are missing, and that is said.
    for hub in [5_000, 4] {
        api.limits_mut().hub.money = hub;
        for (world, number) in worlds
            .iter()
            .flat_map(|world| (0..16).map(move |number| (world, number)))
        {
            let mut draw = Draw::new(7_000 + number);
            let (account, scope) = (draw.pick(&accounts(world)), scope(&mut draw, world));
            let (longest, days) = (2 + draw.below(3), [2, 5, 30][draw.below(3)]);
            let (least, same) = ([0, 70, 100][draw.below(3)], draw.chance(30));
            let variables = json!({"account": account, "longest": longest, "days": days, "least": least as f64 / 100.0, "same": same});
            let given = asked(&api, engine, &scope, "cycles", document, variables).await;
            let place = ("ACCOUNT", account.clone());
            if !sees(world, &scope, &place) {
                assert!(given.is_null());
                continue;
            }
            let all = circles(world, &account, longest, days, least, same);
            let (mut rows, mut hidden) = (Vec::new(), 0_usize);
            for walk in &all {
                let whole = walk
                    .iter()
                    .all(|link| sees(world, &scope, &link.from) && sees(world, &scope, &link.to));
                hidden += usize::from(!whole);
                if walk.iter().all(|link| shows(world, &scope, link)) {
                    rows.push(json!({
                        "links": walk.iter().map(|link| link_json(world, &scope, 0, link)).collect::<Vec<_>>(),
                        "retained": share(walk[walk.len() - 1].amount_fen, walk[0].amount_fen),
                        "publicFund": walk.iter().any(|link| world.public_funds.contains(&link.from.1)),
                    }));
                }
            }
            let expected = json!({"cycles": rows, "truncated": false, "hiddenByScope": hidden.next_multiple_of(5)});
            if given["truncated"] == true && hub == 4 {
                let told = given["cycles"].as_array().unwrap();
                assert!(
                    told.iter().all(|row| rows.contains(row)),
                    "{} {account}",
                    engine.name()
                );
                found[1] += 1;
                continue;
            }
            assert!(
                given == expected,
                "{} {account} within {scope:?} on {}: {longest} {days} {least} {same}\n{}",
                world.prefix,
                engine.name(),
                difference(&given, &expected)
            );
            found[0] += rows.len();
        }
    }
    assert!(found[0] > 20 && found[1] > 0, "{found:?}");
}

fn paid(world: &World) -> impl Iterator<Item = (&Link, &super::world::Payment)> {
    let payments = world
        .links
        .iter()
        .filter_map(|link| link.payment.as_ref().map(|payment| (link, payment)));
    payments.filter(|(_, payment)| payment.paid)
}

fn day(at: i64) -> i64 {
    (at - BEGIN).div_euclid(DAY)
}

pub async fn gatherings_are_those_of_brute_force(engine: &Engine, worlds: &[World]) {
    let api = api();
    let document = "query ($account: ID!, $days: Int!, $payees: Int!) {
      gathering(account: $account, withinDays: $days, minPayees: $payees) {
        gatherings { out { ...Link } payees gathered retained arrived { ...Link } truncated } truncated hiddenByScope } }";
    let mut found = 0;
    for (world, number) in worlds
        .iter()
        .flat_map(|world| (0..8).map(move |number| (world, number)))
    {
        let mut draw = Draw::new(8_000 + number);
        let (account, scope) = (draw.pick(&accounts(world)), scope(&mut draw, world));
        let (days, least) = (draw.below(5) as i64, 1 + draw.below(4));
        let variables = json!({"account": account, "days": days, "payees": least});
        let given = asked(&api, engine, &scope, "gathering", document, variables).await;
        let place = ("ACCOUNT", account.clone());
        if !sees(world, &scope, &place) {
            assert!(given.is_null());
            continue;
        }
        // What came in, and for whom.
        let mut arrived: Vec<(&Link, BTreeSet<Place>)> = Vec::new();
        arrived.extend(
            paid(world)
                .filter(|(link, _)| link.to == place)
                .map(|(link, payment)| (link, BTreeSet::from([payment.payee.clone()]))),
        );
        for link in world
            .links
            .iter()
            .filter(|link| link.payment.is_none() && link.to == place && link.from != place)
        {
            let before = paid(world).filter(|(payment, _)| {
                payment.to == link.from
                    && payment.at < link.at
                    && day(link.at) - day(payment.at) <= days
            });
            let payees: BTreeSet<_> = before.map(|(_, payment)| payment.payee.clone()).collect();
            if !payees.is_empty() {
                arrived.push((link, payees));
            }
        }
        arrived.sort_by_key(|(link, _)| (link.at, link.kind, link.id.clone()));
        let mut outs: Vec<&Link> = world
            .links
            .iter()
            .filter(|link| link.payment.is_none() && link.from == place)
            .collect();
        outs.sort_by_key(|link| (link.at, link.id.clone()));
        let (mut rows, mut hidden) = (Vec::new(), 0_usize);
        for out in outs {
            let came: Vec<_> = arrived
                .iter()
                .filter(|(link, _)| link.at < out.at && day(out.at) - day(link.at) <= days)
                .collect();
            let payees: BTreeSet<_> = came.iter().flat_map(|(_, payees)| payees).collect();
            if payees.len() < least {
                continue;
            }
            let whole = sees(world, &scope, &out.to)
                && came.iter().all(|(link, _)| sees(world, &scope, &link.from));
            hidden += usize::from(!whole);
            let sum: i64 = came.iter().map(|(link, _)| link.amount_fen).sum();
            rows.push(json!({
                "out": link_json(world, &scope, 0, out), "payees": payees.len(), "gathered": yuan(sum),
                "retained": share(out.amount_fen, sum), "truncated": false,
                "arrived": came.iter().map(|(link, _)| link_json(world, &scope, 0, link)).collect::<Vec<_>>(),
            }));
        }
        found += rows.len();
        let expected = json!({"gatherings": rows, "truncated": false, "hiddenByScope": hidden.next_multiple_of(5)});
        assert!(
            given == expected,
            "{} {account} within {scope:?} on {}: {days} {least}\n{}",
            world.prefix,
            engine.name(),
            difference(&given, &expected)
        );
    }
    assert!(found > 10, "{found}");
}

pub async fn what_went_between_is_what_brute_force_finds(engine: &Engine, worlds: &[World]) {
    let api = api();
    let document = "query ($a: MoneyParty!, $b: MoneyParty!, $first: Int!) {
      moneyBetween(a: $a, b: $b, first: $first) { there { ...Flow } back { ...Flow } } }
      fragment Flow on MoneyFlow { count sum truncated links { ...Link } }";
    let mut found = 0;
    for (world, number) in worlds
        .iter()
        .flat_map(|world| (0..24).map(move |number| (world, number)))
    {
        let mut draw = Draw::new(9_000 + number);
        let sides: Vec<Place> = accounts(world)
            .into_iter()
            .map(|id| ("ACCOUNT", id))
            .chain(world.parties.keys().cloned())
            .collect();
        let (a, b, first) = (draw.pick(&sides), draw.pick(&sides), 1 + draw.below(4));
        let scope = scope(&mut draw, world);
        if a == b {
            continue;
        }
        let party = |place: &Place| json!({place.0.to_lowercase(): place.1});
        let variables = json!({"a": party(&a), "b": party(&b), "first": first});
        let given = asked(&api, engine, &scope, "moneyBetween", document, variables).await;
        if !sees(world, &scope, &a) || !sees(world, &scope, &b) {
            assert!(given.is_null());
            continue;
        }
        // An account is its own side, and its owner's.
        let of = |side: &Place, place: &Place| {
            side == place || place.0 == "ACCOUNT" && world.accounts[&place.1].as_ref() == Some(side)
        };
        let flow = |from: &Place, to: &Place| {
            let goes = |link: &&Link| match &link.payment {
                None => of(from, &link.from) && of(to, &link.to) && link.from != link.to,
                Some(payment) => {
                    payment.paid
                        && (of(from, &link.from) || *from == ("AGENCY", payment.payer.clone()))
                        && (of(to, &link.to) || *to == payment.payee)
                }
            };
            let mut links: Vec<&Link> = world.links.iter().filter(goes).collect();
            links.sort_by_key(|link| (-link.amount_fen, link.at, link.kind, link.id.clone()));
            let shown = links
                .iter()
                .take(first)
                .map(|link| link_json(world, &scope, 0, link));
            json!({
                "count": links.len(), "sum": yuan(links.iter().map(|link| link.amount_fen).sum()),
                "truncated": links.len() > first, "links": shown.collect::<Vec<_>>(),
            })
        };
        let expected = json!({"there": flow(&a, &b), "back": flow(&b, &a)});
        found += usize::from(expected["there"]["count"] != 0)
            + usize::from(expected["back"]["count"] != 0);
        assert!(
            given == expected,
            "{} {a:?} {b:?} within {scope:?} on {}\n{}",
            world.prefix,
            engine.name(),
            difference(&given, &expected)
        );
    }
    assert!(found > 5, "{found}");
}

pub async fn collectors_are_those_of_brute_force(engine: &Engine, worlds: &[World]) {
    let api = api();
    let document = "query ($region: RegionCode!, $persons: Int!, $households: Int!, $institutions: Boolean!, $first: Int!, $after: String) {
      collectors(region: $region, minPersons: $persons, minHouseholds: $households, institutions: $institutions, first: $first, after: $after) {
        totalCount hiddenByScope pageInfo { hasNextPage endCursor }
        nodes { account { id } persons households payments amount payees { ...Place } } } }";
    let mut found = 0;
    for (world, number) in worlds
        .iter()
        .flat_map(|world| (0..6).map(move |number| (world, number)))
    {
        let mut draw = Draw::new(9_500 + number);
        let (region, scope) = (draw.pick(&world.regions), scope(&mut draw, world));
        let (persons, households, institutions) =
            (1 + draw.below(3), 1 + draw.below(2), draw.chance(50));
        let mut into: BTreeMap<&String, Vec<(&Link, &Place)>> = BTreeMap::new();
        for (link, payment) in paid(world) {
            let payee = &payment.payee;
            let counts = ["PERSON", "HOUSEHOLD"].contains(&payee.0)
                && world.parties[payee].starts_with(&region);
            let seen = payment.region.starts_with(&scope)
                || sees(world, &scope, payee)
                || sees(world, &scope, &("AGENCY", payment.payer.clone()));
            let agency = world
                .accounts
                .get(&link.to.1)
                .and_then(Option::as_ref)
                .is_some_and(|owner| owner.0 == "AGENCY");
            if counts && seen && link.to.0 == "ACCOUNT" && (institutions || !agency) {
                into.entry(&link.to.1).or_default().push((link, payee));
            }
        }
        let mut rows = Vec::new();
        for (account, links) in into {
            let payees: BTreeSet<&Place> = links.iter().map(|(_, payee)| *payee).collect();
            let people: BTreeSet<&String> = payees
                .iter()
                .map(|payee| {
                    world
                        .heads
                        .iter()
                        .find(|(home, _)| *home == payee.1)
                        .map_or(&payee.1, |(_, head)| &head.1)
                })
                .collect();
            let homes: BTreeSet<&String> = people
                .iter()
                .map(|person| {
                    world
                        .homes
                        .iter()
                        .find(|(member, _)| member == *person)
                        .map_or(*person, |(_, home)| home)
                })
                .collect();
            if people.len() < persons || homes.len() < households {
                continue;
            }
            let sum: i64 = links.iter().map(|(link, _)| link.amount_fen).sum();
            let least = links
                .iter()
                .map(|(link, _)| &link.id)
                .min()
                .unwrap()
                .clone();
            let place = |place: &&Place| {
                sees(world, &scope, place)
                    .then(|| json!({"__typename": label(place), "id": place.1}))
            };
            let mut payees: Vec<_> = payees.into_iter().collect();
            payees.sort();
            let seen = sees(world, &scope, &("ACCOUNT", account.clone()));
            rows.push(((-sum, least), seen, json!({
                "account": seen.then(|| json!({"id": account})), "persons": people.len(), "households": homes.len(),
                "payments": links.len(), "amount": yuan(sum), "payees": payees.iter().map(place).collect::<Vec<_>>(),
            })));
        }
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        let hidden = rows.iter().filter(|(_, seen, _)| !seen).count();
        // Page by page, two rows each.
        let (mut nodes, mut after) = (Vec::new(), Value::Null);
        loop {
            let variables = json!({"region": region, "persons": persons, "households": households, "institutions": institutions, "first": 2, "after": after});
            let given = asked(&api, engine, &scope, "collectors", document, variables).await;
            assert_eq!(given["totalCount"], rows.len());
            assert_eq!(given["hiddenByScope"], hidden.next_multiple_of(5));
            nodes.extend(given["nodes"].as_array().unwrap().clone());
            if given["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = given["pageInfo"]["endCursor"].clone();
        }
        let expected: Vec<_> = rows.into_iter().map(|(_, _, row)| row).collect();
        found += expected.len();
        assert!(
            nodes == expected,
            "{} {region} within {scope:?} on {}: {persons} {households}\n{}",
            world.prefix,
            engine.name(),
            difference(&json!(nodes), &json!(expected))
        );
    }
    assert!(found > 10, "{found}");
}
