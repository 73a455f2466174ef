//! Lives make sense: kin, households, posts and money agree with each other.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::*;
use crate::model::day::day;

fn date(cell: &str) -> NaiveDate {
    day(cell).unwrap()
}

/// The days from one cell to another, an empty one being open.
fn span(from: &str, to: &str) -> RangeInclusive<NaiveDate> {
    let to = if to.is_empty() {
        NaiveDate::MAX
    } else {
        date(to)
    };
    date(from)..=to
}

/// Whether no two of the stretches share a day.
fn apart(mut spans: Vec<RangeInclusive<NaiveDate>>) -> bool {
    spans.sort_by_key(|span| *span.start());
    spans.windows(2).all(|pair| pair[0].end() < pair[1].start())
}

#[test]
fn parents_are_older_and_nobody_has_two_spouses_at_once() {
    let mut natures = BTreeSet::new();
    for (_, files) in several() {
        let persons = files.by_id("persons");
        let mut marriages: HashMap<&str, Vec<_>> = HashMap::new();
        for kinship in &files.tables["kinships"] {
            let [one, other] = ["fromId", "toId"].map(|end| persons[&*kinship[end]]);
            if kinship["kind"] == "SPOUSE_OF" {
                assert_ne!(one["sex"], other["sex"]);
                for end in ["fromId", "toId"] {
                    let span = span(&kinship["from"], &kinship["to"]);
                    marriages.entry(&kinship[end]).or_default().push(span);
                }
                continue;
            }
            natures.insert(kinship["nature"].clone());
            let [parent, child] = [one, other].map(|person| date(&person["bornOn"]).year());
            let least = if kinship["nature"] == "BLOOD" { 18 } else { 0 };
            assert!(child - parent >= least, "{one:?} {other:?}");
            assert!(one["diedOn"].is_empty() || one["diedOn"] > other["bornOn"]);
        }
        assert!(marriages.into_values().all(apart));
    }
    assert!(
        natures.iter().eq(["ADOPTIVE", "BLOOD", "STEP"]),
        "{natures:?}"
    );
}

#[test]
fn the_living_have_one_household_and_a_household_one_head() {
    for (_, files) in several() {
        let mut stays: HashMap<&str, Vec<_>> = HashMap::new();
        let mut heads: HashMap<&str, Vec<_>> = HashMap::new();
        for row in &files.tables["memberships"] {
            let span = span(&row["from"], &row["to"]);
            if row["head"] == "true" {
                heads
                    .entry(&row["householdId"])
                    .or_default()
                    .push(span.clone());
            }
            assert_eq!(row["head"] == "true", row["relationToHead"] == "02");
            stays.entry(&row["personId"]).or_default().push(span);
        }
        for row in &files.tables["memberships"] {
            let led = heads[&*row["householdId"]]
                .iter()
                .any(|head| head.contains(&date(&row["from"])));
            assert!(led, "{row:?} without a head");
        }
        for (id, person) in files.by_id("persons") {
            let open = stays[id]
                .iter()
                .filter(|stay| *stay.end() == NaiveDate::MAX)
                .count();
            assert_eq!(open, usize::from(person["diedOn"].is_empty()), "{person:?}");
        }
        assert!(stays.into_values().chain(heads.into_values()).all(apart));
    }
}

#[test]
fn children_are_born_into_a_parent_s_household() {
    for (_, files) in several() {
        let mut parents: HashMap<&str, Vec<&str>> = HashMap::new();
        for row in files.tables["kinships"]
            .iter()
            .filter(|row| row["nature"] == "BLOOD")
        {
            parents
                .entry(&row["toId"])
                .or_default()
                .push(&row["fromId"]);
        }
        let mut homes: HashMap<&str, Vec<_>> = HashMap::new();
        let rows = &files.tables["memberships"];
        for row in rows {
            let stay = (&*row["householdId"], span(&row["from"], &row["to"]));
            homes.entry(&row["personId"]).or_default().push(stay);
        }
        for row in rows.iter().filter(|row| row["joinReason"] == "BIRTH") {
            let there = |parent: &&str| {
                let mut stays = homes[*parent].iter();
                stays.any(|stay| {
                    stay.0 == row["householdId"] && stay.1.contains(&date(&row["from"]))
                })
            };
            assert!(parents[&*row["personId"]].iter().any(there), "{row:?}");
        }
    }
}

#[test]
fn relations_to_the_head_agree_with_the_kinships() {
    for (_, files) in several() {
        let pairs = |kind: &str, nature: &str| -> BTreeSet<(&str, &str)> {
            let rows = files.tables["kinships"].iter();
            rows.filter(|row| row["kind"] == kind && row["nature"] == nature)
                .map(|row| (&*row["fromId"], &*row["toId"]))
                .collect()
        };
        let (parents, spouses) = (pairs("PARENT_OF", "BLOOD"), pairs("SPOUSE_OF", ""));
        let rows = &files.tables["memberships"];
        let current = |row: &&Row| row["to"].is_empty();
        let heads: HashMap<&str, &str> = rows
            .iter()
            .filter(|row| current(row) && row["head"] == "true")
            .map(|row| (&*row["householdId"], &*row["personId"]))
            .collect();
        let mut checked = 0;
        for row in rows.iter().filter(current) {
            let (head, member) = (heads[&*row["householdId"]], &*row["personId"]);
            let agrees = match &*row["relationToHead"] {
                "11" => spouses.contains(&(member, head)),
                "12" => spouses.contains(&(head, member)),
                "51" | "52" => parents.contains(&(member, head)),
                "57" | "58" => !parents.contains(&(member, head)),
                "27" | "28" | "37" | "38" => !parents.contains(&(head, member)),
                code if matches!(code.as_bytes()[0], b'2' | b'3') => {
                    parents.contains(&(head, member))
                }
                _ => continue,
            };
            assert!(agrees, "{row:?} with head {head}");
            checked += 1;
        }
        assert!(checked > rows.len() / 10);
    }
}

#[test]
fn money_reaches_those_who_can_have_it_once_a_period() {
    for (plan, files) in several()
        .into_iter()
        .filter(|(plan, _)| plan.payments > 1000)
    {
        let (payments, persons) = (files.by_id("payments"), files.by_id("persons"));
        let households = files.by_id("households");
        let mut claims = BTreeSet::new();
        let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
        let mut returned = 0;
        for payment in &files.tables["payments"] {
            *kinds.entry(&payment["payeeKind"]).or_default() += 1;
            assert!(span("2019-01-01", "2025-12-31").contains(&date(&payment["paidOn"])));
            if payment["status"] != "PAID" {
                let first = payments[&*payment["correctsId"]];
                assert!(
                    ["payeeId", "amount", "period"]
                        .iter()
                        .all(|same| first[*same] == payment[*same])
                );
                assert!(first["paidOn"] <= payment["paidOn"] && first["status"] == "PAID");
                returned += 1;
            } else if payment["kind"] != "REISSUE" {
                let life = match &*payment["payeeKind"] {
                    "PERSON" => (persons[&*payment["payeeId"]], "bornOn", "diedOn"),
                    "HOUSEHOLD" => (households[&*payment["payeeId"]], "formedOn", "dissolvedOn"),
                    _ => continue,
                };
                let (payee, first, last) = life;
                let lived = span(&payee[first], &payee[last]);
                assert!(lived.contains(&date(&payment["paidOn"])), "{payment:?}");
                let claim = ["payeeId", "programmeId", "period"].map(|column| &*payment[column]);
                assert!(claims.insert(claim), "{payment:?} twice");
            }
        }
        let share = |kind| f64::from(kinds[kind]) / f64::from(plan.payments);
        for (kind, planned) in [
            ("PERSON", 0.55),
            ("HOUSEHOLD", 0.35),
            ("COMPANY", 0.09),
            ("AGENCY", 0.01),
        ] {
            assert!(
                (share(kind) - planned).abs() < 0.01,
                "{kind} {}",
                share(kind)
            );
        }
        assert!((1..plan.payments / 100).contains(&returned), "{returned}");
    }
}
