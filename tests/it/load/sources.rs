//! Several sources, several loads: merged, ended, taken back.

use serde_json::json;

use kinflow::load::{Asked, check};

use super::*;

/// Options of a source's load, on a day.
fn of(source: &str, on: &str) -> Options {
    let at = format!("{on}T12:00:00+08:00");
    Options {
        source: Some(source.into()),
        loaded_at_ms: chrono::DateTime::parse_from_rfc3339(&at)
            .unwrap()
            .timestamp_millis(),
        id_secret: Some("a secret of thirty-two characters".into()),
        source_order: vec!["police".into()],
        ..options(None)
    }
}

async fn take(backend: &dyn Backend, files: &Tables, options: &Options) -> Report {
    load(backend, files, options, &Unwatched).await.unwrap()
}

fn doubts(report: &Report) -> Vec<(&str, &str)> {
    let warnings = report.warnings.iter();
    warnings
        .map(|warning| (warning.file.as_str(), warning.code.as_str()))
        .collect()
}

const PERSON: &str = "MATCH (person:Person {id: 'p'})
    RETURN person.name AS name, person.phone AS phone, person.address AS address,
           toString(person.bornOn) AS bornOn, person.merged AS merged";

#[tokio::test]
async fn two_sources_are_merged_column_by_column() {
    let police = "id,name,bornOn,phone,regionCode\np,单长乐,1950-01-01,,99\n";
    let clinic = "id,name,phone,address,regionCode\np,单长东,19900001003,大塘村3组,99\n";
    for engine in engines::all().await {
        for police_first in [true, false] {
            engine.clear().await;
            let backend = engine.backend();
            let loads = [("police", police), ("clinic", clinic)];
            let order: Vec<_> = if police_first {
                loads.to_vec()
            } else {
                loads.into_iter().rev().collect()
            };
            let mut conflicts = Vec::new();
            for (source, persons) in order {
                let files = Tables::default().with("persons", persons);
                let report = take(backend, &files, &of(source, "2024-01-01")).await;
                assert_eq!(report.total().loaded, 1, "{report}");
                conflicts.extend(doubts(&report).into_iter().map(|(_, code)| code.to_owned()));
            }
            assert_eq!(conflicts, ["CONFLICTING_VALUE"]);
            let merged = ask(backend, PERSON, json!({})).await;
            assert_eq!(
                merged,
                [json!({
                    "name": "单长乐", "phone": "19900001003", "address": "大塘村3组",
                    "bornOn": "1950-01-01", "merged": true
                })]
            );
            // The same rows once more, in other files, change nothing.
            let files = Tables::default().with("persons", &format!("{clinic}q,丁,,,99\n"));
            let report = take(backend, &files, &of("clinic", "2024-02-01")).await;
            assert_eq!(
                (report.total().loaded, report.total().unchanged),
                (1, 1),
                "{report}"
            );
            // A newer row of one source replaces its older one whole, empty cells included.
            let newer = "id,name,phone,address,regionCode\np,单长东,,上坪村1组,99\n";
            let files = Tables::default().with("persons", newer);
            take(backend, &files, &of("clinic", "2024-03-01")).await;
            let merged = &ask(backend, PERSON, json!({})).await[0];
            assert_eq!(
                (&merged["phone"], &merged["address"]),
                (&Value::Null, &json!("上坪村1组"))
            );
            let versions = ask(
                backend,
                "MATCH (version:Version)-[:OF]->(:Person {id: 'p'})
                 RETURN version.source AS source, version.current AS current ORDER BY source, current",
                json!({}),
            )
            .await;
            assert_eq!(
                versions,
                [
                    json!({"source": "clinic", "current": false}),
                    json!({"source": "clinic", "current": true}),
                    json!({"source": "police", "current": true}),
                ]
            );
        }
    }
}

#[tokio::test]
async fn taking_back_the_last_batch_leaves_what_was_before() {
    let first = "id,name,phone,regionCode\np,单长乐,19900001003,99\nq,甲,,99\n";
    let second = "id,name,phone,regionCode\np,单长东,,99\nr,乙,,99\n";
    let third = "id,name,address,regionCode\np,单长乐,大塘村,99\nq,甲,,99\n";
    for engine in engines::all().await {
        let backend = engine.backend();
        take(
            backend,
            &Tables::default().with("persons", first),
            &of("police", "2024-01-01"),
        )
        .await;
        let before = everything(backend).await;
        for (source, rows) in [("police", second), ("clinic", third)] {
            take(
                backend,
                &Tables::default().with("persons", rows),
                &of(source, "2024-02-01"),
            )
            .await;
        }
        for batch in [3, 2] {
            let done = kinflow::load::retract(backend, batch, &of("police", "2024-03-01"))
                .await
                .unwrap();
            assert_eq!(done.kept, 0, "{done}");
        }
        let left = everything(backend).await;
        assert_eq!(left, before, "{}", engine.name());
        let again = kinflow::load::retract(backend, 3, &of("police", "2024-03-01")).await;
        assert!(matches!(again, Err(LoadError::NoBatch(3))), "{again:?}");
    }
}

#[tokio::test]
async fn what_others_need_stays_and_is_listed() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let (persons, kinships) = family("p", 2);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        take(backend, &files, &of("police", "2024-01-01")).await;
        let done = kinflow::load::retract(backend, 1, &of("police", "2024-02-01"))
            .await
            .unwrap();
        assert_eq!((done.kept, done.removed), (3, 0), "{done}");
        assert_eq!(done.needed["p"], 2);
        // Without the kinships nobody needs them, and no derived brothers are left.
        let done = kinflow::load::retract(backend, 2, &of("police", "2024-02-01"))
            .await
            .unwrap();
        assert_eq!((done.kept, done.removed), (0, 2), "{done}");
        assert_eq!(ask(backend, SIBLINGS, json!({})).await, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn a_full_statement_ends_what_it_no_longer_says() {
    let households = "id,regionCode\nh,99\ng,99\n";
    let persons = "id,name,regionCode\na,甲,99\nb,乙,99\n";
    let members = "MATCH (person:Person)-[link:MEMBER_OF]->(household)
        RETURN person.id AS person, household.id AS household, toString(link.to) AS to ORDER BY person, household";
    for engine in engines::all().await {
        let backend = engine.backend();
        let files = Tables::default()
            .with("households", households)
            .with("persons", persons);
        let with = |memberships: &str| files.clone().with("memberships", memberships);
        take(
            backend,
            &with("personId,householdId,from\na,h,2020-01-01\nb,h,2020-01-01\n"),
            &of("police", "2024-01-01"),
        )
        .await;
        let moved = with("personId,householdId,from\na,h,2020-01-01\nb,g,2024-01-15\n");
        // Another source's file says nothing of the police's.
        take(
            backend,
            &with("personId,householdId,from\na,g,2021-01-01\n"),
            &of("clinic", "2024-01-20"),
        )
        .await;
        let report = take(backend, &moved, &of("police", "2024-02-01")).await;
        let ended: u64 = report.files.iter().map(|file| file.ended).sum();
        assert_eq!(ended, 1, "{report}");
        let expected = [
            json!({"person": "a", "household": "g", "to": null}),
            json!({"person": "a", "household": "h", "to": null}),
            json!({"person": "b", "household": "g", "to": null}),
            json!({"person": "b", "household": "h", "to": "2024-01-31"}),
        ];
        assert_eq!(ask(backend, members, json!({})).await, expected);
        // Named again, it holds again.
        let back =
            with("personId,householdId,from\na,h,2020-01-01\nb,g,2024-01-15\nb,h,2020-01-01\n");
        take(backend, &back, &of("police", "2024-03-01")).await;
        assert_eq!(ask(backend, members, json!({})).await[3]["to"], Value::Null);
    }
}

#[tokio::test]
async fn numbers_stand_in_place_of_ids() {
    let persons = "name,idNumber,regionCode\n单长乐,990101193803123456,99\n";
    let files = Tables::default()
        .with("persons", persons)
        .with("agencies", "id,name,regionCode\ng,县政府,99\n")
        .with("accounts", "number,bank,ownerKind,ownerIdNumber\n6222000000000001,岚江银行,PERSON,990101193803123456\n")
        .with(
            "payments",
            "id,payerId,payeeKind,payeeIdNumber,accountNumber,amount,paidOn,payeeName\n\
             y1,g,PERSON,990101193803123456,6222000000000001,10,2024-01-01,单长乐\n\
             y2,g,PERSON,990101196709150857,,10,2024-01-01,无名\n",
        );
    for engine in engines::all().await {
        let backend = engine.backend();
        let report = take(backend, &files, &of("police", "2024-01-01")).await;
        assert_eq!(report.rejects, [], "{report}");
        assert_eq!(doubts(&report), [("payments.csv", "UNKNOWN_PAYEE")]);
        let paid = ask(
            backend,
            "MATCH (payment:Payment)-[:PAID_TO]->(payee:Person)
             OPTIONAL MATCH (payment)-[:INTO]->(:Account)-[:OWNED_BY]->(owner)
             RETURN payment.id AS id, payee.name AS name, payee.registered AS registered,
                    owner.id = payee.id AS own, size(payee.id) AS length ORDER BY id",
            json!({}),
        )
        .await;
        assert_eq!(
            paid,
            [
                json!({"id": "y1", "name": "单长乐", "registered": null, "own": true, "length": 26}),
                json!({"id": "y2", "name": "无名", "registered": false, "own": null, "length": 26}),
            ]
        );
        let without = Options {
            id_secret: None,
            ..of("police", "2024-01-01")
        };
        let refused = load(backend, &files, &without, &Unwatched).await;
        assert!(refused.is_ok(), "everyone is on file now: {refused:?}");
    }
    let engine = engines::embedded().await;
    let without = Options {
        id_secret: None,
        ..of("police", "2024-01-01")
    };
    let refused = load(engine.backend(), &files, &without, &Unwatched).await;
    assert!(
        matches!(refused, Err(LoadError::NoSecret("id"))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn kin_follows_from_relations_to_the_head() {
    let persons = "id,name,sex,regionCode\nh,户,MALE,99\nw,妻,FEMALE,99\ns,子,MALE,99\nd,继,FEMALE,99\nm,母,FEMALE,99\nb,弟,MALE,99\ng,孙,MALE,99\nx,他,MALE,99\n";
    let memberships = "personId,householdId,relationToHead\nh,hh,02\nw,hh,12\ns,hh,22\nd,hh,37\nm,hh,52\nb,hh,73\ng,hh,41\nx,hh,99\n";
    let kin = "MATCH (one:Person)-[link:PARENT_OF|SPOUSE_OF|SIBLING_OF]->(other:Person)
        RETURN one.id AS one, type(link) AS kind, other.id AS other, link.nature AS nature ORDER BY one, kind, other";
    for engine in engines::all().await {
        let backend = engine.backend();
        let files = Tables::default()
            .with("persons", persons)
            .with("households", "id,kind,regionCode\nhh,REGISTERED,99\n")
            .with("memberships", memberships);
        let report = take(backend, &files, &of("police", "2024-01-01")).await;
        // A grandson's parent is open; whoever is no kin is not worth a word.
        assert_eq!(doubts(&report), [("memberships.csv", "OPEN_RELATION")]);
        let derived = [
            json!({"one": "b", "kind": "SIBLING_OF", "other": "h", "nature": null}),
            json!({"one": "d", "kind": "SIBLING_OF", "other": "s", "nature": null}),
            json!({"one": "h", "kind": "PARENT_OF", "other": "d", "nature": null}),
            json!({"one": "h", "kind": "PARENT_OF", "other": "s", "nature": "BLOOD"}),
            json!({"one": "h", "kind": "SPOUSE_OF", "other": "w", "nature": null}),
            json!({"one": "m", "kind": "PARENT_OF", "other": "h", "nature": "BLOOD"}),
        ];
        assert_eq!(
            ask(backend, kin, json!({})).await,
            derived,
            "{}",
            engine.name()
        );
        // A link handed over wins, and the others follow a correction.
        let corrected = Tables::default()
            .with(
                "kinships",
                "fromId,kind,toId,nature\nh,PARENT_OF,s,ADOPTIVE\n",
            )
            .with("memberships", &memberships.replace("b,hh,73", "b,hh,97"));
        take(backend, &corrected, &of("police", "2024-01-01")).await;
        let natures = ask(backend, kin, json!({})).await;
        assert_eq!(natures.len(), 5, "{natures:?}");
        assert!(natures.contains(
            &json!({"one": "h", "kind": "PARENT_OF", "other": "s", "nature": "ADOPTIVE"})
        ));
    }
}

#[tokio::test]
async fn rows_that_do_not_go_together_are_warned_of() {
    let files = Tables::default()
        .with("regions", "id,name,level\n99,云禾省,PROVINCE\n")
        .with("persons", "id,name,idNumber,regionCode\na,甲,990101193803123456,99\nb,乙,990101193803123456,99\nc,丙,,98\n")
        .with("households", "id,kind,regionCode\nh,REGISTERED,99\ng,REGISTERED,99\nk,AID,99\n")
        .with("memberships", "personId,householdId,from,to\na,h,,2020-06-30\na,g,2020-06-30,\na,k,,\nb,h,,2019\nb,g,2020,\n")
        .with("companies", "id,name,regionCode\nco,公司,99\ncp,公司二,99\n")
        .with("interests", "holderKind,holderId,companyId,kind,share,from,to\nPERSON,a,co,SHAREHOLDER,60,,\nPERSON,b,co,SHAREHOLDER,50,2020,\nPERSON,a,cp,SHAREHOLDER,60,,2019\nPERSON,b,cp,SHAREHOLDER,50,2020,\n")
        .with("tenders", "id,method\nt,OPEN\n")
        .with("bids", "tenderId,bidderId,status\nt,co,WON\n")
        .with("contracts", "id,tenderId,supplierId,amount\nx,t,cp,5\ny,t,co,5\n")
        .with("agencies", "id,name,regionCode\nv,村,99\n")
        .with("payments", "id,payerId,payeeKind,payeeId,amount,paidOn,payeeName\np1,v,PERSON,a,1,2024-01-01,乙\np2,v,PERSON,a,1,2024-01-01,甲\n");
    for engine in engines::all().await {
        let backend = engine.backend();
        let report = take(backend, &files, &of("county", "2024-01-01")).await;
        assert_eq!(
            codes(&report),
            [("persons.csv", 4, "regionCode", Fault::DanglingReference)]
        );
        let mut warned = doubts(&report);
        warned.sort_unstable();
        assert_eq!(
            warned,
            [
                ("contracts.csv", "SUPPLIER_DID_NOT_BID"),
                ("interests.csv", "SHARES_ABOVE_WHOLE"),
                ("memberships.csv", "OVERLAPPING_MEMBERSHIPS"),
                ("payments.csv", "NAME_DIFFERS"),
                ("persons.csv", "SAME_ID_NUMBER"),
            ]
        );
        // A check tells the same of the directory.
        let asked = Asked {
            graph: None,
            named: 100,
            mapping: None,
            secret: None,
        };
        let checked = check(&files, asked).await.unwrap();
        let mut told: Vec<_> = checked
            .files
            .iter()
            .flat_map(|file| &file.warnings)
            .collect();
        told.sort_by_key(|warning| (&warning.file, warning.line));
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.file.as_str(), one.code.as_str()))
            .collect();
        assert_eq!(told, warned);
        let same = "MATCH (one:Person)-[:SAME_PERSON]->(other:Person) RETURN one.id AS one, other.id AS other";
        assert_eq!(
            ask(backend, same, json!({})).await,
            [json!({"one": "a", "other": "b"})]
        );
    }
}

#[tokio::test]
async fn unregistered_payees_go_with_the_last_payment_that_names_them() {
    let files = Tables::default()
        .with(
            "persons",
            "id,name,idNumber,regionCode\na,甲,990101193803123456,99\n",
        )
        .with("agencies", "id,name,regionCode\nv,村,99\n");
    let payment = |id: &str| {
        let table = "id,payerId,payeeKind,payeeId,amount,paidOn,payeeName,payeeIdNumber\n";
        let row = format!("{id},v,PERSON,0x,1,2024-01-01,甲,990101193803123456\n");
        Tables::default().with("payments", &format!("{table}{row}"))
    };
    let people = "MATCH (person:Person) RETURN person.id AS id, person.sameAs AS who ORDER BY id";
    for engine in engines::all().await {
        let backend = engine.backend();
        take(backend, &files, &of("county", "2024-01-01")).await;
        let alone = ask(backend, people, json!({})).await;
        let report = take(backend, &payment("y1"), &of("county", "2024-02-01")).await;
        let told = [
            ("payments.csv", "UNKNOWN_PAYEE"),
            ("payments.csv", "SAME_ID_NUMBER"),
        ];
        assert_eq!(doubts(&report), told);
        take(backend, &payment("y2"), &of("county", "2024-03-01")).await;
        let both = [
            json!({"id": "0x", "who": "0x"}),
            json!({"id": "a", "who": "0x"}),
        ];
        assert_eq!(ask(backend, people, json!({})).await, both);
        for (batch, left) in [(3, both.to_vec()), (4, alone)] {
            let done = kinflow::load::retract(backend, batch, &of("county", "2024-04-01")).await;
            assert_eq!(done.unwrap().removed, 1);
            assert_eq!(
                ask(backend, people, json!({})).await,
                left,
                "{}",
                engine.name()
            );
        }
        // So it is where the payment is corrected.
        take(backend, &payment("y3"), &of("county", "2024-05-01")).await;
        let corrected = Tables::default().with(
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\ny3,v,PERSON,a,1,2024-01-01\n",
        );
        take(backend, &corrected, &of("county", "2024-06-01")).await;
        assert_eq!(
            ask(backend, people, json!({})).await,
            [json!({"id": "a", "who": null})]
        );
    }
}

#[tokio::test]
async fn a_transfer_may_be_told_otherwise_with_other_accounts() {
    let accounts = "number,id,ownerKind,ownerId\n6222000000000001,a,,\n6222000000000002,b,,\n6222000000000003,c,,\n";
    let transfer = |from: &str, to: &str| {
        let row = format!("{from},{to},t,5,2024-01-01T10:00:00+08:00\n");
        Tables::default().with("accounts", accounts).with(
            "transfers",
            &format!("fromAccountId,toAccountId,id,amount,at\n{row}"),
        )
    };
    let links = "MATCH (one:Account)-[link:TRANSFER]->(other:Account) RETURN one.id AS one, link.id AS id, other.id AS other";
    for engine in engines::all().await {
        let backend = engine.backend();
        for (from, to) in [("a", "b"), ("c", "a"), ("c", "b")] {
            take(backend, &transfer(from, to), &of("bank", "2024-01-01")).await;
            let one = [json!({"one": from, "id": "t", "other": to})];
            assert_eq!(
                ask(backend, links, json!({})).await,
                one,
                "{}",
                engine.name()
            );
        }
        let batches =
            "MATCH (batch:LoadBatch) WHERE batch.table = 'transfers' RETURN max(batch.id) AS id";
        let last = ask(backend, batches, json!({})).await[0]["id"]
            .as_i64()
            .unwrap();
        kinflow::load::retract(backend, last, &of("bank", "2024-02-01"))
            .await
            .unwrap();
        let before = [json!({"one": "c", "id": "t", "other": "a"})];
        assert_eq!(
            ask(backend, links, json!({})).await,
            before,
            "{}",
            engine.name()
        );
    }
}
