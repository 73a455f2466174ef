//! What rows become.

use serde_json::{Value, json};

use super::*;

#[tokio::test]
async fn nodes_carry_what_their_rows_say() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let files = village()
            .with("households", "id,regionCode,formedOn\nh,990101101201,2001-01-01\n")
            .with("companies", "id,name,regionCode\nco,塘西商贸,990101\n")
            .with("accounts", "id,number,ownerKind,ownerId,openedOn\nac,6222 0000 0000 0001,PERSON,b,2010-01-01\n")
            .with("programmes", "id,name,unit,agencyId,excludes\npr,低保,HOUSEHOLD,g,x;y\n")
            .with(
                "payments",
                "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,accountId,period,status,correctsId,quantity\n\
                 y2,g,PERSON,b,12.5,2024-04-02,,,,RETURNED,y1,\n\
                 y1,g,PERSON,b,1234.50,2024-03-01,pr,ac,2024-Q1,PAID,,2.5\n\
                 y3,g,COMPANY,co,7,2024-03-01,,,,,,\n",
            )
            .with("posts", "id,title,kind,agencyId,regionCode\npo,主任,VILLAGE_CADRE,v,990101101201\n")
            .with("tenures", "personId,postId,from,to\na,po,2016,2019-03\n")
            .with("interests", "holderKind,holderId,companyId,kind,share,from\nPERSON,a,co,SHAREHOLDER,5,\nPERSON,a,co,DIRECTOR,,2020-01-01\n")
            .with("memberships", "personId,householdId,head,relationToHead\na,h,true,02\n");
        let report = loaded(backend, &files).await;
        assert_eq!(
            codes(&report),
            [("persons.csv", 4, "bornOn", Fault::BadDate)]
        );
        let payments = ask(
            backend,
            "MATCH (payment:Payment {id: 'y1'})-[:PAID_TO]->(payee:Person)
             MATCH (payment)-[:PAID_BY]->(payer:Agency)
             MATCH (payment)-[:INTO]->(account:Account)-[owned:OWNED_BY]->(owner)
             MATCH (payment)-[:UNDER]->(programme:Programme)-[:RUN_BY]->(agency)
             MATCH (payment)<-[:CORRECTS]-(correction)
             RETURN payment.amountFen AS fen, toString(payment.paidOn) AS paidOn, payment.month AS month,
                    toString(payment.periodTo) AS periodTo, payment.regionCode AS regionCode,
                    payment.township AS township, payment.quantity AS quantity, payee.id AS payee,
                    payer.id AS payer, account.number AS number, owned.role AS role,
                    toString(owned.from) AS owned, owner.id AS owner, programme.excludes AS excludes,
                    agency.id AS agency, correction.id AS correction",
            json!({}),
        )
        .await;
        assert_eq!(
            payments,
            [json!({
                "fen": 123_450, "paidOn": "2024-03-01", "month": "2024-03", "periodTo": "2024-03-31",
                "regionCode": "990101101201", "township": "990101101", "quantity": 2.5, "payee": "b",
                "payer": "g", "number": "6222000000000001", "role": "OWNER", "owned": "2010-01-01",
                "owner": "b", "excludes": ["x", "y"], "agency": "g", "correction": "y2"
            })]
        );
        let officials = ask(
            backend,
            "MATCH (one:Official {id: 'a'})-[held:HOLDS]->(post:Post)-[:AT]->(agency)
             MATCH (one)-[share:SHAREHOLDER_OF]->(company)<-[director:DIRECTOR_OF]-(one)
             MATCH (one)-[member:MEMBER_OF]->(household)
             RETURN post.title AS title, toString(held.from) AS from, held.fromPrecision AS fromPrecision,
                    toString(held.to) AS to, held.toPrecision AS toPrecision, agency.id AS agency,
                    share.share AS share, share.from AS shareFrom, toString(director.from) AS directorFrom,
                    company.id AS company, member.head AS head, member.relationToHead AS relation",
            json!({}),
        )
        .await;
        assert_eq!(
            officials,
            [json!({
                "title": "主任", "from": "2016-01-01", "fromPrecision": "YEAR", "to": "2019-03-31",
                "toPrecision": "MONTH", "agency": "v", "share": 50_000, "shareFrom": null,
                "directorFrom": "2020-01-01", "company": "co", "head": true, "relation": "02"
            })]
        );
        let parts = ask(
            backend,
            "MATCH (part)-[:PART_OF]->(whole) RETURN part.id AS part, whole.id AS whole ORDER BY part",
            json!({}),
        )
        .await;
        assert_eq!(
            parts,
            [
                json!({"part": "990101", "whole": "99"}),
                json!({"part": "990101101201", "whole": "990101"}),
                json!({"part": "v", "whole": "g"}),
            ]
        );
        let keys = ask(
            backend,
            "MATCH (:Person {id: 'a'})-[:NAMED]->(key) RETURN key.id AS key, key.initial AS initial ORDER BY key",
            json!({}),
        )
        .await;
        for (key, initial) in [
            ("单长乐", "单"),
            ("shanchangle", "s"),
            ("scl", "s"),
            ("单小乐", "单"),
            ("lele", "l"),
        ] {
            assert!(
                keys.contains(&json!({"key": key, "initial": initial})),
                "{key} in {keys:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_corrected_row_replaces_the_old_one() {
    for engine in engines::all().await {
        let backend = engine.backend();
        let payments = "id,payerId,payeeKind,payeeId,amount,paidOn,payeeName,regionCode\n\
                        y1,g,PERSON,b,1,2024-03-01,刘,990101\ny2,g,PERSON,b,2,2024-03-01,,\n";
        let tenures = "personId,postId,from,to\na,po,2016,2019\n";
        let posts = "id,title,kind,agencyId,regionCode\npo,主任,VILLAGE_CADRE,v,990101101201\n";
        let files = village()
            .with("posts", posts)
            .with("tenures", tenures)
            .with("payments", payments);
        loaded(backend, &files).await;
        let corrected = files
            .clone()
            .with(
                "payments",
                &payments.replace("PERSON,b,1,2024-03-01,刘,990101", "AGENCY,v,3,2024-03-01,,"),
            )
            .with("tenures", &tenures.replace("2019", "2020"))
            .with(
                "persons",
                "id,name,regionCode\na,曾长乐,990101101201\nb,刘建国,990101101201\n",
            );
        let report = sound(backend, &corrected).await;
        let counts = |name: &str| {
            let file = report.files.iter().find(|file| file.file == name).unwrap();
            (file.counts.loaded, file.counts.unchanged)
        };
        assert_eq!(counts("payments.csv"), (1, 1));
        assert_eq!(counts("tenures.csv"), (1, 0));
        assert_eq!(counts("persons.csv"), (2, 0));
        let payment = ask(
            backend,
            "MATCH (payment:Payment {id: 'y1'})-[:PAID_TO]->(payee)
             RETURN payment.amountFen AS fen, payment.payeeName AS payeeName, payee.id AS payee,
                    payment.regionCode AS regionCode, payment.batch AS batch",
            json!({}),
        )
        .await;
        let batch = &payment[0]["batch"];
        assert_eq!(
            payment,
            [
                json!({"fen": 300, "payeeName": null, "payee": "v", "regionCode": "990101101201", "batch": batch})
            ]
        );
        let source = ask(
            backend,
            "MATCH (batch:LoadBatch {id: $id})
             RETURN batch.file AS file, batch.source AS source, batch.state AS state, batch.read AS read,
                    batch.loaded AS loaded, batch.unchanged AS unchanged, batch.loadedAt AS at",
            json!({ "id": batch }),
        )
        .await;
        assert_eq!(
            source,
            [json!({
                "file": "payments.csv", "source": "county", "state": "DONE", "read": 2, "loaded": 1,
                "unchanged": 1, "at": 1_700_000_000_000_i64
            })]
        );
        let person = ask(
            backend,
            "MATCH (person:Official {id: 'a'})-[held:HOLDS]->() MATCH (person)-[:NAMED]->(key)
             RETURN toString(held.to) AS to, person.bornOn AS bornOn, key.id AS key ORDER BY key",
            json!({}),
        )
        .await;
        assert_eq!(person[0]["to"], "2020-12-31");
        assert_eq!(person[0]["bornOn"], Value::Null);
        let keys: Vec<&Value> = person.iter().map(|row| &row["key"]).collect();
        assert!(keys.contains(&&json!("zengchangle")) && !keys.contains(&&json!("shanchangle")));
        let stale = "MATCH (key:SearchKey {id: 'shanchangle'}) RETURN key.id AS key";
        assert_eq!(ask(backend, stale, json!({})).await, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn rows_of_several_sources_stand_in_batches_of_their_own() {
    let engine = engines::embedded().await;
    let backend = engine.backend();
    let persons = "id,name,regionCode,source\na,甲,99,police\nb,乙,99,\nc,丙,9,police\n";
    loaded(backend, &Tables::default().with("persons", persons)).await;
    let batches = ask(
        backend,
        "MATCH (batch:LoadBatch) RETURN batch.id AS id, batch.source AS source, batch.read AS read,
         batch.loaded AS loaded, batch.rejected AS rejected ORDER BY id",
        json!({}),
    )
    .await;
    assert_eq!(
        batches,
        [
            json!({"id": 1, "source": "county", "read": 1, "loaded": 1, "rejected": 0}),
            json!({"id": 2, "source": "police", "read": 2, "loaded": 1, "rejected": 1}),
        ]
    );
}
