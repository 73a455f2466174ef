//! What is planted is found by counting rows, and nothing else is.
//!
//! The checks here read the written files only and know nothing of how they came about.

use super::*;

mod links;
mod money;
mod works;

/// Subject and key of every hit of a rule.
type Hits = BTreeSet<(String, String)>;

/// Counts the hits of a rule.
type Check = fn(&Files) -> Hits;

/// Rules that are checked, with how.
const CHECKS: [(&str, Check); 21] = [
    ("S1", money::paid_after_death),
    ("S2", money::paid_though_employed),
    ("S4", money::paid_twice),
    ("S5", money::exclusive),
    ("S7", money::rich),
    ("S8", money::over_area),
    ("S9", money::over_rate),
    ("S10", money::collectors),
    ("S12", money::after_exit),
    ("S13", money::never_posted),
    ("K3", links::approved_by_kin),
    ("C13", money::credited_less),
    ("T1", money::entered_late),
    ("F2", links::circles),
    ("C2", works::not_tendered),
    ("C3", works::method_changed),
    ("C4", works::replaced),
    ("C5", works::irregular),
    ("C6", works::few_bidders),
    ("C10", works::creep),
    ("C11", works::paid_early),
];

fn planted(people: u32, payments: u32, seed: u64, plants: &[&str]) -> (Files, Vec<Row>) {
    let plan = Plan {
        plants: plants.iter().map(|plant| plant.parse().unwrap()).collect(),
        ..small(people, payments, seed)
    };
    let directory = tempfile::tempdir().unwrap();
    let files = read_into(&plan, directory.path());
    let truth = directory.path().join("truth.csv");
    let rows = match csv::Reader::from_path(truth) {
        Ok(mut reader) => reader.deserialize().collect::<Result<_, _>>().unwrap(),
        Err(_) => Vec::new(),
    };
    (files, rows)
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let plants: Vec<String> = CHECKS.iter().map(|(rule, _)| format!("{rule}=3")).collect();
    let plants: Vec<&str> = plants.iter().map(|plant| &**plant).collect();
    let (files, truth) = planted(12_000, 48_000, 12, &plants);
    assert_eq!(files.summary.planted, 3 * CHECKS.len() as u64);
    for (rule, check) in CHECKS {
        let told = truth.iter().filter(|row| row["rule"] == rule);
        let told: Hits = told
            .map(|row| (row["subjectId"].clone(), row["key"].clone()))
            .collect();
        assert_eq!(told.len(), 3, "{rule}");
        assert_eq!(check(&files), told, "{rule}");
    }
    assert_eq!(files.tables["payments"].len(), 48_000);
}

#[test]
fn honest_counties_have_nothing_to_find() {
    for seed in [13, 14] {
        let (files, truth) = planted(9000, 36_000, seed, &[]);
        assert!(truth.is_empty());
        for (rule, check) in CHECKS {
            assert_eq!(check(&files), Hits::new(), "{rule}");
        }
    }
}

#[test]
fn what_stands_in_the_truth_stands_in_the_tables() {
    let every = plant::RULES.map(|rule| format!("{}=1", rule.0));
    let every: Vec<&str> = every.iter().map(|plant| &**plant).collect();
    let (files, truth) = planted(24_000, 90_000, 15, &every);
    let rules: BTreeSet<&str> = truth.iter().map(|row| &*row["rule"]).collect();
    assert_eq!(rules.len(), 42);
    let kinds = [
        ("Person", "persons"),
        ("Official", "persons"),
        ("Household", "households"),
        ("Plot", "plots"),
        ("Payment", "payments"),
        ("Account", "accounts"),
        ("Region", "regions"),
        ("Agency", "agencies"),
        ("Project", "projects"),
        ("Contract", "contracts"),
        ("Tender", "tenders"),
        ("Company", "companies"),
        ("Tip", "tips"),
    ];
    let ids: HashMap<&str, BTreeSet<&str>> = kinds
        .iter()
        .map(|(kind, table)| (*kind, files.ids(table)))
        .collect();
    for row in &truth {
        let there = ids[&*row["subjectKind"]].contains(&*row["subjectId"]);
        assert!(there, "{row:?}");
        for named in row["rows"].split(';') {
            let (table, id) = named.split_once(':').unwrap();
            let cells = &files.tables[table];
            let id = id.split(':').next().unwrap();
            let mentioned = cells.iter().any(|row| row.values().any(|cell| cell == id));
            assert!(mentioned, "{named} of {row:?}");
        }
    }
}

#[test]
fn planting_is_refused_in_a_sentence_before_anything_is_written() {
    for (text, says) in [
        ("T3=1", "own records"),
        ("T6=1", "own records"),
        ("S99=1", "name one of"),
        ("S1", "as S1=20"),
        ("S1=many", "no number"),
    ] {
        let refused = text.parse::<Plant>().unwrap_err();
        assert!(refused.contains(says), "{refused}");
    }
    let directory = tempfile::tempdir().unwrap();
    let plan = Plan {
        plants: vec!["C9=50".parse().unwrap()],
        ..small(600, 3000, 16)
    };
    let refused = generate(&plan, directory.path(), |_, _| {}).unwrap_err();
    assert!(refused.to_string().contains("has room for"), "{refused}");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}
