//! Tests of the formats: entities in, rows of the tables out.

use proptest::prelude::*;

use crate::load::{
    deliveries::{Deliveries, deliveries},
    read::{
        files::MadeUp,
        rows::{Ignored, Line},
    },
};

const SETTINGS: &str = "[format]\nregion = '500111'\n";

fn listed(files: &MadeUp) -> Deliveries {
    deliveries(files, None, &[]).unwrap()
}

/// The rows of a table in all files, as `column=cell` of those that hold anything, refusals behind.
fn rows(files: &MadeUp, table: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for delivery in listed(files)
        .list
        .iter()
        .filter(|delivery| delivery.table == table)
    {
        let mut rows = delivery.open(files, None).unwrap();
        let mut names: Vec<(usize, String)> = rows
            .header()
            .iter()
            .map(|(name, place)| (*place, name.clone()))
            .collect();
        names.sort();
        while let Some(Line {
            record, refusal, ..
        }) = rows.next().unwrap()
        {
            let cells = names
                .iter()
                .zip(&record)
                .filter(|(_, cell)| !cell.is_empty());
            let mut cells: Vec<String> = cells
                .map(|((_, name), cell)| format!("{name}={cell}"))
                .collect();
            cells.extend(
                refusal.map(|refusal| format!("!{} {}", refusal.column, refusal.invalid.fault)),
            );
            shown.push(cells.join(" "));
        }
    }
    shown
}

fn ignored(files: &MadeUp) -> Ignored {
    let mut all = Ignored::new();
    for delivery in &listed(files).list {
        let mut rows = delivery.open(files, None).unwrap();
        while rows.next().unwrap().is_some() {}
        for (path, count) in rows.ignored() {
            *all.entry(path).or_default() += count;
        }
    }
    all
}

fn ftm() -> MadeUp {
    let lines = [
        r#"{"id":"own","schema":"Ownership","properties":{"owner":["p1"],"asset":["c1"],"percentage":["51%"],"startDate":["2019-03"],"sharesCount":["7"]}}"#,
        r#"{"id":"p1","schema":"Person","properties":{"name":["张三","Zhang San"],"gender":["male"],"birthDate":["1949-12-31"],"idNumber":["11010519491231002X"],"address":["500111103201","某村1号"],"nationality":["cn"],"previousName":["张小三"]}}"#,
        r#"{"id":"p2","schema":"Person","properties":{"name":["李四"],"birthDate":["1950"]}}"#,
        r#"{"id":"c1","schema":"Company","properties":{"name":["甲公司"],"registrationNumber":["91350100M000100Y43"],"incorporationDate":["2010-01-02"]}}"#,
        r#"{"id":"g1","schema":"PublicBody","properties":{"name":["民政局"],"jurisdiction":["5001"]}}"#,
        r#"{"id":"a1","schema":"BankAccount","properties":{"accountNumber":["6222020200012345678"],"bankName":["某银行"]}}"#,
        r#"{"id":"own2","schema":"Ownership","properties":{"owner":["p2"],"asset":["a1"]}}"#,
        r#"{"id":"f1","schema":"Family","properties":{"person":["p1"],"relative":["p2"],"relationship":["mother"]}}"#,
        r#"{"id":"f2","schema":"Family","properties":{"person":["p1"],"relative":["p2"],"relationship":["uncle"]}}"#,
        r#"{"id":"d1","schema":"Directorship","properties":{"director":[{"id":"p1","schema":"Person"}],"organization":["c1"],"role":["法定代表人"]}}"#,
        r#"{"id":"d2","schema":"Directorship","properties":{"director":["nobody"],"organization":["c1"]}}"#,
        r#"{"id":"pay","schema":"Payment","properties":{"payer":["g1"],"beneficiary":["p1"],"amount":["625.5"],"currency":["CNY"],"date":["2021-03-05"],"beneficiaryAccount":["a1"]}}"#,
        r#"{"id":"usd","schema":"Payment","properties":{"payer":["g1"],"beneficiary":["p1"],"amount":["1"],"currency":["USD"],"date":["2021-03-05"]}}"#,
        r#"{"id":"move","schema":"Payment","properties":{"payerAccount":["a1"],"beneficiaryAccount":["a2"],"amount":["9"],"date":["2021-03-05"]}}"#,
        r#"{"id":"k1","schema":"Contract","properties":{"authority":["g1"],"contractDate":["2020-05-01"],"amount":["100"],"method":["open"]}}"#,
        r#"{"id":"w1","schema":"ContractAward","properties":{"contract":["k1"],"supplier":["c1"],"date":["2020-04-01"]}}"#,
        r#"{"id":"w2","schema":"ContractAward","properties":{"contract":["k1"],"supplier":["p2"]}}"#,
        r#"{"id":"v1","schema":"Vessel","properties":{"name":["船"]}}"#,
        r#"garbage"#,
    ];
    MadeUp::default()
        .with("mapping.toml", SETTINGS)
        .with("all.ftm.json", lines.join("\n"))
}

#[test]
fn ftm_entities_become_rows() {
    let files = ftm();
    for (table, expected) in [
        (
            "agencies",
            &["id=g1 name=民政局 regionCode=5001", "!regionCode"][..1],
        ),
        (
            "persons",
            &[
                "id=p1 name=张三 sex=MALE bornOn=1949-12-31 idNumber=11010519491231002X formerNames=张小三 address=某村1号 regionCode=500111103201",
                "id=p2 name=李四 regionCode=500111",
            ],
        ),
        (
            "companies",
            &[
                "id=c1 name=甲公司 creditCode=91350100M000100Y43 establishedOn=2010-01-02 regionCode=500111",
            ],
        ),
        (
            "kinships",
            &[
                "fromId=p2 kind=PARENT_OF toId=p1 sourceRow=f1",
                "fromId=p1 kind=uncle toId=p2 sourceRow=f2 !kind UNKNOWN_CODE",
            ],
        ),
        (
            "interests",
            &[
                "holderKind=PERSON holderId=p1 companyId=c1 kind=SHAREHOLDER share=51 from=2019-03 sourceRow=own",
                "holderKind=PERSON holderId=p1 companyId=c1 kind=LEGAL_REPRESENTATIVE sourceRow=d1",
                "holderId=nobody companyId=c1 kind=DIRECTOR sourceRow=d2 !holderId DANGLING_REFERENCE",
            ],
        ),
        (
            "accounts",
            &["id=a1 number=6222020200012345678 bank=某银行 ownerKind=PERSON ownerId=p2"],
        ),
        (
            "payments",
            &[
                "id=pay payerId=g1 payeeKind=PERSON payeeId=p1 amount=625.5 paidOn=2021-03-05 accountId=a1",
                "id=usd payerId=g1 payeeKind=PERSON payeeId=p1 amount=1 USD paidOn=2021-03-05 !amount BAD_AMOUNT",
            ],
        ),
        (
            "transfers",
            &["id=move fromAccountId=a1 toAccountId=a2 amount=9 at=2021-03-05T00:00:00+08:00"],
        ),
        (
            "contracts",
            &[
                "id=k1 buyerId=g1 method=OPEN supplierKind=COMPANY supplierId=c1 amount=100 awardedOn=2020-04-01 signedOn=2020-05-01",
            ],
        ),
        (
            "contractParties",
            &["contractId=k1 partyKind=PERSON partyId=p2 role=CONSORTIUM"],
        ),
    ] {
        let mut found = rows(&files, table);
        // The first table answers for lines that are no objects.
        found.retain(|row| !row.starts_with("! BAD_ROW"));
        assert_eq!(found, expected, "{table}");
    }
    assert_eq!(
        rows(&files, "agencies")
            .iter()
            .filter(|row| row.starts_with("! BAD_ROW"))
            .count(),
        1
    );
}

#[test]
fn ftm_says_what_is_left_out() {
    let ignored = ignored(&ftm());
    let found: Vec<(&str, u64)> = ignored
        .iter()
        .map(|(path, count)| (path.as_str(), *count))
        .collect();
    assert_eq!(
        found,
        [
            ("Ownership.sharesCount", 1),
            ("Person.birthDate, not to the day", 1),
            ("Person.name, further values", 1),
            ("Person.nationality", 1),
            ("Vessel", 1),
        ]
    );
}

#[test]
fn without_a_region_nothing_is_guessed() {
    let files = MadeUp::default().with(
        "a.jsonl",
        r#"{"id":"p1","schema":"Person","properties":{"name":["张三"]}}"#,
    );
    assert_eq!(
        rows(&files, "persons"),
        ["id=p1 name=张三 !regionCode MISSING_VALUE"]
    );
}

fn bods() -> MadeUp {
    let lines = [
        r#"{"statementId":"s1","recordId":"e1","recordType":"entity","recordStatus":"new","statementDate":"2020-01-01","recordDetails":{"isComponent":false,"entityType":{"type":"registeredEntity"},"name":"旧名","identifiers":[{"id":"91350100M000100Y43"}]}}"#,
        r#"{"statementId":"s2","recordId":"e1","recordType":"entity","recordStatus":"updated","statementDate":"2021-01-01","recordDetails":{"entityType":{"type":"registeredEntity"},"name":"甲公司","identifiers":[{"id":"91350100M000100Y43"}],"foundingDate":"2010-01-02","uri":"x"}}"#,
        r#"{"statementId":"s3","recordId":"e2","recordType":"entity","statementDate":"2020-01-01","recordDetails":{"entityType":{"type":"stateBody"},"name":"国资委"}}"#,
        r#"{"statementId":"s4","recordId":"p1","recordType":"person","statementDate":"2020-01-01","recordDetails":{"personType":"knownPerson","names":[{"type":"former","fullName":"张小三"},{"type":"legal","familyName":"张","givenName":"三"}],"birthDate":"1949-12-31","nationalities":[{"code":"CN"}]}}"#,
        r#"{"statementId":"s5","recordId":"r1","recordType":"relationship","recordStatus":"closed","statementDate":"2022-02-02","recordDetails":{"subject":"e1","interestedParty":"p1","interests":[{"type":"shareholding","share":{"exact":12.5},"startDate":"2019-01-01","directOrIndirect":"direct"},{"type":"boardChair","endDate":"2020-01-01"},{"type":"trustee"},{"type":"shareholding","directOrIndirect":"indirect","share":{"minimum":10,"maximum":20}}]}}"#,
        r#"{"statementId":"s6","recordId":"r2","recordType":"relationship","statementDate":"2022-02-02","recordDetails":{"subject":"e1","interestedParty":{"reason":"unknown"},"interests":[]}}"#,
        r#"{"statementId":"s7","recordId":"r3","recordType":"relationship","statementDate":"2022-02-02","recordDetails":{"subject":"e1","interestedParty":"e2","interests":[{"type":"shareholding","share":{"minimum":25,"maximum":50}}]}}"#,
    ];
    MadeUp::default()
        .with("mapping.toml", SETTINGS)
        .with("bods.jsonl", lines.join("\n"))
}

#[test]
fn bods_statements_become_rows() {
    let files = bods();
    for (table, expected) in [
        (
            "companies",
            &[
                "id=e1 name=甲公司 creditCode=91350100M000100Y43 establishedOn=2010-01-02 regionCode=500111",
            ][..],
        ),
        ("agencies", &["id=e2 name=国资委 regionCode=500111"]),
        (
            "persons",
            &["id=p1 name=张三 bornOn=1949-12-31 formerNames=张小三 regionCode=500111"],
        ),
        (
            "interests",
            &[
                "holderKind=PERSON holderId=p1 companyId=e1 kind=SHAREHOLDER share=12.5 from=2019-01-01 to=2022-02-02 sourceRow=r1-0",
                "holderKind=PERSON holderId=p1 companyId=e1 kind=DIRECTOR to=2020-01-01 sourceRow=r1-1",
                "holderKind=AGENCY holderId=e2 companyId=e1 kind=SHAREHOLDER sourceRow=r3-0",
            ],
        ),
    ] {
        assert_eq!(rows(&files, table), expected, "{table}");
    }
    let ignored = ignored(&files);
    let found: Vec<&str> = ignored.keys().map(String::as_str).collect();
    assert_eq!(
        found,
        [
            "earlier statements",
            "entity.uri",
            "person.nationalities.code",
            "relationship.interestedParty, unspecified",
            "relationship.interestedParty.reason",
            "relationship.interests, indirect",
            "relationship.interests.share, a range",
            "relationship.interests.type trustee",
        ]
    );
}

fn ocds() -> MadeUp {
    let one = serde_json::json!({
        "ocid": "ocds-x-1", "id": "r", "date": "2021-06-01T00:00:00Z", "tag": ["compiled"],
        "parties": [
            {"id": "B", "name": "水利局", "roles": ["buyer"], "address": {"region": "500111"}},
            {"id": "S1", "name": "甲公司", "roles": ["tenderer", "supplier"], "identifier": {"scheme": "X", "id": "91350100M000100Y43"}, "contactPoint": {"telephone": "023-1234567"}},
            {"id": "S2", "name": "乙公司", "roles": ["tenderer", "supplier"]},
        ],
        "buyer": {"id": "B", "name": "水利局"},
        "planning": {"budget": {"projectID": "P1", "project": "水渠", "amount": {"amount": 1000, "currency": "CNY"}}, "rationale": "x"},
        "tender": {
            "id": "t", "status": "complete", "procurementMethod": "limited", "procurementMethodDetails": "竞争性磋商",
            "mainProcurementCategory": "works",
            "tenderPeriod": {"startDate": "2021-01-01T00:00:00Z", "endDate": "2021-01-31T17:30:00Z"},
            "lots": [{"id": "1", "value": {"amount": 600.5, "currency": "CNY"}}, {"id": "2"}],
        },
        "bids": {"details": [
            {"id": "b1", "status": "valid", "date": "2021-01-20", "tenderers": [{"id": "S1"}], "value": {"amount": 590, "currency": "CNY"}, "relatedLots": ["1"]},
            {"id": "b2", "status": "disqualified", "tenderers": [{"id": "S2"}], "relatedLots": ["1"]},
            {"id": "b3", "status": "valid", "tenderers": [{"id": "S2"}]},
        ]},
        "awards": [
            {"id": "a1", "status": "active", "date": "2021-02-10T09:00:00+08:00", "suppliers": [{"id": "S1"}, {"id": "S2"}], "value": {"amount": 590, "currency": "CNY"}, "relatedLots": ["1"]},
            {"id": "a2", "status": "unsuccessful"},
        ],
        "contracts": [{
            "id": "c1", "awardID": "a1", "dateSigned": "2021-02-20", "value": {"amount": 620, "currency": "CNY"},
            "items": [
                {"id": "i", "description": "水泥", "quantity": 3, "unit": {"name": "吨", "value": {"amount": 400, "currency": "CNY"}}},
                {"id": "j", "description": "沙"},
            ],
            "amendments": [
                {"id": "m2", "date": "2021-05-01", "rationale": "加固"},
                {"id": "m1", "date": "2021-04-01", "changes": [{"property": "value.amount", "former_value": 590}]},
            ],
            "implementation": {"transactions": [{"id": "x1", "date": "2021-03-01", "value": {"amount": 100, "currency": "CNY"}, "payer": {"id": "B"}, "payee": {"id": "S1"}}]},
        }],
    });
    let mut two = serde_json::json!({
        "ocid": "ocds-x-2", "id": "r", "date": "2020-06-01T00:00:00Z",
        "parties": [{"id": "S1", "name": "旧名", "roles": ["supplier"]}],
        "tender": {"id": "t", "procurementMethod": "open", "value": {"amount": 5, "currency": "EUR"}, "tenderers": [{"id": "S1", "name": "旧名"}]},
    });
    two["tender"]["status"] = "active".into();
    MadeUp::default()
        .with("mapping.toml", SETTINGS)
        .with("releases.jsonl", format!("{one}\n{two}\n"))
}

#[test]
fn ocds_releases_become_rows() {
    let files = ocds();
    for (table, expected) in [
        ("agencies", &["id=B name=水利局 regionCode=500111"][..]),
        (
            "companies",
            &[
                "id=S1 name=甲公司 creditCode=91350100M000100Y43 phone=023-1234567 regionCode=500111",
                "id=S2 name=乙公司 regionCode=500111",
            ],
        ),
        (
            "projects",
            &["id=P1 name=水渠 budget=1000 agencyId=B regionCode=500111"],
        ),
        (
            "tenders",
            &[
                "id=ocds-x-1-1 projectId=P1 buyerId=B method=CONSULTATION category=works estimate=600.5 noticeOn=2021-01-01 bidsDueOn=2021-02-01 result=complete",
                "id=ocds-x-1-2 projectId=P1 buyerId=B method=CONSULTATION category=works noticeOn=2021-01-01 bidsDueOn=2021-02-01 result=complete",
                "id=ocds-x-2 method=OPEN estimate=5 EUR result=active !estimate BAD_AMOUNT",
            ],
        ),
        (
            "bids",
            &[
                "tenderId=ocds-x-1-1 bidderKind=COMPANY bidderId=S1 price=590 status=WON submittedOn=2021-01-20",
                "tenderId=ocds-x-1-1 bidderKind=COMPANY bidderId=S2 status=REJECTED",
                "tenderId=b3 !tenderId MISSING_VALUE",
                "tenderId=ocds-x-2 bidderKind=COMPANY bidderId=S1 status=VALID",
            ],
        ),
        (
            "contracts",
            &[
                "id=ocds-x-1-c1 tenderId=ocds-x-1-1 projectId=P1 buyerId=B method=CONSULTATION category=works supplierKind=COMPANY supplierId=S1 amount=620 awardedOn=2021-02-10 signedOn=2021-02-20",
            ],
        ),
        (
            "contractParties",
            &["contractId=ocds-x-1-c1 partyKind=COMPANY partyId=S2 role=CONSORTIUM"],
        ),
        (
            "contractItems",
            &["contractId=ocds-x-1-c1 item=水泥 unit=吨 quantity=3 unitPrice=400"],
        ),
        (
            "amendments",
            &[
                "id=ocds-x-1-c1-m1 contractId=ocds-x-1-c1 amountChange=30 signedOn=2021-04-01",
                "id=ocds-x-1-c1-m2 contractId=ocds-x-1-c1 signedOn=2021-05-01 reason=加固 !amountChange MISSING_VALUE",
            ],
        ),
        (
            "payments",
            &[
                "id=ocds-x-1-x1 payerId=B payeeKind=COMPANY payeeId=S1 amount=100 paidOn=2021-03-01 contractId=ocds-x-1-c1",
            ],
        ),
    ] {
        assert_eq!(rows(&files, table), expected, "{table}");
    }
    let ignored = ignored(&files);
    for (path, count) in [
        ("awards without a contract", 1),
        ("contracts.items without unit or unit price", 1),
        ("planning.rationale", 1),
        ("parties.identifier.scheme", 1),
        ("tag", 1),
    ] {
        assert_eq!(ignored.get(path), Some(&count), "{path} in {ignored:?}");
    }
}

#[test]
fn formats_are_told_by_their_first_line() {
    let files = MadeUp::default()
        .with(
            "a.json",
            r#"{"statementType":"personStatement","statementID":"1"}"#,
        )
        .with("b.json", "{}\n")
        .with("c.json", "")
        .with("d.ndjson.gz", "\u{1}")
        .with("e.json", format!("\"{}", "x".repeat(17 * 1024 * 1024)));
    let found = listed(&files);
    assert!(found.list.is_empty());
    for (unclaimed, words) in found.unclaimed.iter().zip([
        "older version",
        "neither",
        "empty",
        "one JSON object a line",
        "too long",
    ]) {
        assert!(unclaimed.reason.contains(words), "{unclaimed:?}");
    }
}

#[test]
fn a_packed_file_and_one_enormous_line_are_read_alike() {
    let line = r#"{"id":"p1","schema":"Person","properties":{"name":["张三"]}}"#;
    let text = format!(
        "{line}\n{}\n{}\n",
        "x".repeat(100 * 1024 * 1024),
        line.replace("p1", "p2")
    );
    let files = MadeUp::default()
        .with("mapping.toml", SETTINGS)
        .with("a.jsonl.zst", zstd::encode_all(text.as_bytes(), 1).unwrap());
    assert_eq!(
        rows(&files, "persons"),
        [
            "id=p1 name=张三 regionCode=500111",
            "id=p2 name=张三 regionCode=500111"
        ]
    );
    assert_eq!(rows(&files, "agencies"), ["! BAD_ROW"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_line_makes_it_panic(garbage in "\\PC{0,60}", place in 0_usize..2_000, which in 0_usize..3) {
        let files = [ftm(), bods(), ocds()].swap_remove(which);
        let name = files.0.keys().find(|name| *name != "mapping.toml").unwrap().clone();
        let mut content = files.0[&name].clone();
        let place = place % content.len();
        content.splice(place..place, garbage.bytes());
        let files = files.with(&name, content);
        for delivery in &listed(&files).list {
            let mut rows = delivery.open(&files, None).unwrap();
            while rows.next().unwrap().is_some() {}
        }
    }
}
