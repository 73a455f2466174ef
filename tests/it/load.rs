//! Loading: what becomes of every row, on every engine.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    time::{Duration, Instant},
};

use kinflow::{
    graph::{Backend, Exchange, Record},
    load::{Directory, Files, LoadError, Options, Report, Unwatched, load, prepare},
    model::Fault,
};
use serde_json::{Value, json};

use crate::engines;

/// Files that exist in memory only.
#[derive(Clone, Default)]
struct Tables(BTreeMap<String, Vec<u8>>);

impl Files for Tables {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().rev().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        Ok(self
            .0
            .get(name)
            .map(|bytes| Box::new(io::Cursor::new(bytes.clone())) as _))
    }
}

impl Tables {
    fn with(mut self, table: &str, rows: &str) -> Self {
        let name = format!("{table}.csv");
        self.0.insert(name, rows.trim_start().as_bytes().to_vec());
        self
    }

    fn with_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.insert(name.to_owned(), bytes.to_vec());
        self
    }
}

/// Persons a to e, two agencies, a household, a company, an account, a programme.
fn village() -> Tables {
    Tables::default()
        .with(
            "regions",
            "id,name,level\n990101101201,大塘村,VILLAGE\n99,云禾省,PROVINCE\n990101,栖溪县,COUNTY\n",
        )
        .with(
            "agencies",
            "id,name,kind,parentId,regionCode\nv,村委会,VILLAGE_COLLECTIVE,g,990101101201\ng,县政府,COUNTY_GOVERNMENT,,990101\n",
        )
        .with(
            "persons",
            "id,name,sex,bornOn,formerNames,regionCode\n\
             a,单长乐,MALE,1950-01-01,单小乐;乐乐,990101101201\n\
             b,刘建国,MALE,1975-05-05,,990101101201\n\
             c,刘小明,,1980,,990101101201\n",
        )
}

fn options(rejects: Option<std::path::PathBuf>) -> Options {
    Options {
        source: "county".into(),
        loaded_at_ms: 1_700_000_000_000,
        load_id: "load".into(),
        batch_rows: 3,
        rejects,
    }
}

async fn loaded(backend: &dyn Backend, files: &dyn Files) -> Report {
    let report = load(backend, files, &options(None), &Unwatched)
        .await
        .unwrap();
    for file in &report.files {
        let counts = file.counts;
        assert_eq!(
            counts.read,
            counts.loaded + counts.unchanged + counts.rejected,
            "{file:?}"
        );
    }
    report
}

/// A report of which every row was loaded.
async fn sound(backend: &dyn Backend, files: &dyn Files) -> Report {
    let report = loaded(backend, files).await;
    assert_eq!(report.rejects, [], "{report}");
    report
}

async fn ask(backend: &dyn Backend, text: &'static str, parameters: Value) -> Vec<Value> {
    let Value::Object(parameters) = parameters else {
        panic!("parameters are a map")
    };
    let exchange = Exchange {
        file: "test",
        text,
        parameters,
    };
    let deadline = Instant::now() + Duration::from_secs(60);
    let rows = backend.read(exchange, deadline).await.unwrap();
    rows.into_iter()
        .map(|row: Record| Value::Object(row))
        .collect()
}

/// Every node and relationship as text, without the record of loads.
async fn everything(backend: &dyn Backend) -> Vec<Value> {
    let mut all = ask(
        backend,
        "MATCH (n) WHERE NOT n:LoadBatch AND NOT n:Schema
         RETURN labels(n) AS labels, n.id AS id, n.digest AS digest, n.batch AS batch, n.row AS row
         ORDER BY labels, id",
        json!({}),
    )
    .await;
    all.extend(
        ask(
            backend,
            "MATCH (one)-[link]->(other)
             RETURN one.id AS one, type(link) AS type, other.id AS other, link.digest AS digest,
                    link.batch AS batch, link.row AS row
             ORDER BY one, type, other, digest",
            json!({}),
        )
        .await,
    );
    all
}

fn codes(report: &Report) -> Vec<(&str, u64, &str, Fault)> {
    let rejects = report.rejects.iter();
    rejects
        .map(|reject| {
            (
                reject.file.as_str(),
                reject.line,
                reject.column.as_str(),
                reject.code,
            )
        })
        .collect()
}

#[tokio::test]
async fn a_load_run_again_changes_nothing() {
    for engine in engines().await {
        let backend = engine.backend();
        let seed = Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/seed").into());
        let first = sound(backend, &seed).await;
        assert!(
            first.total().read > 1_000 && first.total().unchanged == 0,
            "{first}"
        );
        assert_eq!(first.warned(), 0, "{first}");
        let before = everything(backend).await;
        let again = sound(backend, &seed).await;
        assert_eq!(again.total().unchanged, first.total().read, "{again}");
        assert!(everything(backend).await == before);
    }
}

#[tokio::test]
async fn nodes_carry_what_their_rows_say() {
    for engine in engines().await {
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
    for engine in engines().await {
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
async fn each_fault_has_its_code() {
    let cases: [(&str, &str, &str, Fault); 31] = [
        (
            "persons",
            "id,name,regionCode\n,x,99\n",
            "id",
            Fault::MissingValue,
        ),
        (
            "persons",
            "id,name,regionCode\nx,,99\n",
            "name",
            Fault::MissingValue,
        ),
        (
            "persons",
            "id,name,regionCode\n x,x,99\n",
            "id",
            Fault::BadId,
        ),
        (
            "persons",
            "id,name,regionCode\n11010519491231002X,x,99\n",
            "id",
            Fault::SensitiveId,
        ),
        (
            "persons",
            "id,name,regionCode\nx,x,990\n",
            "regionCode",
            Fault::BadRegion,
        ),
        (
            "persons",
            "id,name,regionCode,bornOn\nx,x,99,2023-02-29\n",
            "bornOn",
            Fault::BadDate,
        ),
        (
            "persons",
            "id,name,regionCode,bornOn\nx,x,99,1899-01-01\n",
            "bornOn",
            Fault::BadDate,
        ),
        (
            "persons",
            "id,name,regionCode,bornOn,diedOn\nx,x,99,2000-01-02,2000-01-01\n",
            "diedOn",
            Fault::ReversedInterval,
        ),
        (
            "persons",
            "id,name,regionCode,sex\nx,x,99,M\n",
            "sex",
            Fault::UnknownCode,
        ),
        (
            "persons",
            "id,name,regionCode,birthOrder\nx,x,99,-1\n",
            "birthOrder",
            Fault::BadNumber,
        ),
        (
            "persons",
            "id,name,regionCode,idNumber\nx,x,99,123\n",
            "idNumber",
            Fault::BadIdentity,
        ),
        (
            "persons",
            "id,name,regionCode\nx,\"a\nb\",99\n",
            "name",
            Fault::BadText,
        ),
        ("persons", "id,name,regionCode\nx,x\n", "", Fault::BadRow),
        (
            "regions",
            "id,name,level\n9902,x,COUNTY\n",
            "level",
            Fault::BadRegion,
        ),
        (
            "agencies",
            "id,name,regionCode,parentId\nx,x,99,x\n",
            "parentId",
            Fault::SelfLink,
        ),
        (
            "agencies",
            "id,name,regionCode,parentId\nx,x,99,nobody\n",
            "parentId",
            Fault::DanglingReference,
        ),
        (
            "posts",
            "id,title,kind,regionCode\nx,x,KING,99\n",
            "kind",
            Fault::UnknownCode,
        ),
        (
            "tenures",
            "personId,postId\na,nothing\n",
            "postId",
            Fault::DanglingReference,
        ),
        (
            "kinships",
            "fromId,kind,toId\na,PARENT_OF,a\n",
            "toId",
            Fault::SelfLink,
        ),
        (
            "kinships",
            "fromId,kind,toId,from,to\na,SPOUSE_OF,b,2020,2019\n",
            "to",
            Fault::ReversedInterval,
        ),
        (
            "households",
            "id,regionCode,splitFromId\nx,99,y\n",
            "splitFromId",
            Fault::DanglingReference,
        ),
        (
            "memberships",
            "personId,householdId,relationToHead\na,h,儿子\n",
            "relationToHead",
            Fault::UnknownCode,
        ),
        (
            "interests",
            "holderKind,holderId,companyId,kind,share\nPERSON,a,co,SHAREHOLDER,100.1\n",
            "share",
            Fault::BadShare,
        ),
        (
            "interests",
            "holderKind,holderId,companyId,kind\nHOUSEHOLD,h,co,SHAREHOLDER\n",
            "holderKind",
            Fault::UnknownCode,
        ),
        (
            "interests",
            "holderKind,holderId,companyId,kind\nCOMPANY,co,co,SHAREHOLDER\n",
            "companyId",
            Fault::SelfLink,
        ),
        (
            "accounts",
            "id,ownerKind,ownerId\nx,,a\n",
            "ownerKind",
            Fault::MissingValue,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,PERSON,a,-1,2024-01-01\n",
            "amount",
            Fault::NegativeAmount,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,PERSON,a,1.234,2024-01-01\n",
            "amount",
            Fault::BadAmount,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,PERSON,a,1,2024-01\n",
            "paidOn",
            Fault::BadDate,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn\nx,g,HOUSEHOLD,a,1,2024-01-01\n",
            "payeeId",
            Fault::DanglingReference,
        ),
        (
            "payments",
            "id,payerId,payeeKind,payeeId,amount,paidOn,correctsId\nx,g,PERSON,a,1,2024-01-01,x\n",
            "correctsId",
            Fault::SelfLink,
        ),
    ];
    let engine = engines().await.remove(0);
    let backend = engine.backend();
    loaded(backend, &village()).await;
    let before = everything(backend).await;
    for (table, rows, column, fault) in cases {
        let report = loaded(backend, &Tables::default().with(table, rows)).await;
        let file = format!("{table}.csv");
        assert_eq!(
            codes(&report),
            [(file.as_str(), 2, column, fault)],
            "{rows}"
        );
    }
    assert!(
        everything(backend).await == before,
        "a rejected row left something"
    );
}

#[tokio::test]
async fn contradicting_rows_are_both_refused_and_repeated_ones_count_as_unchanged() {
    for engine in engines().await {
        let backend = engine.backend();
        let persons = "id,name,regionCode\n\
                       a,甲,99\nb,乙,99\nb,乙乙,99\nc,丙,99\na,甲,99\nd,丁,99\nd,丁,9\na,甲, 99 \n";
        let kinships = "fromId,kind,toId,nature,from\n\
                        c,SPOUSE_OF,a,,2001-01-01\na,SPOUSE_OF,c,,2001-01-01\n\
                        a,PARENT_OF,c,BLOOD,\na,PARENT_OF,c,STEP,\n";
        let files = Tables::default()
            .with("persons", persons)
            .with("kinships", kinships);
        let report = loaded(backend, &files).await;
        let counts: Vec<_> = report
            .files
            .iter()
            .map(|file| {
                (
                    file.counts.loaded,
                    file.counts.unchanged,
                    file.counts.rejected,
                )
            })
            .collect();
        assert_eq!(counts, [(2, 2, 4), (1, 1, 2)], "{report}");
        let lines: Vec<_> = report
            .rejects
            .iter()
            .map(|reject| (reject.file.as_str(), reject.line, reject.code))
            .collect();
        let twice = Fault::ContradictoryDuplicate;
        for expected in [
            ("persons.csv", 3, twice),
            ("persons.csv", 4, twice),
            ("persons.csv", 7, twice),
            ("persons.csv", 8, Fault::BadRegion),
            ("kinships.csv", 4, twice),
            ("kinships.csv", 5, twice),
        ] {
            assert!(lines.contains(&expected), "{expected:?} in {lines:?}");
        }
        let again = loaded(backend, &files).await;
        assert_eq!(
            (again.total().loaded, again.total().rejected),
            (0, 6),
            "{again}"
        );
    }
}

#[tokio::test]
async fn rows_may_point_forward_in_their_own_file() {
    for engine in engines().await {
        let backend = engine.backend();
        let agencies = "id,name,parentId,regionCode\n\
                        a4,四,a3,99\na3,三,a2,99\na2,二,a1,99\na1,一,,99\n\
                        x,环,y,99\ny,环,x,99\nz,断,gone,99\nz2,断,z,99\n";
        let report = loaded(backend, &Tables::default().with("agencies", agencies)).await;
        let counts = report.total();
        assert_eq!((counts.loaded, counts.rejected), (4, 4), "{report}");
        assert!(
            report
                .rejects
                .iter()
                .all(|reject| reject.code == Fault::DanglingReference)
        );
        let chain = "MATCH (:Agency {id: 'a4'})-[:PART_OF*3..3]->(top) RETURN top.id AS top";
        assert_eq!(ask(backend, chain, json!({})).await, [json!({"top": "a1"})]);
    }
}

#[tokio::test]
async fn the_order_of_rows_and_loads_does_not_matter() {
    let links = "MATCH (one)-[link]->(other) WHERE link.digest IS NOT NULL RETURN one.id AS one, type(link) AS type, link.id AS id,
                 other.id AS other, link.nature AS nature ORDER BY one, type, id, other";
    let kinships = [
        "a,PARENT_OF,c,BLOOD",
        "a,PARENT_OF,b,BLOOD",
        "d,PARENT_OF,b,BLOOD",
        "d,PARENT_OF,c,BLOOD",
    ];
    let persons = "id,name,regionCode\na,甲,99\nb,乙,99\nc,丙,99\nd,丁,99\n";
    let head = "fromId,kind,toId,nature\n";
    for engine in engines().await {
        let backend = engine.backend();
        let at_once = format!("{head}{}\n", kinships.join("\n"));
        let files = Tables::default()
            .with("persons", persons)
            .with("kinships", &at_once);
        sound(backend, &files).await;
        let together = ask(backend, links, json!({})).await;
        assert_eq!(
            together
                .iter()
                .filter(|link| link["type"] == "SIBLING_OF")
                .count(),
            1
        );
        engine.clear().await;
        prepare(backend).await.unwrap();
        for row in kinships.iter().rev() {
            let one = Tables::default()
                .with("persons", persons)
                .with("kinships", &format!("{head}{row}\n"));
            sound(backend, &one).await;
        }
        assert_eq!(ask(backend, links, json!({})).await, together);
    }
}

/// A family of a parent and so many children, c00 c01 ….
fn family(parent: &str, children: usize) -> (String, String) {
    let mut persons = format!("id,name,regionCode\n{parent},父,99\n");
    let mut kinships = String::from("fromId,kind,toId,nature\n");
    for child in 0..children {
        persons += &format!("c{child:02},子,99\n");
        kinships += &format!("{parent},PARENT_OF,c{child:02},BLOOD\n");
    }
    (persons, kinships)
}

const SIBLINGS: &str = "MATCH (one)-[link:SIBLING_OF]->(other)
    RETURN one.id AS one, other.id AS other, link.nature AS nature, link.derivedFrom AS derivedFrom,
           link.row AS row ORDER BY one, other";

#[tokio::test]
async fn siblings_follow_from_shared_parents() {
    for engine in engines().await {
        let backend = engine.backend();
        let names = ["f", "m", "m2", "s", "a", "b", "c", "d", "e"];
        let persons: String = names.iter().map(|id| format!("{id},{id},99\n")).collect();
        let kinships = "fromId,kind,toId,nature\n\
                        f,PARENT_OF,b,BLOOD\nm,PARENT_OF,b,BLOOD\n\
                        f,PARENT_OF,a,BLOOD\nm,PARENT_OF,a,BLOOD\n\
                        f,PARENT_OF,c,BLOOD\nm2,PARENT_OF,c,BLOOD\n\
                        f,PARENT_OF,d,ADOPTIVE\ns,PARENT_OF,c,STEP\ns,PARENT_OF,e,BLOOD\n";
        let files = Tables::default()
            .with("persons", &format!("id,name,regionCode\n{persons}"))
            .with("kinships", kinships);
        sound(backend, &files).await;
        let link = |one: &str, other: &str, nature: Option<&str>, from: &[&str], row: u64| json!({"one": one, "other": other, "nature": nature, "derivedFrom": from, "row": row});
        let expected = [
            link("a", "b", Some("BLOOD"), &["f", "m"], 4),
            link("a", "c", Some("HALF"), &["f"], 4),
            link("a", "d", Some("ADOPTIVE"), &["f"], 4),
            link("b", "c", Some("HALF"), &["f"], 2),
            link("b", "d", Some("ADOPTIVE"), &["f"], 2),
            link("c", "d", Some("ADOPTIVE"), &["f"], 6),
            link("c", "e", Some("STEP"), &["s"], 9),
        ];
        assert_eq!(ask(backend, SIBLINGS, json!({})).await, expected);

        // A link handed over wins, whichever way round it is written; a corrected parent is followed.
        let handed = kinships.replace("f,PARENT_OF,d,ADOPTIVE", "f,PARENT_OF,d,STEP")
            + "b,SIBLING_OF,a,BLOOD\n";
        sound(backend, &files.with("kinships", &handed)).await;
        let now = ask(backend, SIBLINGS, json!({})).await;
        assert_eq!(now.len(), expected.len());
        assert_eq!(now[0]["derivedFrom"], Value::Null);
        assert_eq!(
            (&now[2]["nature"], &now[4]["nature"]),
            (&json!("STEP"), &json!("STEP"))
        );
    }
}

#[tokio::test]
async fn a_parent_of_too_many_derives_nothing() {
    for engine in engines().await {
        let backend = engine.backend();
        let (persons, kinships) = family("p", 20);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        assert_eq!(sound(backend, &files).await.warned(), 0);
        assert_eq!(ask(backend, SIBLINGS, json!({})).await.len(), 190);
        let (persons, kinships) = family("p", 21);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        let report = sound(backend, &files).await;
        assert_eq!(report.warned(), 1, "{report}");
        assert_eq!(report.warnings[0].code.as_str(), "TOO_MANY_CHILDREN");
        assert_eq!(ask(backend, SIBLINGS, json!({})).await, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn doubtful_rows_are_loaded_with_a_warning() {
    let engine = engines().await.remove(0);
    let backend = engine.backend();
    let files = Tables::default()
        .with(
            "persons",
            "id,name,bornOn,idNumber,regionCode,hobby\n\
             a,甲,1990-01-01,110105194912310021,99,x\nb,乙,1980-01-01,,99,\n",
        )
        .with("kinships", "fromId,kind,toId,from\na,PARENT_OF,b,2001\n")
        .with_bytes("people.csv", b"id\n")
        .with_bytes("README.md", b"#\n");
    let report = sound(backend, &files).await;
    let found: Vec<_> = report
        .warnings
        .iter()
        .map(|warning| {
            (
                warning.file.as_str(),
                warning.line,
                warning.column.as_str(),
                warning.code.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("people.csv", None, "", "UNKNOWN_FILE"),
            ("persons.csv", None, "hobby", "UNKNOWN_COLUMN"),
            ("persons.csv", Some(2), "idNumber", "WRONG_CHECK_DIGIT"),
            ("kinships.csv", Some(2), "from", "IGNORED_VALUE"),
            ("kinships.csv", Some(2), "toId", "CHILD_NOT_YOUNGER"),
        ]
    );
    assert_eq!(report.warned(), 5);
}

#[tokio::test]
async fn encodings_are_recognised() {
    let engine = engines().await.remove(0);
    let backend = engine.backend();
    let header = b"id,name,regionCode\n";
    let gb18030 = [&header[..], b"g,\xc1\xf5\xbd\xa8\xb9\xfa,99\n"].concat();
    let marked = ["\u{feff}id,name,regionCode\nu,刘建国,99\n".as_bytes()].concat();
    for (id, bytes) in [("g", gb18030), ("u", marked)] {
        sound(
            backend,
            &Tables::default().with_bytes("persons.csv", &bytes),
        )
        .await;
        let name = "MATCH (person:Person {id: $id}) RETURN person.name AS name";
        assert_eq!(
            ask(backend, name, json!({"id": id})).await,
            [json!({"name": "刘建国"})]
        );
    }
}

#[tokio::test]
async fn a_broken_file_stops_the_load_before_anything_is_written() {
    let engine = engines().await.remove(0);
    let backend = engine.backend();
    let unclosed = format!(
        "id,name,regionCode\nx,x,99\ny,\"y,99\n{}",
        "z,z,99\n".repeat(200)
    );
    let cases: [(&[u8], &str); 8] = [
        (
            b"",
            "persons.csv, line 1: the header lacks id, name, regionCode",
        ),
        (
            b"id,regionCode\nx,99\n",
            "persons.csv, line 1: the header lacks name",
        ),
        (
            b"id,name,regionCode,id\nx,x,99,x\n",
            "persons.csv, line 1: the column id stands there twice",
        ),
        (
            b"id,name,regionCode\nx,\xff\xff,99\n",
            "persons.csv, line 2: this is neither UTF-8 nor GB18030",
        ),
        (b"\xff\xfei\0d\0", "persons.csv: it is in UTF-16"),
        (b"PK\x03\x04....", "persons.csv: it is a spreadsheet"),
        (
            unclosed.as_bytes(),
            "persons.csv, line 3: a quotation mark opens",
        ),
        (
            b"name\n",
            "persons.csv, line 1: the header lacks id, regionCode",
        ),
    ];
    for (bytes, expected) in cases {
        let files = Tables::default()
            .with("regions", "id,name,level\n99,云禾省,PROVINCE\n")
            .with_bytes("persons.csv", bytes);
        let error = load(backend, &files, &options(None), &Unwatched)
            .await
            .unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    assert_eq!(everything(backend).await, [] as [Value; 0]);
    let nothing = Tables::default().with_bytes("people.csv", b"id\n");
    for files in [nothing, Tables::default()] {
        let error = load(backend, &files, &options(None), &Unwatched)
            .await
            .unwrap_err();
        assert!(matches!(error, LoadError::NoTable(_)), "{error}");
    }
    let absent = Directory("/nowhere/at/all".into());
    let error = load(backend, &absent, &options(None), &Unwatched)
        .await
        .unwrap_err();
    assert!(matches!(error, LoadError::Unlisted(_)), "{error}");
}

#[tokio::test]
async fn refused_rows_are_written_beside_the_report() {
    let engine = engines().await.remove(0);
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rejects.csv");
    let persons = "id,name,regionCode,address\nx,\"a,b\",990,=1+1\ny,y,99,\n";
    let files = Tables::default().with("persons", persons);
    let report = load(
        engine.backend(),
        &files,
        &options(Some(path.clone())),
        &Unwatched,
    )
    .await
    .unwrap();
    assert_eq!(report.total().rejected, 1);
    let written = std::fs::read_to_string(&path).unwrap();
    let mut lines = written.lines();
    assert_eq!(lines.next(), Some("file,line,column,value,reason,code,row"));
    assert_eq!(
        lines.next(),
        Some(
            "persons.csv,2,regionCode,990,\"a region code has 2, 4, 6, 9 or 12 digits\",BAD_REGION,\"x,\"\"a,b\"\",990,=1+1\""
        )
    );
    assert_eq!(lines.next(), None);
}

#[tokio::test]
async fn rows_of_several_sources_stand_in_batches_of_their_own() {
    let engine = engines().await.remove(0);
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

#[tokio::test]
async fn an_interrupted_load_is_taken_up() {
    for engine in engines().await {
        let backend = engine.backend();
        let (persons, kinships) = family("p", 3);
        let files = Tables::default()
            .with("persons", &persons)
            .with("kinships", &kinships);
        sound(backend, &files).await;
        // As a kill leaves it after the last row and before anything is derived from them.
        let exchanges = [
            "MATCH (:Person)-[link:SIBLING_OF]->(:Person) DELETE link",
            "MATCH (batch:LoadBatch {file: 'kinships.csv'}) SET batch.state = 'RUNNING'",
        ];
        let exchanges = exchanges.map(|text| Exchange {
            file: "test",
            text,
            parameters: Record::new(),
        });
        let deadline = Instant::now() + Duration::from_secs(60);
        backend.write(exchanges.to_vec(), deadline).await.unwrap();
        let report = sound(backend, &files).await;
        assert_eq!(report.total().loaded, 0);
        assert_eq!(ask(backend, SIBLINGS, json!({})).await.len(), 3);
        let states = "MATCH (batch:LoadBatch) RETURN DISTINCT batch.state AS state ORDER BY state";
        let states = ask(backend, states, json!({})).await;
        assert_eq!(
            states,
            [json!({"state": "DONE"}), json!({"state": "FAILED"})]
        );
    }
}

#[tokio::test]
async fn a_newer_graph_is_refused() {
    for engine in engines().await {
        let backend = engine.backend();
        prepare(backend).await.unwrap();
        let newer = Exchange {
            file: "test",
            text: "MATCH (schema:Schema {id: 'kinflow'}) SET schema.version = 99",
            parameters: Record::new(),
        };
        let deadline = Instant::now() + Duration::from_secs(60);
        backend.write(vec![newer], deadline).await.unwrap();
        let error = prepare(backend).await.unwrap_err();
        assert!(
            matches!(error, LoadError::NewerGraph { found: 99, .. }),
            "{error}"
        );
    }
}
