//! Two crowds at two agencies, and families beside them: whether a question that passes by a hub is
//! slowed by how many links it has.

use std::path::Path;

use anyhow::Context;

use crate::question::About;

/// How many are employed by each agency.
pub const HUBS: [usize; 2] = [1_000, 100_000];
/// Families of which two are employed there, four kin steps from each other.
const FAMILIES: usize = 100;

/// Writes the tables of the crowds, in the county's region.
///
/// # Errors
/// When the county cannot be read, or the folder not written.
pub fn write(county: &Path, folder: &Path) -> anyhow::Result<()> {
    let region = About::County.subjects(county)?.remove(0);
    std::fs::create_dir_all(folder)?;
    let table = |name: &str, titles: &[&str]| {
        let path = folder.join(format!("{name}.csv"));
        let mut table = csv::Writer::from_path(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        table.write_record(titles)?;
        anyhow::Ok(table)
    };
    let mut agencies = table("agencies", &["id", "name", "kind", "regionCode"])?;
    let mut persons = table("persons", &["id", "name", "sex", "bornOn", "regionCode"])?;
    let mut employments = table("employments", &["personId", "agencyId", "kind", "from"])?;
    let mut kinships = table("kinships", &["fromId", "kind", "toId"])?;
    for links in HUBS {
        let agency = format!("hub-{links}");
        agencies.write_record([&agency, "枢纽", "FINANCE", &region])?;
        let mut person = |id: &str| persons.write_record([id, "甲", "MALE", "1970-01-01", &region]);
        for number in 0..links {
            let id = employee(links, number);
            person(&id)?;
            employments.write_record([&id, &agency, "PUBLIC_INSTITUTION", "2020-01-01"])?;
        }
        for family in 0..FAMILIES {
            let between = |place: usize| format!("hub-{links}-family-{family}-{place}");
            for place in 0..3 {
                person(&between(place))?;
            }
            let [one, other] = ends(links, family);
            kinships.write_record([&one, "PARENT_OF", &between(0)])?;
            kinships.write_record([&between(0), "SPOUSE_OF", &between(1)])?;
            kinships.write_record([&between(2), "PARENT_OF", &between(1)])?;
            kinships.write_record([&between(2), "SIBLING_OF", &other])?;
        }
    }
    for mut table in [agencies, persons, employments, kinships] {
        table.flush()?;
    }
    Ok(())
}

/// One end of each family.
pub fn one_ends(links: usize) -> Vec<String> {
    families(links).map(|[one, _]| one).collect()
}

/// The other end of each family.
pub fn other_ends(links: usize) -> Vec<String> {
    families(links).map(|[_, other]| other).collect()
}

fn families(links: usize) -> impl Iterator<Item = [String; 2]> {
    (0..FAMILIES).map(move |family| ends(links, family))
}

fn ends(links: usize, family: usize) -> [String; 2] {
    [employee(links, 2 * family), employee(links, 2 * family + 1)]
}

fn employee(links: usize, number: usize) -> String {
    format!("hub-{links}-{number}")
}
