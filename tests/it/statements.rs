//! Invariants of `cypher/`, and every reading statement on every engine with the same rows.

mod plans;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kinflow::graph::neo4j::lean;
use serde_json::{Value, json};

use crate::engines::{self, exchange, parameters};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Every file of `cypher/` but the schema, by its path there.
fn texts() -> BTreeMap<String, String> {
    let folder = root().join("cypher");
    walk(&folder, "cypher")
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Files whose holes the loader's catalogue fills.
fn templates() -> BTreeSet<String> {
    let sources = walk(&root().join("src"), "rs");
    let sources = sources
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap());
    sources
        .flat_map(|source| {
            let named = source.split("template!(\"").skip(1);
            let named = named.map(|rest| rest.split('"').next().unwrap().to_owned());
            named.collect::<Vec<_>>()
        })
        .filter(|name| name.ends_with(".cypher"))
        .collect()
}

/// Files of every statement in the sources, in the order they run.
fn bindings() -> Vec<Vec<String>> {
    let mut bindings = Vec::new();
    for path in walk(&root().join("src"), "rs") {
        let source = fs::read_to_string(path).unwrap();
        let lines = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let source = lines.collect::<Vec<_>>().join("\n");
        for block in source.split("statement! {").skip(1) {
            let head = block.split("=>").next().unwrap();
            let files: Vec<_> = head
                .split('"')
                .skip(1)
                .step_by(2)
                .filter(|word| word.ends_with(".cypher"))
                .map(str::to_owned)
                .collect();
            if !files.is_empty() {
                bindings.push(files);
            }
        }
    }
    bindings
}

#[test]
fn every_file_is_bound_and_no_statement_twice() {
    let bindings = bindings();
    let mut asked: BTreeSet<_> = bindings.iter().flatten().cloned().collect();
    asked.extend(templates());
    let written: BTreeSet<_> = texts()
        .into_keys()
        .filter(|name| {
            let folders = ["schema/", "questions/", "rules/"];
            !folders.iter().any(|folder| name.starts_with(folder))
        })
        .collect();
    let unbound: Vec<_> = written.difference(&asked).collect();
    assert!(unbound.is_empty(), "bound to nothing: {unbound:?}");
    let mut seen = BTreeSet::new();
    for binding in &bindings {
        assert!(seen.insert(binding.clone()), "bound twice: {binding:?}");
    }
}

#[test]
fn statements_are_short_and_keep_to_the_dialect() {
    for (name, text) in texts() {
        let code = code(&text);
        // A file holds one statement, but for those of the schema.
        for statement in code.split(';') {
            let lines = statement.lines().filter(|line| !line.trim().is_empty());
            let lines = lines.count();
            // A rule stands in one file, where other statements begin in files that they share.
            let most = if name.starts_with("rules/") { 80 } else { 50 };
            assert!(lines <= most, "{name} has a statement of {lines} lines");
        }
        if name.starts_with("schema/") {
            continue;
        }
        for banned in [
            "elementId(",
            " id(",
            "(id(",
            "apoc.",
            "COLLECT {",
            "percentileCont",
            "datetime(",
            "shortestPath",
            "PROFILE",
            "EXPLAIN",
        ] {
            assert!(!code.contains(banned), "{name} uses {banned}");
        }
        let stars = code.match_indices('*');
        let stars = stars.filter(|(at, _)| !code[..*at].ends_with("WITH "));
        for star in stars.map(|(at, _)| &code[at + 1..]) {
            let bounded = star.starts_with(|c: char| c.is_ascii_digit()) && star.contains("..");
            let multiplies =
                star.starts_with([' ', '\n']) || code.contains("count(*)") && star.starts_with(')');
            assert!(
                bounded || multiplies,
                "{name} has a variable length without a literal bound"
            );
        }
    }
}

/// After a RETURN, one engine reads `x.id` of a column named x, the other of the variable behind it.
#[test]
fn no_order_reads_into_a_column() {
    for (name, text) in texts() {
        let code = code(&text);
        let Some((_, tail)) = code.rsplit_once("\nRETURN ") else {
            continue;
        };
        let Some((columns, order)) = tail.split_once("\nORDER BY ") else {
            continue;
        };
        for column in columns.split(" AS ").skip(1) {
            let column: String = column.chars().take_while(|c| c.is_alphanumeric()).collect();
            let reads = order
                .split([' ', ',', '('])
                .any(|word| word.starts_with(&format!("{column}.")));
            assert!(
                !reads,
                "{name} orders by a property of the column {column}, which shadows a variable"
            );
        }
    }
}

/// Whether a file of the sources holds nothing but tests.
fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.iter().any(|folder| folder == "tests")
}

#[test]
fn no_cypher_outside_its_folder() {
    let sources = walk(&root().join("src"), "rs");
    for path in sources.into_iter().filter(|path| !is_test(path)) {
        let source = fs::read_to_string(&path).unwrap();
        let product = source.split("#[cfg(test)]").next().unwrap();
        for (at, line) in product.lines().enumerate() {
            let cypher = ["MATCH (", "MERGE (", "UNWIND $"]
                .iter()
                .any(|clause| line.contains(clause));
            assert!(!cypher, "{}:{} holds Cypher", path.display(), at + 1);
        }
    }
}

#[test]
fn layers_know_only_what_lies_below() {
    let rules: [(&str, &[&str]); 3] = [
        ("src/graphql", &["embedded", "neo4j", "kglite", "neo4rs"]),
        ("src/graph", &["graphql", "axum"]),
        (
            "src/model",
            &[
                "graphql",
                "crate::graph",
                "kglite",
                "neo4rs",
                "std::fs",
                "axum",
            ],
        ),
    ];
    for (folder, strangers) in rules {
        for path in walk(&root().join(folder), "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let product = source.split("#[cfg(test)]").next().unwrap();
            for line in product
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
            {
                for stranger in strangers {
                    assert!(!line.contains(stranger), "{}: {line}", path.display());
                }
            }
        }
    }
}

#[test]
fn nothing_reads_the_clock_or_the_environment_but_the_command_line() {
    for path in walk(&root().join("src"), "rs") {
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        if ["src/main.rs", "src/config.rs", "src/command"]
            .iter()
            .any(|may| name.starts_with(may))
        {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let product = source.split("#[cfg(test)]").next().unwrap();
        for banned in [
            "Utc::now()",
            "Local::now",
            "SystemTime::now",
            "env::var",
            "getrandom",
            "thread_rng",
        ] {
            assert!(!product.contains(banned), "{name} uses {banned}");
        }
    }
}

/// See [`lean`]: a longer statement takes 40 ms more over Bolt.
#[test]
fn every_reading_statement_fits_the_drivers_buffer() {
    let texts = texts();
    for binding in bindings() {
        let text: String = binding.iter().map(|file| texts[file].as_str()).collect();
        // Asked in a second round, where someone near has several records: that bears 40 ms.
        if binding
            .iter()
            .any(|file| file == "kin/ways_through_records.cypher")
        {
            continue;
        }
        let lean = lean(&text).len();
        assert!(
            lean <= 7_680,
            "{binding:?} has {lean} bytes, which leaves too few for parameters"
        );
    }
}

/// The batch of the seed that a finding is about: its memberships.
const SEED_BATCH: i64 = 11;

/// A place whose links of all times are asked for.
fn place(id: &str) -> Value {
    json!({"id": id, "first": 0, "last": 4_102_444_799_999_i64, "firstOn": "1970-01-01", "lastOn": "2099-12-31",
      "asked": true, "seen": true})
}

/// A value for each parameter name, out of the seed's stories.
fn sample(name: &str, binding: &[String]) -> Value {
    let (first, file) = (&binding[0], &binding[binding.len() - 1]);
    match name {
        "person" if first.starts_with("companies/") => json!("p-liu-yunfan"),
        "person" => json!("p-liu-jianguo"),
        "relative" => json!("p-liu-jianjun"),
        "official" => json!("p-liu-jianguo"),
        "ids" if file.starts_with("money") => json!([
            {"label": "ACCOUNT", "id": "ac-co-hengtong"},
            {"label": "AGENCY", "id": "ag-liping-government"},
            {"label": "HOUSEHOLD", "id": "hh-datang-03"},
            {"label": "COMPANY", "id": "co-yunfan"},
            {"label": "PERSON", "id": "p-liu-jianguo"},
            {"label": "PERSON", "id": "co-yunfan"}
        ]),
        "region"
            if ["companies/of_region.cypher", "people/in_office.cypher"]
                .contains(&first.as_str()) =>
        {
            json!("990101")
        }
        "kind" if !first.starts_with("sources") => Value::Null,
        "order" if first.starts_with("alerts") => json!("RAISED"),
        "programme" if first.starts_with("alerts") => Value::Null,
        "after" | "from" if first.starts_with("alerts") => json!(0),
        "last" | "until" if first.starts_with("alerts") => json!(5),
        "region" if first.starts_with("alerts/precision") => json!("99"),
        "of" if first.starts_with("alerts") => json!({"rule": "S1"}),
        "order" if first.starts_with("statistics") => json!("VALUE"),
        "order" if file.starts_with("projects") => json!("BUDGET"),
        "order" if !file.starts_with("money") && !file.starts_with("funds/listed") => json!("NAME"),
        "region" if first.starts_with("alerts/counts") => json!("990101"),
        "subjects" => json!(["p-tong-fusheng"]),
        "rule" => json!("S1"),
        "of" if first.starts_with("regions") => json!({"parent": "990101"}),
        "of" if first.starts_with("projects") => json!({"region": "990101"}),
        "of" => json!({"month": "2024-03"}),
        "near" => json!({
            "people": ["p-liu-jianguo", "p-liu-yunfan"], "households": ["hh-datang-03"], "companies": ["co-yunfan", "co-hengtong"],
            "accounts": ["ac-co-hengtong"], "agencies": ["ag-liping-government"], "posts": ["post-datang-head"],
            "projects": ["prj-shanhe-town"], "tenders": [], "bids": [], "contracts": []
        }),
        "through" => json!([
            "KIN",
            "HOUSEHOLD",
            "COMPANY",
            "ACCOUNT",
            "ADDRESS",
            "PHONE",
            "POST",
            "PROJECT"
        ]),
        "degree" => json!(3),
        "most" if file.starts_with("connections") => json!(20),
        "told" => json!(true),
        "shown" => json!([
            "p-liu-jianguo",
            "p-liu-yunfan",
            "hh-datang-03",
            "co-yunfan",
            "co-hengtong",
            "post-datang-head"
        ]),
        "limit" if file.starts_with("connections") => json!(20_000),
        "ids" if file.starts_with("connections") => json!([
            {"kind": "PERSON", "id": "p-liu-jianguo"}, {"kind": "HOUSEHOLD", "id": "hh-datang-03"},
            {"kind": "COMPANY", "id": "co-yunfan"}, {"kind": "ACCOUNT", "id": "ac-co-hengtong"},
            {"kind": "AGENCY", "id": "ag-liping-government"}, {"kind": "POST", "id": "post-datang-head"},
            {"kind": "PROJECT", "id": "prj-shanhe-town"}, {"kind": "TENDER", "id": "tn-shanhe-farmland-1"}
        ]),
        "payment" => json!("pay-2024-0103"),
        "project"
            if ["projects/amendments.cypher", "projects/payments.cypher"]
                .contains(&file.as_str()) =>
        {
            json!("prj-dongwan-lamps")
        }
        "project" if file.starts_with("money") => json!("prj-shanhe-sewer"),
        "programme" => json!("drought-relief"),
        "allocation" => json!("al-2025-drought-county"),
        "account" => json!("ac-card-xiaping"),
        "accounts" => json!([
            place("ac-co-hengtong"),
            place("ac-card-xiaping"),
            place("nobody")
        ]),
        "agencies" | "payeeKinds" if first.starts_with("statistics") => Value::Null,
        "agencies" => json!([place("ag-liping-government"), place("ag-xiaping-committee")]),
        "holders" => {
            json!([{"tier": 1, "agency": "ag-liping-government", "programme": "drought-relief", "year": 2025, "since": "2025-08-04"}])
        }
        "hub" => json!(5_000),
        "leaving" | "arriving" => json!([place("ac-co-hengtong"), place("ac-xiaping-collective")]),
        "origins" => json!(["ac-xiaping-collective", "ac-co-hengtong"]),
        "targets" => json!(["ac-co-hengtong", "ac-co-hengxin"]),
        "payers" => json!(["ag-county-agriculture"]),
        "sheets" => json!([
            {"name": "COUNTY ", "region": ""},
            {"name": "TOWNSHIP 990101", "region": "990101102"},
        ]),
        "from" => json!("2023-01"),
        "to" => json!("2024-12"),
        "by" => json!(["REGION", "PROGRAMME", "MONTH", "AGENCY", "PAYEE_KIND"]),
        "digits" => json!(9),
        "measure" => json!("AMOUNT"),
        "regions" => Value::Null,
        "ofProgrammes" => json!(["rural-dibao"]),
        "ofAgencies" => json!(["ag-county-agriculture"]),
        "ofRegions" => json!(["990101101", "98"]),
        "ofMonths" => json!(["2024-03"]),
        "ofAll" => json!([true]),
        "after" => json!(""),
        "most" => json!(2_000),
        "owner" => json!("li"),
        "lines" => json!([
            {"line": 2, "number": "990101196709150857", "key": null, "bornOn": null},
            {"line": 3, "number": null, "key": "刘建国", "bornOn": "1967-09-15"},
        ]),
        "payees" => json!([{"label": "COMPANY", "id": "co-zetian"}]),
        "first" => json!(0),
        "last" => json!(4_102_444_799_999_i64),
        "withinDays" => json!(7),
        "sameOwner" | "institutions" => json!(false),
        "minPersons" => json!(3),
        "minHouseholds" => json!(2),
        "region" if first.starts_with("people/officials") => json!("990101"),
        "region" if file.starts_with("money") => json!("990101201202"),
        "known" => json!([]),
        "order" => json!("AMOUNT"),
        "perStep" => json!(50),
        "firstOn" => json!("1900-01-01"),
        "lastOn" => json!("2100-12-31"),
        "id" if file.starts_with("people") => json!("p-liu-jianguo"),
        "id" if file.starts_with("households") => json!("hh-datang-03"),
        "id" if file.starts_with("companies") => json!("co-yunfan"),
        "id" if file.starts_with("funds") => json!("pay-2024-0103"),
        "ids" => json!([
            "p-liu-jianguo",
            "p-liu-jianjun",
            "hh-datang-03",
            "p-liu-yunfan",
            "co-yunfan",
            "pay-2024-0103",
            "ac-liu-yunfan",
            "rural-dibao",
            "prj-shanhe-town",
            "990101101",
            "990101",
            1,
            2,
            3,
            SEED_BATCH,
            "a"
        ]),
        "batch" => json!(SEED_BATCH),
        "kind" => json!("WARNING"),
        "afterLine" => json!(-1),
        "hops" => json!(3),
        "mostWays" => json!(20_000),
        "on" => json!("2024-06-01"),
        "frontier" => json!(["co-hongfeng", "co-hongshan", "co-yunfan"]),
        "company" => json!("co-yunfan"),
        "project" => json!("prj-shanhe-town"),
        "officials" => json!(["p-liu-jianguo"]),
        "people" => json!(["p-xue-zhenhua", "p-shao-liping", "p-geng-weiming"]),
        "afterOn" => json!("1900-01-01"),
        "kinds" if file.starts_with("money") => json!(["TRANSFER", "CASH_OUT"]),
        "channels" => json!(["DIRECT", "HOUSEHOLD", "COMPANY", "ACCOUNT"]),
        "paidFrom" => json!("1900-01-01"),
        "paidTo" => json!("2100-12-31"),
        "afterFen" => json!(i64::MAX),
        "afterId" => json!(""),
        "beforeId" => json!(i64::MAX),
        "year" | "fundKind" | "chains" | "programmes" | "states" | "afterKey" | "afterKind"
        | "kinds" | "region" | "code" | "load" | "severities" | "rules" => Value::Null,
        "minAmountFen" => json!(0),
        "totals" => json!(true),
        "limit" => json!(21),
        "initial" => json!("l"),
        "text" => json!("liu"),
        "number" => json!("91990101ME4094949J"),
        "scope" => json!([""]),
        "today" => json!("2026-01-15"),
        other => panic!("give tests/it/statements.rs a sample value for ${other}"),
    }
}

/// What a run of a rule keeps.
const ALERTS: &str = "
    CREATE (:Alert {id: 'a', seq: 1, rule: 'S1', subjectKind: 'Person', subjectId: 'p-tong-fusheng', key: 'old-age-allowance',
        raisedAt: 1, changedAt: 1, version: 'v', params: '{}', asOf: '2026-01-15', run: 'r', measure: 300.0, facts: '{}',
        evidence: '[]', content: 'c', proof: 'p', severity: 'HIGH', programme: 'old-age-allowance', state: 'OPEN', news: 'RAISED', revision: 1,
        regionCode: '990101102', province: '99', prefecture: '9901', county: '990101', township: '990101102'}),
      (:AlertCount {id: 'n', rule: 'S1', severity: 'HIGH', state: 'OPEN', programme: 'old-age-allowance', alerts: 1,
        regionCode: '990101102', province: '99', prefecture: '9901', county: '990101', township: '990101102'}),
      (:AlertClock {id: 'alerts', seq: 1}),
      (:AlertEvent {id: 'e', alert: 'a', at: 1, actor: 'li', role: 'INVESTIGATOR', act: 'VOUCH', was: 'OPEN', became: 'OPEN', note: 'x'}),
      (:RuleRun {id: 'r', rule: 'S1', version: 'v', params: '{}', asOf: '2026-01-15', startedAt: 1, state: 'RUNNING', after: '',
        counts: '{}', subjects: 1})";

#[tokio::test(flavor = "multi_thread")]
async fn every_reading_statement_gives_the_same_rows_on_every_engine() {
    let texts = texts();
    let mut answers: BTreeMap<String, Vec<(&str, Value)>> = BTreeMap::new();
    for engine in engines::all().await {
        engine.load_seed().await;
        engine
            .run("CREATE (:SavedQuestion {id: 'a', owner: 'li', name: 'a', document: '', variables: '{}', shared: false, savedAt: 0})")
            .await;
        engine.run(ALERTS).await;
        for binding in bindings() {
            let text: String = binding.iter().map(|file| texts[file].as_str()).collect();
            let code = code(&text);
            let writes = ["MERGE ", "CREATE ", "SET ", "DELETE ", "REMOVE "]
                .iter()
                .any(|clause| code.contains(clause));
            if writes || binding[0].starts_with("load/") {
                continue;
            }
            for scope in ["", "990101102"] {
                let mut values = serde_json::Map::new();
                for name in code.split('$').skip(1) {
                    let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
                    values.insert(name.clone(), sample(&name, &binding));
                }
                values.insert("scope".into(), json!([scope]));
                let rows = engine
                    .backend
                    .read(
                        exchange(&text, parameters(Value::Object(values))),
                        engines::patience(),
                    )
                    .await
                    .unwrap_or_else(|error| panic!("{binding:?} on {}: {error}", engine.name()));
                answers
                    .entry(format!("{binding:?} within {scope:?}"))
                    .or_default()
                    .push((engine.name(), json!(rows)));
            }
        }
    }
    let mut nothing = Vec::new();
    for (statement, answers) in answers {
        for pair in answers.windows(2) {
            assert_eq!(
                pair[0].1, pair[1].1,
                "{statement}: {} against {}",
                pair[0].0, pair[1].0
            );
        }
        let everywhere = statement.ends_with("within \"\"");
        let empty = answers
            .iter()
            .all(|(_, rows)| rows.as_array().is_some_and(Vec::is_empty));
        if everywhere && empty {
            nothing.push(statement);
        }
    }
    assert!(
        nothing.is_empty(),
        "nothing is found in the seed, give better samples: {nothing:#?}"
    );
}
