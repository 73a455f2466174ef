//! The forms of the graph itself.

use super::*;
use serde_json::Value;

/// Everything in a graph as lines of text: what it is, each property with its type and text, but
/// for the schema's stamp.
async fn everything(engine: &Engine) -> BTreeSet<String> {
    const TEXT: &str = "[k IN keys(x) WHERE k <> 'type' AND k <> 'title' |
        [k, CASE WHEN x[k] IS :: LIST<ANY> THEN reduce(t = 'list', i IN x[k] | t + ';' + toString(i))
            ELSE valueType(x[k]) + ' ' + toString(x[k]) END]]";
    let nodes =
        format!("MATCH (x) WHERE NOT x:Schema RETURN labels(x) AS what, {TEXT} AS properties");
    let links = format!(
        "MATCH (one)-[x]->(other)
         RETURN [type(x), labels(one)[0], toString(one.id), labels(other)[0], toString(other.id)] AS what,
                {TEXT} AS properties"
    );
    let mut all = BTreeSet::new();
    for text in [nodes, links] {
        for row in engine.run(&text).await {
            let sorted = |value: &Value| {
                let mut items: Vec<String> = value
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(Value::to_string)
                    .collect();
                items.sort_unstable();
                items.join(" ")
            };
            let what = sorted(&row["what"]);
            all.insert(format!("{what}: {}", sorted(&row["properties"])));
        }
    }
    all
}

/// What `cypher-shell` would run of a script.
fn statements(script: &str) -> Vec<String> {
    let statements = script.split(";\n").map(|statement| {
        let lines = statement.lines().filter(|line| !line.starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    });
    statements
        .filter(|statement| !statement.trim().is_empty())
        .collect()
}

#[tokio::test]
async fn the_script_rebuilds_the_graph() {
    let Some(engine) = engines::neo4j().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    engine.load_seed().await;
    let before = everything(&engine).await;
    exported(&engine, Format::Cypher, &first).await;
    engine.clear().await;
    for statement in statements(&files(&first)["graph.cypher"]) {
        engine.run(&statement).await;
    }
    let after = everything(&engine).await;
    let lost: Vec<_> = before.difference(&after).take(3).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    assert_eq!(after.len(), before.len());
    exported(&engine, Format::Cypher, &second).await;
    assert_eq!(files(&first), files(&second));
}

#[tokio::test]
async fn both_engines_export_the_same_script() {
    let Some(neo4j) = engines::neo4j().await else {
        return;
    };
    let embedded = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    let mut scripts = Vec::new();
    for engine in [&neo4j, &embedded] {
        engine.load_seed().await;
        let directory = folder.path().join(engine.name());
        exported(engine, Format::Cypher, &directory).await;
        scripts.push(files(&directory)["graph.cypher"].clone());
    }
    for (line, (one, other)) in scripts[0].lines().zip(scripts[1].lines()).enumerate() {
        assert_eq!(one, other, "line {}", line + 1);
    }
    assert_eq!(scripts[0].len(), scripts[1].len());
}

#[tokio::test]
async fn the_drawing_is_xml_with_every_node_and_link() {
    let engine = engines::embedded().await;
    let folder = tempfile::tempdir().unwrap();
    engine.load_seed().await;
    exported(&engine, Format::Graphml, folder.path()).await;
    let text = &files(folder.path())["graph.graphml"];
    let (mut nodes, mut keys) = (BTreeSet::new(), BTreeSet::new());
    let mut ends = Vec::new();
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0;
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().unwrap();
        depth += match &event {
            Event::Start(_) => 1,
            Event::End(_) => -1,
            Event::Eof => break,
            _ => 0,
        };
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            continue;
        };
        let attribute = |name: &str| {
            let found = tag.try_get_attribute(name).unwrap().unwrap();
            found.value.into_owned()
        };
        match tag.name().as_ref() {
            "key" => assert!(keys.insert(attribute("id"))),
            "node" => assert!(nodes.insert(attribute("id"))),
            "edge" => ends.extend([attribute("source"), attribute("target")]),
            "data" => assert!(keys.contains(&attribute("key"))),
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    assert!(ends.iter().all(|end| nodes.contains(end)));
    let stored = engine
        .run("MATCH (x) WHERE NOT x:Schema RETURN count(*) AS n")
        .await;
    assert_eq!(stored[0]["n"], nodes.len());
    let stored = engine.run("MATCH ()-[x]->() RETURN count(x) AS n").await;
    assert_eq!(stored[0]["n"], ends.len() / 2);
}

#[tokio::test]
async fn what_no_kind_describes_is_missed() {
    for engine in engines::all().await {
        let folder = tempfile::tempdir().unwrap();
        engine.load_seed().await;
        engine
            .run("CREATE (:Person {id: 'x'})-[:KNOWS]->(:Stranger {id: 'y'})")
            .await;
        let missed = export::export(engine.backend(), folder.path(), Format::Graphml, &|_, _| {});
        let missed = missed.await.unwrap_err().to_string();
        assert!(missed.contains("1 nodes and 1 links"), "{missed}");
    }
}
