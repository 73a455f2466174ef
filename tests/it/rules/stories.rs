//! What each rule finds in the seed, as seed/README.md tells it: subject and key of every hit.

use std::collections::BTreeSet;

use kinflow::rules::Found;

/// Rule, subject and key of every hit among the seed's stories, one a line.
const STORIES: &str = include_str!("stories.txt");

/// Holds what a rule found against the stories.
pub fn compare(rule: &str, found: &[Found]) {
    let hits = found.iter().filter_map(|found| match found {
        Found::Hit(hit) => Some((hit.subject_id.as_str(), hit.key.as_str())),
        Found::NotComputable(_) => None,
    });
    let hits: BTreeSet<(&str, &str)> = hits.collect();
    let told = STORIES.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some(rule)).then_some(())?;
        Some((words.next()?, words.next()?))
    });
    let told: BTreeSet<(&str, &str)> = told.collect();
    assert_eq!(hits, told, "{rule}");
}
