//! What Neo4j reads to answer a list where its labels are large: an equality seek, never a label from
//! end to end.

use std::collections::BTreeMap;

use kinflow::graph::{Record, neo4j::lean};
use neo4rs::{BoltType, Query};
use serde_json::json;

use crate::{
    api::Api,
    engines::{self, Engine},
};

/// More rows than a plan may read of a label by a scan.
const MOST: i64 = 1_000;

/// Twice as many of all that lists are of or begin at, but of programmes, which are few wherever they run.
const COUNTRY: &str = "
    UNWIND range(0, 1999) AS n
    CREATE (region:Region {id: 'region' + n}), (agency:Agency {id: 'agency' + n, regionCode: region.id}),
      (person:Person:Official {id: 'person' + n, regionCode: region.id}),
      (person)-[:HOLDS]->(:Post {id: 'post' + n, regionCode: region.id, kind: 'CADRE'})-[:AT]->(agency),
      (person)-[:LEGAL_REPRESENTATIVE_OF]->(:Company {id: 'company' + n, regionCode: region.id}),
      (project:Project {id: 'project' + n, regionCode: region.id})-[:OWNED_BY]->(agency)
    WITH n, region, agency, person, project
    MERGE (programme:Programme {id: 'programme' + n % 20, name: ''})
    CREATE (project)-[:UNDER]->(programme)
    WITH n, region, agency, person, programme
    UNWIND range(1, 5) AS m
    CREATE (payment:Payment {id: 'payment' + n + '-' + m, regionCode: region.id, month: '2023-' + m, paidOn: date()}),
      (agency)<-[:PAID_BY]-(payment)-[:PAID_TO]->(person), (payment)-[:UNDER]->(programme)
    WITH DISTINCT n, region
    MATCH (whole:Region {id: 'region' + n / 10}) WHERE n > 0
    CREATE (region)-[:PART_OF]->(whole)
    RETURN count(*) AS parts";

/// How many rows each label and link type has, all nodes under "".
async fn sizes(engine: &Engine) -> BTreeMap<String, i64> {
    let found = engine
        .run(
            "CALL {
               MATCH (node) RETURN '' AS name, count(*) AS rows
               UNION ALL
               MATCH (node) UNWIND labels(node) AS name RETURN name, count(*) AS rows
               UNION ALL
               MATCH ()-[link]->() RETURN type(link) AS name, count(*) AS rows
             }
             RETURN name, rows",
        )
        .await;
    let size = |row: &Record| {
        let name = row["name"].as_str().unwrap().to_owned();
        (name, row["rows"].as_i64().unwrap())
    };
    found.iter().map(size).collect()
}

/// The plan of a statement as a table, which the driver tells in its debug text alone.
async fn plan(driver: &neo4rs::Graph, text: &str, parameters: Record) -> String {
    let mut query = Query::new(format!("EXPLAIN {}", lean(text)));
    for (name, value) in parameters {
        query = query.param(&name, BoltType::try_from(value).unwrap());
    }
    let stream = driver.execute_read(query).await.unwrap();
    let told = format!("{:?}", stream.finish().await.unwrap());
    let (_, table) = told
        .split_once("\"string-representation\": String(\"")
        .unwrap_or_else(|| panic!("no plan in {told}"));
    table.split("\")").next().unwrap().replace("\\n", "\n")
}

/// What a plan reads from end to end, or over a range, and how many rows that has.
fn scans<'a>(plan: &'a str, sizes: &BTreeMap<String, i64>) -> Vec<(&'a str, i64)> {
    let operators = plan.lines().filter(|line| line.starts_with('|'));
    let operators = operators.filter_map(|line| line.split_once('+').map(|(_, operator)| operator));
    let scans =
        operators.filter(|operator| operator.contains("Scan") || operator.contains("ByRange"));
    let rows = |operator: &str| {
        let details = operator.split(" | ").nth(2).unwrap_or_default();
        let named = details.split([':', '|']).skip(1).map(|rest| {
            let ends = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            sizes
                .get(&rest[..ends.unwrap_or(rest.len())])
                .copied()
                .unwrap_or_default()
        });
        // What names nothing reads all nodes.
        named.reduce(|sum, rows| sum + rows).unwrap_or(sizes[""])
    };
    scans.map(|operator| (operator, rows(operator))).collect()
}

/// Every list with each of its anchors and orders; that of regions has one order.
fn lists() -> Vec<String> {
    let region = "region: \"990101\"";
    let of = [
        "agency: \"ag-county-agriculture\"",
        "month: \"2023-03\"",
        "parent: \"990101\"",
        "programme: \"rural-dibao\"",
        region,
    ];
    let [agency, month, parent, programme, part] = of.map(|anchor| format!("of: {{{anchor}}}"));
    let lists: [(&str, &[&str], &[&str]); 6] = [
        ("officials", &[region], &["NAME", "BORN_ON", "ID"]),
        ("companies", &[region], &["NAME", "ESTABLISHED_ON", "ID"]),
        (
            "projects",
            &[&part, &agency, &programme],
            &["NAME", "BUDGET", "APPROVED_ON"],
        ),
        (
            "payments",
            &[&part, &agency, &programme, &month],
            &["PAID_ON", "AMOUNT"],
        ),
        ("programmes", &[""], &["NAME", "ID"]),
        ("regions", &[&parent], &[""]),
    ];
    let mut asked = Vec::new();
    for (field, anchors, orders) in lists {
        for anchor in anchors {
            for order in orders {
                let order = format!(" orderBy: {order}");
                let order = if order.ends_with(' ') { "" } else { &order };
                asked.push(format!(
                    "{{ {field}({anchor}{order}) {{ totalCount nodes {{ __typename }} }} }}"
                ));
            }
        }
    }
    asked
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_reads_a_large_label_from_end_to_end() {
    let Some(engine) = engines::neo4j().await else {
        return;
    };
    engine.run(COUNTRY).await;
    // What the server has counted and planned so far is of smaller graphs.
    engine.run("CALL db.prepareForReplanning(60)").await;
    let sizes = sizes(&engine).await;
    for label in [
        "Region", "Agency", "Post", "Person", "Company", "Project", "Payment",
    ] {
        assert!(sizes[label] > MOST, "{label}");
    }
    let uri = std::env::var("KINFLOW_TEST_NEO4J").unwrap();
    let driver = neo4rs::Graph::new(uri, "", "").unwrap();
    let api = Api::unlimited();
    for document in lists() {
        let graph = engine.graph(&[""], "2026-01-15");
        api.ask(graph.clone(), "", &document, json!({})).await;
        for ran in graph.take_ran() {
            let plan = plan(&driver, ran.text, ran.parameters).await;
            for (operator, rows) in scans(&plan, &sizes) {
                assert!(
                    rows <= MOST,
                    "{} of {document} reads {rows} rows:\n{operator}\n{plan}",
                    ran.file
                );
            }
        }
    }
}
