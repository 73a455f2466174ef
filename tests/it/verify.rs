//! What `verify` finds in sound graphs and in damaged ones, and what its hash depends on.

use std::io;

use kinflow::{
    generate::{Plan, generate},
    load::{Files, Options, Unwatched, load},
    seed::Seed,
    verify::{Verdict, Wrong, verify},
};

use crate::engines::{self, Engine};

/// Some of the files of others.
struct Part<'a>(&'a dyn Files, fn(&str) -> bool);

impl Files for Part<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        let names = self.0.names()?;
        Ok(names.into_iter().filter(|name| self.1(name)).collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn io::Read + Send>>> {
        self.0.open(name)
    }
}

/// Files in memory.
struct Tables(Vec<(&'static str, String)>);

impl Files for Tables {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.iter().map(|(name, _)| (*name).to_owned()).collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn io::Read + Send>>> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        Ok(found.map(|(_, text)| Box::new(io::Cursor::new(text.clone().into_bytes())) as _))
    }
}

async fn bring(engine: &Engine, files: &dyn Files, source: &str, batch_rows: usize, at: i64) {
    let options = Options {
        source: Some(source.into()),
        loaded_at_ms: at,
        load_id: format!("load-{at}"),
        batch_rows,
        source_order: ORDER.map(str::to_owned).to_vec(),
        ..Options::default()
    };
    let report = load(engine.backend(), files, &options, &Unwatched)
        .await
        .unwrap();
    assert_eq!(report.total().rejected, 0, "{report}");
}

/// Sources in the order in which they are believed.
const ORDER: [&str; 2] = ["police", "civil-affairs"];

async fn verdict(engine: &Engine) -> Verdict {
    verify(engine.backend(), &ORDER.map(str::to_owned))
        .await
        .unwrap()
}

async fn clean(engine: &Engine) -> Verdict {
    let verdict = verdict(engine).await;
    assert!(verdict.findings.is_empty(), "{} {verdict}", engine.name());
    verdict
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hash_depends_on_what_is_said_alone() {
    let mut verdicts: Vec<Verdict> = Vec::new();
    for engine in engines::all().await {
        bring(&engine, &Seed, "county", 5_000, 1).await;
        verdicts.push(clean(&engine).await);
        engine.clear().await;
        // Kinships last and some accounts first, in other portions, at other times.
        let late = |name: &str| matches!(name, "kinships.csv" | "transfers.csv" | "tips.csv");
        bring(
            &engine,
            &Part(&Seed, |name| name == "regions.csv"),
            "county",
            3,
            5,
        )
        .await;
        let early: fn(&str) -> bool =
            |name| !matches!(name, "kinships.csv" | "transfers.csv" | "tips.csv");
        bring(&engine, &Part(&Seed, early), "county", 70, 6).await;
        bring(&engine, &Part(&Seed, late), "county", 11, 7).await;
        verdicts.push(clean(&engine).await);
    }
    assert!(
        verdicts[0]
            .tables
            .iter()
            .map(|table| table.count)
            .sum::<u64>()
            > 1_000
    );
    for other in &verdicts[1..] {
        assert_eq!(verdicts[0], *other);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_county_verifies_clean() {
    let folder = tempfile::tempdir().unwrap();
    generate(&Plan::county(0.01, 3), folder.path(), |_, _| {}).unwrap();
    for engine in engines::all().await {
        engine.load_directory(folder.path()).await;
        clean(&engine).await;
    }
}

/// A person whom two sources describe differently, a third alike, and one corrects.
fn person(name: &str, phone: &str, born: &str) -> Tables {
    let persons = format!(
        "id,name,sex,bornOn,phone,formerNames,regionCode\n\
         a,{name},MALE,{born},{phone},单小乐;乐乐,99\nb,刘建国,,,13800000001,,99\n"
    );
    let kinships = "fromId,kind,toId,nature\na,PARENT_OF,b,BLOOD\n".to_owned();
    Tables(vec![("persons.csv", persons), ("kinships.csv", kinships)])
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_may_come_in_any_order() {
    let mut hashes = Vec::new();
    for engine in engines::all().await {
        for turned in [false, true] {
            engine.clear().await;
            let mut deliveries = [
                ("police", person("单长乐", "", "1950-01-01")),
                (
                    "civil-affairs",
                    person("单长乐", "13800000002", "1950-01-02"),
                ),
                ("bank", person("单长乐", "13800000002", "1950-01-02")),
            ];
            if turned {
                deliveries.reverse();
            }
            for (at, (source, files)) in deliveries.iter().enumerate() {
                bring(&engine, files, source, 1, at as i64).await;
            }
            hashes.push(clean(&engine).await);
        }
    }
    for other in &hashes[1..] {
        assert_eq!(hashes[0], *other);
    }
    let versions = hashes[0]
        .tables
        .iter()
        .find(|table| table.table == "versions")
        .unwrap();
    assert_eq!(versions.count, 3);
}

/// Damage, and what must be found.
const DAMAGE: [(&str, Wrong); 24] = [
    (
        "MATCH (payment:Payment)-[link:PAID_BY]->() WITH payment, link ORDER BY payment.id LIMIT 1 DELETE link",
        Wrong::MissingLink,
    ),
    (
        "MATCH (payment:Payment)-[link:UNDER]->() WITH payment, link ORDER BY payment.id LIMIT 1 DELETE link",
        Wrong::ChangedRow,
    ),
    (
        "MATCH (payment:Payment)-[:PAID_TO]->(payee) WITH payment, payee ORDER BY payment.id LIMIT 1
         CREATE (payment)-[:PAID_TO]->(payee)",
        Wrong::DoubleLink,
    ),
    (
        "MATCH (payment:Payment) WITH payment ORDER BY payment.id LIMIT 1
         MATCH (company:Company) WITH payment, company ORDER BY company.id LIMIT 1
         CREATE (payment)-[:INTO]->(company)",
        Wrong::StrayLink,
    ),
    (
        "MATCH (person:Person)-[held:HOLDS]->(post:Post) WITH person, post, held ORDER BY held.id LIMIT 1
         CREATE (person)-[:HOLDS]->(post)",
        Wrong::StrayLink,
    ),
    (
        "MATCH (person:Person)-[held:HOLDS]->(post:Post) WITH person, post, held ORDER BY held.id LIMIT 1
         CREATE (person)-[:HOLDS {id: held.id, batch: held.batch, row: held.row, digest: held.digest}]->(post)",
        Wrong::DoubleRow,
    ),
    (
        "MATCH (payment:Payment) WITH payment ORDER BY payment.id LIMIT 1
         SET payment.amountFen = payment.amountFen + 1",
        Wrong::ChangedRow,
    ),
    (
        "MATCH (:Account)-[link:OWNED_BY]->() WHERE link.batch IS NULL WITH link LIMIT 1 SET link.role = 'AGENT'",
        Wrong::ChangedRow,
    ),
    (
        "MATCH (:Person)-[link:MEMBER_OF]->() WITH link ORDER BY link.id LIMIT 1
         SET link.from = date('2020-01-01'), link.to = date('2019-01-01')",
        Wrong::ReversedInterval,
    ),
    (
        "MATCH (person:Person) WITH person ORDER BY person.id LIMIT 1 SET person.county = '110101'",
        Wrong::WrongTiers,
    ),
    (
        "MATCH (person:Person)-[naming:NAMED]->() WITH person, naming ORDER BY person.id LIMIT 1 DELETE naming",
        Wrong::WrongSearchKeys,
    ),
    (
        "MATCH (person:Person)-[link:REACHED_BY]->() WITH person, link ORDER BY person.id LIMIT 1 DELETE link",
        Wrong::WrongContact,
    ),
    (
        "MATCH (person:Official) WITH person ORDER BY person.id LIMIT 1 REMOVE person:Official",
        Wrong::WrongOfficial,
    ),
    (
        "MATCH (person:Person) WHERE NOT (person)-[:HOLDS]->() WITH person ORDER BY person.id LIMIT 1
         SET person:Official",
        Wrong::WrongOfficial,
    ),
    (
        "MATCH (part:Region)-[link:PART_OF]->() WITH part, link ORDER BY part.id LIMIT 1 DELETE link",
        Wrong::WrongPart,
    ),
    (
        "MATCH ()-[link:SIBLING_OF]->() WHERE link.derivedFrom IS NOT NULL WITH link ORDER BY link.id LIMIT 1
         DELETE link",
        Wrong::MissingSibling,
    ),
    (
        "MATCH (parent)-[link:PARENT_OF]->(child)-[:SIBLING_OF]-() WITH link ORDER BY link.id LIMIT 1 DELETE link",
        Wrong::SurplusSibling,
    ),
    (
        "MATCH ()-[link:SIBLING_OF]->() WHERE link.derivedFrom IS NOT NULL AND link.nature = 'BLOOD'
         WITH link ORDER BY link.id LIMIT 1 SET link.nature = 'STEP'",
        Wrong::SurplusSibling,
    ),
    (
        "MATCH (batch:LoadBatch) WITH batch ORDER BY batch.id LIMIT 1 DELETE batch",
        Wrong::UnknownBatch,
    ),
    (
        "MATCH (batch:LoadBatch) WITH batch ORDER BY batch.id LIMIT 1 SET batch.state = 'RUNNING'",
        Wrong::InterruptedLoad,
    ),
    (
        "MATCH (version:Version)-[link:OF]->() WITH version, link ORDER BY version.id LIMIT 1 DELETE link",
        Wrong::LostVersion,
    ),
    (
        "MATCH (person:Person {id: 'a'}) SET person.bornOn = date('1950-01-02')",
        Wrong::WrongMerge,
    ),
    (
        "MATCH (total:PaymentSum) WITH total ORDER BY total.id LIMIT 1 SET total.amountFen = total.amountFen + 1",
        Wrong::WrongSum,
    ),
    (
        "MATCH (total:PaymentSum) WITH total ORDER BY total.id LIMIT 1 DETACH DELETE total",
        Wrong::WrongSum,
    ),
];

/// One damage after the other; where a load takes long, all together, of which every kind must be found.
#[tokio::test(flavor = "multi_thread")]
async fn every_damage_is_found() {
    for engine in engines::all().await {
        let together = if engine.name() == "neo4j" {
            DAMAGE.len()
        } else {
            1
        };
        let mut sound = false;
        for damage in DAMAGE.chunks(together) {
            engine.clear().await;
            bring(&engine, &Seed, "county", 5_000, 1).await;
            bring(&engine, &person("单长乐", "", "1950-01-01"), "police", 9, 2).await;
            bring(
                &engine,
                &person("单长乐", "13800000002", "1950-01-02"),
                "civil-affairs",
                9,
                3,
            )
            .await;
            if !sound {
                clean(&engine).await;
                sound = true;
            }
            for (text, _) in damage {
                engine.run(text).await;
            }
            let verdict = verdict(&engine).await;
            for (text, wrong) in damage {
                let found = verdict.findings.counts.contains_key(wrong);
                assert!(found, "{} {wrong} of {text}: {verdict}", engine.name());
            }
        }
    }
}
