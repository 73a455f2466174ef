//! FollowTheMoney.

use super::{SETTINGS, ignored, rows};
use crate::load::read::files::MadeUp;

pub(super) fn ftm() -> MadeUp {
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
