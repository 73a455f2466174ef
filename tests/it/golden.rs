//! Golden cases: each `tests/graphql/NAME.graphql`, asked of the seed on every engine, answers
//! `NAME.json`, byte for byte.
//!
//! A case begins with a sentence on what it shows and with who asks it:
//!
//! ```text
//! # A membership that ends on the day of payment still counts.
//! # role: INVESTIGATOR
//! # regions: 990101102
//! # purpose: 线索核查 大塘村
//! # variables: {"hops": 2}
//! ```
//!
//! `regions` and `variables` may be missing. `KINFLOW_GOLDEN=write` writes the answers anew; read
//! what changed against `seed/README.md` before you keep it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use kinflow::{access::Role, model::RegionCode};
use serde_json::{Value, json};

use crate::{
    engines,
    http::service::{Question, Running, token},
};

/// Who asks a case, and with what.
struct Case {
    role: Role,
    regions: Vec<RegionCode>,
    purpose: String,
    variables: Value,
    document: String,
}

impl Case {
    fn read(file: &Path) -> Self {
        let document = fs::read_to_string(file).unwrap();
        let mut comments = document.lines().map_while(|line| line.strip_prefix("# "));
        let about = comments.next().unwrap_or_default();
        assert!(
            about.ends_with('.'),
            "{}: the first line says what the case shows",
            file.display()
        );
        let mut keys: BTreeMap<_, _> = comments
            .map(|line| {
                line.split_once(": ")
                    .unwrap_or_else(|| panic!("{}: {line}: write `key: value`", file.display()))
            })
            .collect();
        let mut taken = |key| keys.remove(key);
        let case = Self {
            role: taken("role")
                .expect("a case names its role")
                .parse()
                .unwrap(),
            regions: taken("regions").map_or(Vec::new(), |regions| {
                regions
                    .split(',')
                    .map(|code| code.trim().parse().unwrap())
                    .collect()
            }),
            purpose: taken("purpose")
                .expect("a case names its purpose")
                .to_owned(),
            variables: taken("variables").map_or(Value::Null, |variables| {
                serde_json::from_str(variables).unwrap()
            }),
            document: document.clone(),
        };
        assert!(keys.is_empty(), "{}: unknown keys {keys:?}", file.display());
        case
    }

    async fn answer(&self, service: &Running) -> String {
        let question = Question {
            token: Some(token(self.role, &self.regions)),
            purpose: Some(&self.purpose),
            body: json!({"query": self.document, "variables": self.variables}),
        };
        // Unlike a JSON object of serde_json, a value of GraphQL keeps the order of its fields.
        let answer: async_graphql::Value =
            serde_json::from_str(&service.text(question).await).unwrap();
        serde_json::to_string_pretty(&answer).unwrap() + "\n"
    }
}

/// Files of `tests/graphql` by name, of one extension.
fn files(extension: &str) -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphql");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let stem = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let found = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    found.map(|path| (stem(&path), path)).collect()
}

fn names(extension: &str) -> BTreeSet<String> {
    files(extension).into_keys().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_case_answers_as_written_on_every_engine() {
    let mut write = std::env::var("KINFLOW_GOLDEN").is_ok_and(|value| value == "write");
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        let mut differing = Vec::new();
        for (name, file) in files("graphql") {
            let answer = Case::read(&file).answer(&service).await;
            let golden = file.with_extension("json");
            if write {
                fs::write(golden, answer).unwrap();
            } else if fs::read_to_string(&golden).unwrap_or_default() != answer {
                differing.push(format!("{name} now answers\n{answer}"));
            }
        }
        assert!(
            differing.is_empty(),
            "on {}: {}",
            engine.name(),
            differing.join("\n")
        );
        // What one engine wrote, the next must answer too.
        write = false;
    }
}

#[test]
fn every_case_has_its_answer_and_every_answer_its_case() {
    assert_eq!(names("graphql"), names("json"));
    assert!(names("graphql").len() >= 30);
}
