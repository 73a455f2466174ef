//! The tables of `seed/README.md`, read.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    path::Path,
};

use kinflow::model::Money;

/// The story of one official.
#[derive(Default)]
pub struct Story {
    pub official: String,
    /// For each number of hops: how many payments, and their sum.
    pub totals: BTreeMap<usize, (usize, Money)>,
    pub rows: Vec<Row>,
}

/// Payments that the README tells in one row.
pub struct Row {
    /// Ids, or the first and the last of so many.
    pub ids: Vec<String>,
    pub count: usize,
    pub amount: Money,
    /// Whether the amount is that of all payments of the row together.
    pub in_all: bool,
    pub programme: String,
    /// Who was paid; several households where it is no id.
    pub payee: Option<String>,
    /// Channel, relative, chain and Chinese term.
    pub reaches: BTreeSet<[String; 4]>,
}

pub fn money(text: &str) -> Money {
    text.replace(',', "")
        .parse()
        .unwrap_or_else(|_| panic!("{text} is no amount"))
}

/// Texts between backquotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// `1 hop: 4 payments, 27,825.00; 2 to 4 hops: 6 payments, 30,365.00`
fn totals(line: &str) -> BTreeMap<usize, (usize, Money)> {
    let line = line.trim_end_matches('.').split(". ").next().unwrap();
    let each = line.split("; ").map(|part| {
        let (hops, answer) = part.split_once(": ").unwrap();
        let numbers: Vec<usize> = hops
            .split(' ')
            .filter_map(|word| word.parse().ok())
            .collect();
        let hops: RangeInclusive<usize> = numbers[0]..=numbers[numbers.len() - 1];
        let (count, sum) = answer.split_once(", ").unwrap();
        let count = count.split(' ').next().unwrap().parse().unwrap();
        hops.map(move |hops| (hops, (count, money(sum))))
    });
    each.flatten().collect()
}

impl Row {
    fn read(line: &str) -> Self {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [payments, yuan, flow, reaches] = cells[..] else {
            panic!("{line}")
        };
        let mut ids = Vec::<String>::new();
        for id in quoted(payments) {
            // A bare number goes on with the year of the id before.
            let id = match ids.last() {
                Some(before) if !id.contains('-') => {
                    format!("{}-{id}", before.rsplit_once('-').unwrap().0)
                }
                _ => id,
            };
            ids.push(id);
        }
        let counted = payments
            .rsplit_once('(')
            .map(|(_, count)| count.trim_end_matches(')').parse().unwrap());
        let (programme, payee) = flow.split_once(" → ").unwrap();
        let reaches = reaches.split("; ").map(|reach| {
            let (channel, rest) = reach.split_once(" `").unwrap();
            let (relative, rest) = rest.split_once("` `").unwrap();
            let (chain, term) = rest.split_once("` ").unwrap();
            let (term, hops) = term
                .split_once(" (")
                .map_or((term, None), |(term, hops)| (term, Some(hops)));
            assert!(
                hops.is_none_or(|hops| hops == format!("{} hops)", chain.len())),
                "{line}"
            );
            [channel, relative, chain, term].map(|text| text.trim().to_owned())
        });
        Self {
            count: counted.unwrap_or(ids.len()),
            ids,
            amount: money(yuan.split(' ').next().unwrap()),
            in_all: yuan.ends_with(" in all"),
            programme: programme.to_owned(),
            payee: payee
                .strip_prefix('`')
                .map(|payee| payee.trim_end_matches('`').to_owned()),
            reaches: reaches.collect(),
        }
    }

    /// What the row tells whoever asks for no more than so many hops.
    pub fn within(&self, hops: usize) -> BTreeSet<[String; 4]> {
        self.reaches
            .iter()
            .filter(|[_, _, chain, _]| chain.len() <= hops)
            .cloned()
            .collect()
    }

    pub fn holds(&self, id: &str) -> bool {
        if self.count == self.ids.len() {
            self.ids.iter().any(|listed| listed == id)
        } else {
            *self.ids[0] <= *id && *id <= *self.ids[1]
        }
    }
}

pub fn stories() -> Vec<Story> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed/README.md");
    let readme = std::fs::read_to_string(file).unwrap();
    let mut stories = Vec::<Story>::new();
    for line in readme.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            let official = title.split_once(": ").map_or("", |(_, official)| official);
            stories.push(Story {
                official: official.to_owned(),
                ..Story::default()
            });
        } else if let Some(story) = stories
            .last_mut()
            .filter(|story| !story.official.is_empty())
        {
            if line.starts_with("1 hop: ") || line.starts_with("1 to ") {
                story.totals = totals(line);
            } else if line.starts_with("| `") {
                story.rows.push(Row::read(line));
            }
        }
    }
    stories.retain(|story| !story.official.is_empty());
    stories
}
