use super::*;

const HEADER: &str = r#"// id = "X1"
// title = "Paid in vain"
// title_zh = "无效发放"
// subject = "Person"
// severity = "LOW"
// localities = ["P1"]
// legalBasis = ["none"]
// why = "It shows that rules are read."
// needs = ["Payment.paidOn", "data:DEATHS"]
// candidates = "p.diedOn IS NOT NULL"
// measure = "MONEY"
// explain = "{name} was paid {amount} by {asOf}: {key}, {measure}."
// explain_zh = "{name}领取{amount}元。"
// owner = "data team"
// from = 2020-01-01
// [facts]
// amount = "MONEY"
// kind = ["ONE", "TWO"]
// [params]
// graceDays = 0                # days that are left alone
// [touched]
// Payment = "MATCH (y:Payment)-[:PAID_TO]->(p:Person) WHERE y.id IN $changed RETURN p.id AS subjectId"
"#;
const STATEMENT: &str = "UNWIND $subjects AS subjectId
MATCH (person:Person {id: subjectId})
CALL (person) {
  // kin DECLARATION of person
}
WITH subjectId, kin, path WHERE $graceDays >= 0 AND date($asOf) > person.diedOn
RETURN subjectId, kin.id AS key, 1 AS measure, {amount: 1} AS facts, path AS evidence
ORDER BY subjectId, key";

fn read(text: &str) -> Result<Rule, String> {
    let read = rule(
        "X1_paid_in_vain.cypher",
        text.as_bytes().to_vec(),
        &KinScopes::standard(),
    );
    read.map_err(|refused| lines(&refused))
}

/// What is said of a file in which something stands in place of something else.
fn refused(from: &str, to: &str) -> String {
    let text = format!("{HEADER}{STATEMENT}");
    assert!(text.contains(from), "{from}");
    match read(&text.replacen(from, to, 1)) {
        Err(refused) => refused,
        Ok(_) => panic!("taken: {to}"),
    }
}

#[test]
fn a_rule_is_what_its_file_says() {
    let rule = read(&format!("{HEADER}{STATEMENT}")).unwrap();
    assert_eq!(rule.header.id, "X1");
    assert_eq!(rule.header.params[0].about, "days that are left alone");
    assert_eq!(rule.header.max_age_days, 31);
    assert_eq!(
        rule.params(""),
        serde_json::from_str("{\"graceDays\": 0}").unwrap()
    );
    for along in [
        "MATCH (person)-[l1:SPOUSE_OF]-(kin)",
        "MATCH (person)-[l1:PARENT_OF]->(kin)",
        "MATCH (person)-[l1:PARENT_OF]->(x1)-[l2:SPOUSE_OF]-(kin)\nWHERE person.id <> kin.id",
        "'cs' AS chain, l2.from AS since, l2.to AS until",
    ] {
        assert!(rule.text.contains(along), "{along} in\n{}", rule.text);
    }
    assert!(!rule.text.contains("// kin"));
}

#[test]
fn a_file_that_is_no_rule_is_refused_with_its_line() {
    for (from, to, line, says) in [
        ("// owner", "// ownr", 14, "unknown field `ownr`"),
        (
            "// why = \"It shows that rules are read.\"\n",
            "",
            1,
            "missing field `why`",
        ),
        ("\"LOW\"", "\"DIRE\"", 5, "unknown variant `DIRE`"),
        ("\"Person\"", "\"Robot\"", 4, "unknown variant `Robot`"),
        (
            "\"MONEY\"\n// explain",
            "\"DATE\"\n// explain",
            11,
            "a measure is",
        ),
        ("data:DEATHS", "DEATHS", 9, "neither a field"),
        (
            "amount = \"MONEY\"",
            "amount = \"GOLD\"",
            17,
            "GOLD is no type",
        ),
        ("# days", "days", 20, ""),
        (
            "0                # days that are left alone",
            "0",
            20,
            "say behind #",
        ),
        ("{amount} by", "{sum} by", 12, "{sum} is no fact"),
        ("p.diedOn IS", "p.idNumber IS", 10, "not every role may see"),
        (
            "RETURN p.id AS subjectId",
            "RETURN p.id AS who",
            22,
            "AS subjectId",
        ),
        (
            "y.id IN $changed",
            "y.phone IN $changed",
            22,
            "not every role may see",
        ),
        (
            "kin DECLARATION",
            "kin COUSINS",
            26,
            "there is no scope COUSINS",
        ),
        (
            "path AS evidence",
            "path AS proof",
            29,
            "lacks the column evidence",
        ),
        (
            "1 AS measure,",
            "1 AS measure, 2 AS more,",
            29,
            "no column more",
        ),
        (
            "ORDER BY subjectId, key",
            "ORDER BY key",
            30,
            "it ends with ORDER BY subjectId, key",
        ),
        ("ORDER BY subjectId, key", "", 29, "it ends with RETURN"),
        (
            "$graceDays >= 0",
            "true",
            20,
            "no statement uses the param graceDays",
        ),
        (
            "$graceDays >= 0",
            "$graceDays >= $other",
            28,
            "does not declare $other",
        ),
        (
            "RETURN subjectId, kin",
            "SET person.name = '' RETURN subjectId, kin",
            29,
            "it only reads",
        ),
        (
            "kin.id AS key",
            "person.idNumber AS key",
            29,
            "not every role may see",
        ),
        (
            "MATCH (person:Person",
            "MATCH (person:Person)-[*]-(x) MATCH (person:Person",
            24,
            "a path has an end",
        ),
        ("$subjects", "$peers", 23, ""),
        (
            "UNWIND $subjects",
            "CALL db.labels() UNWIND $subjects",
            23,
            "procedures are not called",
        ),
    ] {
        let refused = refused(from, to);
        let at = format!("X1_paid_in_vain.cypher:{line}: ");
        let told = refused
            .lines()
            .any(|told| told.starts_with(&at) && told.contains(says));
        assert!(told || says.is_empty(), "{to}: {refused}");
    }
}

#[test]
fn a_file_is_named_by_its_id() {
    let text = format!("{HEADER}{STATEMENT}").replace("\"X1\"", "\"X2\"");
    assert!(read(&text).unwrap_err().contains("X2_"));
}

#[test]
fn two_files_of_one_id_are_refused_and_a_folder_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("{HEADER}{STATEMENT}");
    fs::write(folder.path().join("X1_one.cypher"), &text).unwrap();
    let rules = |overrides: &[Override]| {
        Rules::read(Some(folder.path()), &KinScopes::standard(), overrides)
    };
    assert!(rules(&[]).unwrap().get("X1").is_some());
    let change = |region: Option<&str>, name: &str, value: Value| Override {
        rule: "X1".into(),
        region: region.map(Into::into),
        params: [(name.to_owned(), value)].into_iter().collect(),
    };
    let changed = rules(&[
        change(None, "graceDays", 5.into()),
        change(Some("9901"), "graceDays", 9.into()),
        change(Some("990101"), "graceDays", 7.into()),
    ]);
    let changed = changed.unwrap();
    let days = |region| changed.get("X1").unwrap().params(region)["graceDays"].clone();
    assert_eq!(
        [days(""), days("990101"), days("990102"), days("98")],
        [5, 7, 9, 5]
    );
    for (change, says) in [
        (
            change(None, "grace", 1.into()),
            "X1.grace: the rule has no such param: graceDays",
        ),
        (
            change(None, "graceDays", "x".into()),
            "X1.graceDays: it is a value like 0",
        ),
        (change(Some("9"), "graceDays", 1.into()), "X1: 9: "),
    ] {
        let refused = rules(&[change]).unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
    fs::write(folder.path().join("X1_two.cypher"), &text).unwrap();
    assert!(
        rules(&[])
            .unwrap_err()
            .to_string()
            .contains("has the id X1, too")
    );
}

#[test]
fn the_rules_that_the_program_brings_are_rules() {
    Rules::read(None, &KinScopes::standard(), &[]).unwrap();
}

#[test]
fn rules_stand_in_the_order_in_which_people_count() {
    let mut ids = ["C10", "S1", "C2", "C1"].map(order);
    ids.sort();
    assert_eq!(ids, ["C1", "C2", "C10", "S1"].map(order));
}
