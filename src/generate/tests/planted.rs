//! What is planted is found by counting rows, and nothing else is.
//!
//! The checks here read the written files only and know nothing of how they came about.

use super::*;

mod funds;
mod interests;
mod kin;
mod money;
mod process;
mod recipients;
mod rows;
mod tenders;
mod works;

/// Subject and key of every hit of a rule.
type Hits = BTreeSet<(String, String)>;

/// Counts the hits of a rule.
type Check = fn(&Files) -> Hits;

/// Rules that are checked, with how.
const CHECKS: [(&str, Check); 41] = [
    ("S1", recipients::paid_after_death),
    ("S2", recipients::paid_though_employed),
    ("S3", interests::served_themselves),
    ("S4", recipients::paid_twice),
    ("S5", recipients::exclusive),
    ("S6", recipients::household_double),
    ("S7", recipients::rich),
    ("S8", money::over_area),
    ("S9", money::over_rate),
    ("S10", money::collectors),
    ("S11", recipients::wrong_identity),
    ("S12", recipients::after_exit),
    ("S13", money::never_posted),
    ("K1", kin::not_filed),
    ("K3", kin::approved_by_kin),
    ("K4", interests::kin_wins),
    ("K5", interests::moved_in),
    ("K6", interests::not_declared),
    ("C1", works::split),
    ("C2", works::not_tendered),
    ("C3", works::method_changed),
    ("C4", works::replaced),
    ("C5", works::irregular),
    ("C6", tenders::few_bidders),
    ("C7", tenders::linked_bidders),
    ("C8", tenders::patterned),
    ("C9", tenders::serial_winners),
    ("C10", works::creep),
    ("C11", works::paid_early),
    ("C12", works::ahead),
    ("C13", money::credited_less),
    ("C14", works::double_funded),
    ("F1", funds::shells),
    ("F2", funds::circles),
    ("F3", funds::kickbacks),
    ("F4", funds::held_back),
    ("F5", funds::gathered),
    ("T1", process::entered_late),
    ("T2", process::not_recorded),
    ("T4", process::overdue_tips),
    ("T5", process::careless),
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
    let (files, truth) = planted(24_000, 60_000, 12, &plants);
    assert_eq!(files.summary.planted, 3 * CHECKS.len() as u64);
    for (rule, check) in CHECKS {
        let told = truth.iter().filter(|row| row["rule"] == rule);
        let told: Hits = told
            .map(|row| (row["subjectId"].clone(), row["key"].clone()))
            .collect();
        assert_eq!(told.len(), 3, "{rule}");
        assert_eq!(check(&files), told, "{rule}");
    }
    assert_eq!(files.tables["payments"].len(), 60_000);
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
