//! After loads, corrections and retractions the graph is what loading only what is left gives.

use kinflow::{
    load::retract,
    verify::{TableHash, verify},
};

use super::*;
use crate::engines::Engine;

/// Random histories a run; `KINFLOW_HISTORIES` asks for more.
const HISTORIES: u64 = 8;
const PEOPLE: u64 = 8;

/// Numbers that follow from a seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

/// A file, and the source it comes from.
type Delivery = (&'static str, Tables);

fn register() -> Tables {
    let persons: String = (0..PEOPLE)
        .map(|n| {
            // The first and the last two are one person each.
            let number = match n {
                0 | 1 => "990101193803123456",
                6 | 7 => "990101196709150857",
                _ => "",
            };
            format!("p{n},p{n},{number},99\n")
        })
        .collect();
    Tables::default()
        .with(
            "persons",
            &format!("id,name,idNumber,regionCode\n{persons}"),
        )
        .with(
            "households",
            "id,kind,regionCode\nh0,REGISTERED,99\nh1,REGISTERED,99\n",
        )
}

/// A few kinships or memberships, each with a key of its own, so that no file is a full statement.
fn delivery(draw: &mut Draw) -> Delivery {
    let source = draw.pick(&["police", "clinic"]);
    let mut rows = BTreeMap::new();
    if draw.below(2) == 0 {
        for _ in 0..=draw.below(4) {
            let (from, kind) = (
                draw.below(PEOPLE - 1),
                draw.pick(&["PARENT_OF", "PARENT_OF", "SIBLING_OF", "SPOUSE_OF"]),
            );
            let to = from + 1 + draw.below(PEOPLE - 1 - from);
            let nature = match kind {
                "SPOUSE_OF" => "",
                _ => draw.pick(&["BLOOD", "ADOPTIVE", ""]),
            };
            rows.insert(
                (from, kind, to),
                format!("p{from},{kind},p{to},{nature},{from}{kind}{to}"),
            );
        }
        let rows = Vec::from_iter(rows.into_values()).join("\n");
        let table = format!("fromId,kind,toId,nature,sourceRow\n{rows}\n");
        return (source, Tables::default().with("kinships", &table));
    }
    for _ in 0..=draw.below(5) {
        let (person, household) = (draw.below(PEOPLE), draw.below(2));
        let relation = draw.pick(&["02", "12", "22", "52", "71", "73", "75", "97"]);
        let key = (person, "", household);
        rows.insert(
            key,
            format!("p{person},h{household},{relation},{person}-{household}"),
        );
    }
    let rows = Vec::from_iter(rows.into_values()).join("\n");
    let table = format!("personId,householdId,relationToHead,sourceRow\n{rows}\n");
    (source, Tables::default().with("memberships", &table))
}

fn of(source: &str) -> Options {
    Options {
        source: Some(source.into()),
        source_order: vec!["police".into()],
        ..options(None)
    }
}

async fn bring(engine: &Engine, (source, files): &Delivery) {
    let report = load(engine.backend(), files, &of(source), &Unwatched).await;
    assert_eq!(report.unwrap().rejects, []);
}

/// What the tables hash to, and what is wrong. Versions keep what was replaced meanwhile.
async fn canon(engine: &Engine) -> Vec<TableHash> {
    let verdict = verify(engine.backend(), &["police".to_owned()])
        .await
        .unwrap();
    assert!(verdict.findings.is_empty(), "{} {verdict}", engine.name());
    let tables = verdict.tables.into_iter();
    tables.filter(|table| table.table != "versions").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_is_what_loading_it_alone_gives() {
    let many = std::env::var("KINFLOW_HISTORIES").map_or(HISTORIES, |many| many.parse().unwrap());
    let first = std::env::var("KINFLOW_HISTORY").map_or(0, |seed| seed.parse().unwrap());
    for engine in engines::all().await {
        for seed in first..first + many {
            engine.clear().await;
            bring(&engine, &("register", register())).await;
            let (mut draw, mut left) = (Draw(seed), BTreeMap::new());
            let mut told = Vec::new();
            // The register's two files are the first two batches.
            for batch in 3..11 {
                let new = delivery(&mut draw);
                bring(&engine, &new).await;
                told.push(format!("{batch} {}: {:?}", new.0, new.1.texts()));
                left.insert(batch, new);
                if draw.below(2) == 0 {
                    let batches = Vec::from_iter(left.keys().copied());
                    let gone = draw.pick(&batches);
                    left.remove(&gone);
                    retract(engine.backend(), gone, &of("police"))
                        .await
                        .unwrap();
                    told.push(format!("retract {gone}"));
                }
            }
            let after = canon(&engine).await;
            let kin = ask(engine.backend(), KIN, json!({})).await;
            engine.clear().await;
            bring(&engine, &("register", register())).await;
            for delivery in left.values() {
                bring(&engine, delivery).await;
            }
            let anew = ask(engine.backend(), KIN, json!({})).await;
            let history = told.join("\n");
            assert_eq!(kin, anew, "{seed} on {}\n{history}", engine.name());
            assert_eq!(
                after,
                canon(&engine).await,
                "{seed} on {}\n{history}",
                engine.name()
            );
        }
    }
}

const KIN: &str = "MATCH (one:Person)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF|MEMBER_OF]->(other)
    RETURN one.id AS one, type(link) AS kind, other.id AS other, link.nature AS nature,
           link.relationToHead AS relation, link.derivedFrom AS derivedFrom, link.household AS household
    ORDER BY one, kind, other";
