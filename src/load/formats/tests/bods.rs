//! BODS.

use super::{SETTINGS, ignored, rows};
use crate::load::read::files::MadeUp;

pub(super) fn bods() -> MadeUp {
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
