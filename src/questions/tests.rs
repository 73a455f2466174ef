use super::*;

const HEADER: &str = r#"//! title = {en = "Paid", zh = "已发放"}
//! sensitivity = "PERSONAL"
//! [parameters.region]
//! title = {en = "Region", zh = "地区"}
//! type = "REGION"
//! [columns.payee]
//! title = {en = "Payee", zh = "领取人"}
//! type = "PERSON"
//! [columns.payments]
//! title = {en = "Payments", zh = "笔数"}
//! type = "INTEGER"
"#;
const STATEMENT: &str = "MATCH (payee:Person)<-[:PAID_TO]-(payment:Payment)
WHERE payee.regionCode STARTS WITH $region AND any(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix)
RETURN payee.id AS payee, count(*) AS payments
ORDER BY payee";

fn read(text: &str) -> Result<Question, String> {
    question("paid.cypher", text.as_bytes().to_vec()).map_err(|refused| lines(&refused))
}

/// What is said of a statement in place of ours.
fn refused(from: &str, to: &str) -> String {
    let text = format!("{HEADER}{STATEMENT}");
    assert!(text.contains(from), "{from}");
    match read(&text.replacen(from, to, 1)) {
        Err(refused) => refused,
        Ok(_) => panic!("taken: {to}"),
    }
}

#[test]
fn a_question_is_what_its_file_says() {
    let question = read(&format!("{HEADER}{STATEMENT}")).unwrap();
    assert_eq!(question.name, "paid");
    let columns: Vec<&str> = question
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(columns, ["payee", "payments"]);
    assert!(
        question
            .text
            .ends_with("ORDER BY payee\nSKIP $skip LIMIT $limit")
    );
    assert!(question.parameters[0].take(&"990101".into()).is_ok());
    assert!(question.parameters[0].take(&"99010".into()).is_err());
    assert!(question.parameters[0].take(&5.into()).is_err());
}

#[test]
fn the_questions_that_the_program_brings_are_questions() {
    assert!(Questions::read(None).unwrap().iter().count() >= 4);
}

#[test]
fn what_writes_or_runs_away_or_shows_too_much_is_refused_with_its_line() {
    for (from, to, line, says) in [
        (
            "RETURN payee.id",
            "SET payee.name = 'x' RETURN payee.id",
            14,
            "it only reads",
        ),
        (
            "RETURN payee.id",
            "set payee.name = 'x' RETURN payee.id",
            14,
            "it only reads",
        ),
        (
            "MATCH (payee",
            "CREATE (:Person) WITH 1 AS one MATCH (payee",
            12,
            "it only reads",
        ),
        (
            "MATCH (payee",
            "LOAD CSV FROM 'x' AS row MATCH (payee",
            12,
            "it only reads",
        ),
        (
            "RETURN payee.id",
            "FOREACH (x IN [1] | REMOVE x.y) RETURN payee.id",
            14,
            "it only reads",
        ),
        (
            "MATCH (payee",
            "CALL db.labels() YIELD label MATCH (payee",
            12,
            "procedures are not called",
        ),
        (
            "MATCH (payee",
            "CALL apoc.do.it() MATCH (payee",
            12,
            "procedures are not called",
        ),
        ("count(*)", "apoc.util.sleep(1)", 14, "does not call sleep"),
        ("count(*)", "toInteger('1')", 14, "does not call toInteger"),
        (
            "count(*)",
            "size(payee.idNumber)",
            14,
            "not every role may see",
        ),
        (
            "count(*)",
            "size(payee.phone)",
            14,
            "not every role may see",
        ),
        (
            "payee:Person",
            "payee:Person {idNumber: $region}",
            12,
            "not every role may see",
        ),
        (
            "payment:Payment",
            "payment:Payment {status: 'PAID', payeeIdNumber: $region}",
            12,
            "not every role may see",
        ),
        (
            "RETURN payee.id",
            "MATCH (was:Version)-[:OF]->(payee) WHERE was.columns CONTAINS $region RETURN payee.id",
            14,
            "columns is a value",
        ),
        (
            "RETURN payee.id",
            "MATCH (said:Finding) WHERE said.value = $region RETURN payee.id",
            14,
            "value is a value",
        ),
        ("count(*)", "size(payee['id' + 'Number'])", 14, "node.name"),
        ("count(*)", "size(payee[$region])", 14, "node.name"),
        ("count(*)", "size(keys(payee))", 14, "does not call keys"),
        ("count(*)", "payee {.name}", 14, "name each property"),
        ("payee.id", "payee.`idNumber`", 14, "without backticks"),
        ("-[:PAID_TO]-", "-[:PAID_TO*]-", 12, "a path has an end"),
        ("-[:PAID_TO]-", "-[:PAID_TO*1..]-", 12, "a path has an end"),
        ("-[:PAID_TO]-", "-[:PAID_TO*..9]-", 12, "a path has an end"),
        (
            "-[:PAID_TO]-",
            "-[:PAID_TO*$region]-",
            12,
            "a path has an end",
        ),
        ("-[:PAID_TO]-", "-[*2..40]-", 12, "a path has an end"),
        (
            "<-[:PAID_TO]-(payment:Payment)",
            "-[:PAID_TO]->+(payment:Payment)",
            12,
            "a path has an end",
        ),
        (
            "<-[:PAID_TO]-(payment:Payment)",
            "((a)-[:X]->(b)){1,} (payment:Payment)",
            12,
            "a path has an end",
        ),
        (
            "<-[:PAID_TO]-(payment:Payment)",
            "((a)-[:X]->(b))+(payment:Payment)",
            12,
            "a path has an end",
        ),
        (
            "ORDER BY payee",
            "ORDER BY payee LIMIT 5",
            15,
            "without SKIP or LIMIT",
        ),
        ("\nORDER BY payee", "", 14, "ORDER BY"),
        ("count(*) AS payments", "count(*)", 15, "AS name"),
        ("AS payments", "AS many", 14, "the column payments"),
        (
            "ORDER BY payee",
            "ORDER BY payee; MATCH (n) RETURN n",
            15,
            "one statement",
        ),
        ("STARTS WITH $region", "STARTS WITH $where", 13, "$where"),
        (
            "payee.regionCode STARTS WITH $region AND ",
            "",
            1,
            "does not use the parameter region",
        ),
        (
            " AND any(prefix IN $scope WHERE payee.regionCode STARTS WITH prefix)",
            "",
            1,
            "$scope",
        ),
        (
            "type = \"REGION\"",
            "type = \"REGIO\"",
            5,
            "unknown variant",
        ),
        ("type = \"REGION\"", "kind = \"REGION\"", 5, "unknown field"),
        (
            "type = \"REGION\"",
            "type = \"REGION\"\n//! default = 9",
            3,
            "text",
        ),
        ("type = \"REGION\"", "type = \"WORD\"", 3, "lists its words"),
        (
            "sensitivity = \"PERSONAL\"",
            "sensitivity = \"GENERAL\"",
            6,
            "GENERAL",
        ),
        (
            "//! title = {en = \"Paid\"",
            "// title = {en = \"Paid\"",
            1,
            "header",
        ),
    ] {
        let refused = refused(from, to);
        let place = format!("paid.cypher:{line}: ");
        let told = refused
            .lines()
            .any(|told| told.starts_with(&place) && told.contains(says));
        assert!(told, "{to}: {refused}");
    }
}

/// A telephone number is the id of its node, as an address is.
#[test]
fn a_telephone_is_met_but_its_number_not_read() {
    let to = "(payee:Person)-[:REACHED_BY]->";
    for met in [
        format!("MATCH {to}(phone:Phone) WHERE phone.id = $region"),
        format!("MATCH {to}(phone:Phone {{id: $region}}) WITH payee, payment"),
        format!("MATCH {to}(phone) WHERE phone.id = $region"),
        format!("MATCH {to}({{id: $region}}) WITH payee, payment"),
        format!("MATCH {to}(:Phone)<-[:REACHED_BY]-(other) WHERE other.id = $region"),
        format!("MATCH {to}(phone:Phone) WITH *, phone AS other WHERE other.id = $region"),
        format!("MATCH way = {to}(:Phone) WHERE nodes(way)[1].id = $region"),
        format!("MATCH way = {to}(:Phone) WHERE any(node IN nodes(way) WHERE node.id = $region)"),
        format!("MATCH way = {to}(:Phone) WHERE last(nodes(way)).id = $region"),
        format!("MATCH {to}(phone:Phone) WHERE reduce(it = phone, x IN [1] | it).id = $region"),
        format!(
            "MATCH {to}(:Phone) MATCH (it:Company) WITH payee, payment MATCH {to}(it) WHERE it.id = $region"
        ),
        "MATCH (payee:Person)-[:AT]->(place:Address) WHERE place.id = $region".to_owned(),
        "MATCH (payee:Person)-->(place) WHERE place.id = $region".to_owned(),
        "MATCH (payee:Person)-[]-(place) WHERE place.id = $region".to_owned(),
        "MATCH (payee:Person)-[link]-(place) WHERE place.id = $region".to_owned(),
        "MATCH (place) WHERE place.id = $region".to_owned(),
        "MATCH (place:!Person) WHERE place.id = $region".to_owned(),
        "MATCH (place:%) WHERE place.id = $region".to_owned(),
        "MATCH (place IS Phone) WHERE place.id = $region".to_owned(),
        "MATCH (place:Person|Phone) WHERE place.id = $region".to_owned(),
        "MATCH (place {id: $region}) WITH payee, payment".to_owned(),
    ] {
        let refused = refused("RETURN payee.id", &format!("{met} RETURN payee.id"));
        assert!(refused.contains("is one itself"), "{met}: {refused}");
    }
    for met in [
        format!("MATCH {to}(phone:Phone)<-[:REACHED_BY]-(other:Person) WHERE other.id <> $region"),
        format!(
            "MATCH {to}(phone:Phone)<-[:REACHED_BY]-(other:Person|Company) WITH payee, payment, count(phone) AS shared"
        ),
        format!("MATCH {to}(:Phone)<-[:REACHED_BY]-(:Company {{id: $region}}) WITH payee, payment"),
    ] {
        // Named with its label at each place, the payee's own id may be read.
        let text = format!("{HEADER}{STATEMENT}").replacen("RETURN", &format!("{met}\nRETURN"), 1);
        assert!(read(&text).is_ok(), "{met}: {:?}", read(&text).err());
    }
}

/// What only looks like something that is refused.
#[test]
fn what_only_reads_is_taken() {
    for (from, to) in [
        (
            "RETURN payee.id",
            "WITH payee, payment // SET nothing\nRETURN payee.id",
        ),
        (
            "RETURN payee.id",
            "WITH payee, payment /* CREATE */ RETURN payee.id",
        ),
        (
            "WHERE payee.regionCode",
            "WHERE payee.name <> 'MERGE `x`; CREATE' AND payee.regionCode",
        ),
        ("-[:PAID_TO]-", "-[:PAID_TO*1..2]-"),
        ("count(*) AS payments", "(1 + count(*)) * 2 AS payments"),
        ("count(*) AS payments", "[1, 2][0] AS payments"),
        (
            "count(*) AS payments",
            "CASE WHEN 1 IN [1, 2] THEN 1 ELSE count(*) END AS payments",
        ),
        (
            "count(*) AS payments",
            "duration.inDays(payee.bornOn, payee.diedOn).days AS payments",
        ),
        (
            "MATCH (payee",
            "CALL { MATCH (n:Region) RETURN n LIMIT 1 } MATCH (payee",
        ),
        ("ORDER BY payee", "ORDER BY payee;"),
    ] {
        let text = format!("{HEADER}{STATEMENT}").replacen(from, to, 1);
        assert!(read(&text).is_ok(), "{to}: {:?}", read(&text).err());
    }
}
