//! Traces by brute force: every link is held against every link kept before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    world::{BEGIN, DAY, DAYS, Draw, HUB, Link, Place, World},
    yuan,
};

#[derive(Clone, Debug)]
pub struct Question {
    /// Kind and id of what the trace begins with.
    pub from: (&'static str, String),
    pub forward: bool,
    pub depth: usize,
    pub from_day: Option<String>,
    pub to_day: Option<String>,
    /// The same in milliseconds, both included.
    pub during: (i64, i64),
    pub min_amount_fen: i64,
    pub per_step: usize,
    pub by_amount: bool,
    pub scope: String,
}

impl Question {
    pub fn draw(world: &World, number: u64) -> Self {
        let mut draw = Draw::new(number + 1_000 * world.links.len() as u64);
        let accounts: Vec<_> = world.accounts.keys().cloned().collect();
        let payments: Vec<_> = world
            .links
            .iter()
            .filter(|link| link.payment.is_some())
            .map(|link| link.id.clone())
            .collect();
        let projects: Vec<_> = world.projects.iter().map(|(id, _)| id.clone()).collect();
        let from = match draw.below(8) {
            0..=2 => ("ACCOUNT", draw.pick(&accounts)),
            3 | 4 => ("PAYMENT", draw.pick(&payments)),
            5 => ("PROJECT", draw.pick(&projects)),
            6 => ("PROGRAMME", draw.pick(&world.programmes)),
            _ => ("ACCOUNT", "nobody".into()),
        };
        let days = DAYS.unsigned_abs() as usize;
        let first = draw.chance(40).then(|| draw.below(days / 2) as i64);
        let last = draw
            .chance(40)
            .then(|| (days / 2 + draw.below(days / 2)) as i64);
        let written = |day: i64| {
            let noon =
                chrono::DateTime::from_timestamp_millis(BEGIN + day * DAY + DAY / 2).unwrap();
            noon.format("%Y-%m-%d").to_string()
        };
        let scopes = [vec![String::new(); 3], world.regions.clone()].concat();
        Self {
            from,
            forward: draw.chance(60),
            depth: 1 + draw.below(6),
            from_day: first.map(written),
            to_day: last.map(written),
            during: (
                first.map_or(i64::MIN, |day| BEGIN + day * DAY),
                last.map_or(i64::MAX, |day| BEGIN + (day + 1) * DAY - 1),
            ),
            min_amount_fen: draw.pick(&[0, 0, 0, 100, 101, 5_000]),
            per_step: draw.pick(&[1, 2, 3, 5, 8, 500, 500, 500]),
            by_amount: draw.chance(50),
            scope: draw.pick(&scopes),
        }
    }

    fn asks_for(&self, link: &Link) -> bool {
        link.amount_fen >= self.min_amount_fen
            && (self.during.0..=self.during.1).contains(&link.at)
            && link
                .payment
                .as_ref()
                .map_or(self.forward || link.from != link.to, |payment| payment.paid)
    }
}

/// Whether a place is in scope.
pub fn sees(world: &World, scope: &str, place: &Place) -> bool {
    let party = |party: &Place| world.parties[party].starts_with(scope);
    match place.0 {
        "ACCOUNT" => scope.is_empty() || world.accounts[&place.1].as_ref().is_some_and(party),
        _ => party(place),
    }
}

/// Whether a link is in scope, be it in part.
pub fn shows(world: &World, scope: &str, link: &Link) -> bool {
    let paid = link.payment.as_ref().is_some_and(|payment| {
        payment.region.starts_with(scope)
            || sees(world, scope, &payment.payee)
            || sees(world, scope, &("AGENCY", payment.payer.clone()))
    });
    paid || sees(world, scope, &link.from) || sees(world, scope, &link.to)
}

fn whole(world: &World, scope: &str, link: &Link) -> bool {
    sees(world, scope, &link.from) && sees(world, scope, &link.to)
}

/// Links of a place in the direction of a trace, of whatever day, amount and state.
fn degree(world: &World, forward: bool, place: &Place) -> usize {
    let of = |link: &&Link| match (&link.payment, place.0, forward) {
        (Some(payment), "AGENCY", true) => payment.payer == place.1,
        (Some(payment), "AGENCY", false) => payment.payee == *place,
        (_, _, true) => link.from == *place,
        (_, _, false) => link.to == *place,
    };
    world.links.iter().filter(of).count()
}

pub fn label(place: &Place) -> String {
    format!("{}{}", &place.0[..1], place.0[1..].to_lowercase())
}

fn share(part: i64, of: i64) -> Value {
    if of == 0 {
        Value::Null
    } else {
        json!((part * 1_000_000 / of) as f64 / 1e6)
    }
}

pub fn link_json(world: &World, scope: &str, hop: usize, link: &Link) -> Value {
    let place = |place: &Place| match sees(world, scope, place) {
        true => json!({"__typename": label(place), "id": place.1}),
        false => Value::Null,
    };
    let at = chrono::DateTime::from_timestamp_millis(link.at).unwrap();
    json!({
        "hop": hop, "kind": link.kind, "id": link.id, "amount": yuan(link.amount_fen),
        "at": serde_json::to_value(at.to_rfc3339()).unwrap(), "from": place(&link.from), "to": place(&link.to),
    })
}

/// The trace as the API writes it.
pub fn trace(world: &World, question: &Question) -> Value {
    let scope = question.scope.as_str();
    let Some(first) = first(world, question) else {
        return Value::Null;
    };
    let start: Option<Place> =
        (question.from.0 == "ACCOUNT").then(|| ("ACCOUNT", question.from.1.clone()));
    let ends = |link: &Link| match question.forward {
        true => (link.from.clone(), link.to.clone()),
        false => (link.to.clone(), link.from.clone()),
    };
    let (mut asked, mut kept_of): (BTreeSet<String>, Vec<Vec<&Link>>) = Default::default();
    let (mut steps, mut links, mut hidden, mut passed) =
        (Vec::new(), Vec::new(), 0, BTreeSet::new());
    for hop in 1..=question.depth {
        let mut candidates: Vec<&Link> = Vec::new();
        if hop == 1 {
            candidates.clone_from(&first);
        } else {
            for link in world
                .links
                .iter()
                .filter(|link| question.asks_for(link) && !asked.contains(&link.id))
            {
                let near = ends(link).0;
                let follows = kept_of[hop - 2].iter().any(|before| {
                    ends(before).1 == near
                        && if question.forward {
                            before.at < link.at
                        } else {
                            before.at > link.at
                        }
                });
                let hub =
                    degree(world, question.forward, &near) > HUB && start.as_ref() != Some(&near);
                if follows && !hub {
                    candidates.push(link);
                }
            }
            for before in &kept_of[hop - 2] {
                let far = ends(before).1;
                let later = if question.forward {
                    before.at < question.during.1
                } else {
                    before.at > question.during.0
                };
                let sends = ["ACCOUNT", "AGENCY"].contains(&far.0) && start.as_ref() != Some(&far);
                if later && sends && degree(world, question.forward, &far) > HUB {
                    passed.insert(far);
                }
            }
        }
        hidden += candidates
            .iter()
            .filter(|link| !whole(world, scope, link) || !shows(world, scope, link))
            .count();
        let shown: Vec<&Link> = candidates
            .iter()
            .copied()
            .filter(|link| shows(world, scope, link))
            .collect();
        let mut kept = shown.clone();
        kept.sort_by_key(|link| {
            let amount = -link.amount_fen;
            let keys = if question.by_amount {
                (amount, link.at)
            } else {
                (link.at, amount)
            };
            (keys, link.kind, link.id.clone())
        });
        kept.truncate(question.per_step);
        let of_account = start.is_some() || hop > 1;
        let asked_now = if of_account { &candidates } else { &kept };
        asked.extend(asked_now.iter().map(|link| link.id.clone()));
        if kept.is_empty() {
            break;
        }
        let sum = |links: &[&Link]| links.iter().map(|link| link.amount_fen).sum::<i64>();
        steps.push((hop, shown.len(), sum(&shown), kept.len(), sum(&kept)));
        links.extend(kept.iter().map(|link| (hop, *link)));
        kept_of.push(kept);
    }
    let origin = steps.first().map_or(0, |step| step.2);
    let mut nodes: BTreeMap<Place, (usize, i64, i64)> = BTreeMap::new();
    nodes.extend(start.map(|place| (place, (0, 0, 0))));
    for (hop, link) in &links {
        nodes.entry(link.from.clone()).or_insert((*hop, 0, 0)).2 += link.amount_fen;
        let received = if link.from == link.to {
            0
        } else {
            link.amount_fen
        };
        nodes.entry(link.to.clone()).or_insert((*hop, 0, 0)).1 += received;
    }
    let mut nodes: Vec<_> = nodes
        .into_iter()
        .filter(|(place, _)| sees(world, scope, place))
        .collect();
    nodes.sort_by_key(|(place, (hop, ..))| (*hop, place.clone()));
    let node = |(place, (hop, received, sent)): &(Place, (usize, i64, i64))| {
        json!({
            "hop": hop, "received": yuan(*received), "sent": yuan(*sent), "passedBy": passed.contains(place),
            "place": {"__typename": label(place), "id": place.1},
        })
    };
    let step = |&(hop, count, sum, kept_count, kept): &(usize, usize, i64, usize, i64)| {
        json!({
            "hop": hop, "count": count, "sum": yuan(sum), "keptCount": kept_count, "kept": yuan(kept),
            "truncated": kept_count < count, "visibleShare": share(kept.min(origin), origin),
        })
    };
    json!({
        "nodes": nodes.iter().map(node).collect::<Vec<_>>(),
        "links": links.iter().map(|(hop, link)| link_json(world, scope, *hop, link)).collect::<Vec<_>>(),
        "steps": steps.iter().map(step).collect::<Vec<_>>(),
        "retained": steps.first().zip(steps.last()).map_or(Value::Null, |(first, last)| share(last.4, first.4)),
        "truncated": !passed.is_empty() || steps.iter().any(|step| step.3 < step.1),
        "hiddenByScope": hidden.next_multiple_of(5),
    })
}

/// The links of the first step; none where what the trace begins with is not in scope.
fn first<'a>(world: &'a World, question: &Question) -> Option<Vec<&'a Link>> {
    let (kind, id) = &question.from;
    let scope = question.scope.as_str();
    let all = world.links.iter();
    let paid = |of: &dyn Fn(&super::world::Payment) -> bool| {
        let links = all.clone().filter(|link| question.asks_for(link));
        links
            .filter(|link| link.payment.as_ref().is_some_and(of))
            .collect::<Vec<_>>()
    };
    match *kind {
        "ACCOUNT" => {
            let place = ("ACCOUNT", id.clone());
            let known = world.accounts.contains_key(id) && sees(world, scope, &place);
            let at = |link: &&Link| {
                question.asks_for(link)
                    && *if question.forward {
                        &link.from
                    } else {
                        &link.to
                    } == place
            };
            known.then(|| all.clone().filter(at).collect())
        }
        "PAYMENT" => {
            let link = all.clone().find(|link| link.id == *id)?;
            let returned = !link.payment.as_ref()?.paid;
            if returned {
                return Some(Vec::new());
            }
            shows(world, scope, link).then(|| vec![link])
        }
        "PROGRAMME" => Some(paid(&|payment| payment.programme.as_ref() == Some(id))),
        _ => {
            let (_, region) = world.projects.iter().find(|(project, _)| project == id)?;
            let contracts: Vec<_> = world
                .contracts
                .iter()
                .filter(|(_, project)| project == id)
                .map(|(contract, _)| contract)
                .collect();
            let of = |payment: &super::world::Payment| {
                payment.project.as_ref() == Some(id)
                    || payment
                        .contract
                        .as_ref()
                        .is_some_and(|contract| contracts.contains(&contract))
            };
            region.starts_with(scope).then(|| paid(&of))
        }
    }
}
