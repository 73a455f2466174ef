//! Tables as their files tell them, for oracles.

use std::{collections::BTreeMap, path::Path};

use kinflow::{model::kin::KinScopes, rules::Rules};

/// A row by its columns.
pub type Row = BTreeMap<String, String>;

/// The rows of a table in a folder.
pub fn table(folder: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The folder of the seed.
pub fn seed_folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seed"))
}

/// The rows of a table of the seed.
pub fn seed(name: &str) -> Vec<Row> {
    table(seed_folder(), name)
}

/// The rules as they stand in their folder, so that one that is being written is tried without a build.
pub fn rules() -> Rules {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cypher/rules");
    Rules::read(Some(&folder), &KinScopes::standard(), &[]).unwrap()
}
