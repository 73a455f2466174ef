//! What `seed/README.md` tells of each official is what the service answers, in every row.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    path::Path,
};

use kinflow::{access::Role, model::Money};
use serde_json::{Value, json};

use super::service::{Question, Running};
use crate::engines;

/// The story of one official.
#[derive(Default)]
struct Story {
    official: String,
    /// For each number of hops: how many payments, and their sum.
    totals: BTreeMap<usize, (usize, Money)>,
    rows: Vec<Row>,
}

/// Payments that the README tells in one row.
struct Row {
    /// Ids, or the first and the last of so many.
    ids: Vec<String>,
    count: usize,
    amount: Money,
    /// Whether the amount is that of all payments of the row together.
    in_all: bool,
    programme: String,
    /// Who was paid; several households where it is no id.
    payee: Option<String>,
    /// Channel, relative, chain and Chinese term.
    reaches: BTreeSet<[String; 4]>,
}

fn money(text: &str) -> Money {
    text.replace(',', "").parse().unwrap_or_else(|_| panic!("{text} is no amount"))
}

/// Texts between backquotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `1 hop: 4 payments, 27,825.00; 2 to 4 hops: 6 payments, 30,365.00`
fn totals(line: &str) -> BTreeMap<usize, (usize, Money)> {
    let line = line.trim_end_matches('.').split(". ").next().unwrap();
    let each = line.split("; ").map(|part| {
        let (hops, answer) = part.split_once(": ").unwrap();
        let numbers: Vec<usize> = hops.split(' ').filter_map(|word| word.parse().ok()).collect();
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
        let [payments, yuan, flow, reaches] = cells[..] else { panic!("{line}") };
        let mut ids = Vec::<String>::new();
        for id in quoted(payments) {
            // A bare number goes on with the year of the id before.
            let id = match ids.last() {
                Some(before) if !id.contains('-') => format!("{}-{id}", before.rsplit_once('-').unwrap().0),
                _ => id,
            };
            ids.push(id);
        }
        let counted = payments.rsplit_once('(').map(|(_, count)| count.trim_end_matches(')').parse().unwrap());
        let (programme, payee) = flow.split_once(" → ").unwrap();
        let reaches = reaches.split("; ").map(|reach| {
            let (channel, rest) = reach.split_once(" `").unwrap();
            let (relative, rest) = rest.split_once("` `").unwrap();
            let (chain, term) = rest.split_once("` ").unwrap();
            let (term, hops) = term.split_once(" (").map_or((term, None), |(term, hops)| (term, Some(hops)));
            assert!(hops.is_none_or(|hops| hops == format!("{} hops)", chain.len())), "{line}");
            [channel, relative, chain, term].map(|text| text.trim().to_owned())
        });
        Self {
            count: counted.unwrap_or(ids.len()),
            ids,
            amount: money(yuan.split(' ').next().unwrap()),
            in_all: yuan.ends_with(" in all"),
            programme: programme.to_owned(),
            payee: payee.strip_prefix('`').map(|payee| payee.trim_end_matches('`').to_owned()),
            reaches: reaches.collect(),
        }
    }

    /// What the row tells whoever asks for no more than so many hops.
    fn within(&self, hops: usize) -> BTreeSet<[String; 4]> {
        self.reaches.iter().filter(|[_, _, chain, _]| chain.len() <= hops).cloned().collect()
    }

    fn holds(&self, id: &str) -> bool {
        if self.count == self.ids.len() {
            self.ids.iter().any(|listed| listed == id)
        } else {
            *self.ids[0] <= *id && *id <= *self.ids[1]
        }
    }
}

fn stories() -> Vec<Story> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed/README.md");
    let readme = std::fs::read_to_string(file).unwrap();
    let mut stories = Vec::<Story>::new();
    for line in readme.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            let official = title.split_once(": ").map_or("", |(_, official)| official);
            stories.push(Story { official: official.to_owned(), ..Story::default() });
        } else if let Some(story) = stories.last_mut().filter(|story| !story.official.is_empty()) {
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

/// A payment as the service answers it.
struct Answered {
    id: String,
    amount: Money,
    programme: String,
    payee: String,
    reaches: BTreeSet<[String; 4]>,
}

async fn answered(service: &Running, official: &str, hops: usize) -> ((usize, Money), Vec<Answered>) {
    let query = "query ($official: ID!, $hops: Int!) {
      subsidiesReachingRelatives(official: $official, within: {hops: $hops}, first: 200) {
        totalCount totalAmount truncated hiddenByScope
        nodes {
          payment { id amount programme { id } payee { ... on Person { id } ... on Household { id } ... on Company { id } ... on Agency { id } } }
          reaches { channel relative { id } kinship { chain term } }
        }
      }
    }";
    let variables = json!({"official": official, "hops": hops});
    let data = service.data(Question::new(Role::Investigator, query).with("variables", variables)).await;
    let answer = &data["subsidiesReachingRelatives"];
    assert_eq!((&answer["truncated"], &answer["hiddenByScope"]), (&json!(false), &json!(0)));
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer:#}")).to_owned();
    let node = |node: &Value| {
        let payment = &node["payment"];
        let reaches = node["reaches"].as_array().unwrap().iter().map(|reach| {
            let kinship = &reach["kinship"];
            [&reach["channel"], &reach["relative"]["id"], &kinship["chain"], &kinship["term"]].map(text)
        });
        Answered {
            id: text(&payment["id"]),
            amount: money(&text(&payment["amount"])),
            programme: text(&payment["programme"]["id"]),
            payee: text(&payment["payee"]["id"]),
            reaches: reaches.collect(),
        }
    };
    let total = (answer["totalCount"].as_u64().unwrap().try_into().unwrap(), money(&text(&answer["totalAmount"])));
    (total, answer["nodes"].as_array().unwrap().iter().map(node).collect())
}

#[tokio::test]
async fn the_readme_tells_what_the_service_answers() {
    let stories = stories();
    assert_eq!(stories.len(), 11, "stories with an official");
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        for story in &stories {
            let told: Vec<usize> = story.totals.keys().copied().collect();
            assert_eq!(told, [1, 2, 3, 4], "{} tells the totals of all hops", story.official);
            for (hops, total) in &story.totals {
                let shown = format!("{} within {hops} hops on {}", story.official, engine.name());
                let (answered_total, answer) = answered(&service, &story.official, *hops).await;
                assert_eq!(answered_total, *total, "{shown}");
                assert_eq!(answer.len(), total.0, "{shown}");
                for row in &story.rows {
                    let found: Vec<&Answered> = answer.iter().filter(|payment| row.holds(&payment.id) && payment.programme == row.programme).collect();
                    let reaches = row.within(*hops);
                    if reaches.is_empty() {
                        assert_eq!(found.len(), 0, "{shown}: {:?} reaches nobody yet", row.ids);
                        continue;
                    }
                    assert_eq!(found.len(), row.count, "{shown}: {:?}", row.ids);
                    for payment in &found {
                        assert_eq!(payment.reaches, reaches, "{shown}: {}", payment.id);
                        assert!(row.payee.as_ref().is_none_or(|payee| *payee == payment.payee), "{shown}: {}", payment.id);
                        assert!(row.in_all || payment.amount == row.amount, "{shown}: {}", payment.id);
                    }
                    let sum: Money = found.iter().map(|payment| payment.amount).sum();
                    assert!(!row.in_all || sum == row.amount, "{shown}: {:?} are {sum} in all", row.ids);
                    let payees: BTreeSet<&str> = found.iter().map(|payment| payment.payee.as_str()).collect();
                    assert_eq!(payees.len(), if row.payee.is_some() { 1 } else { row.count }, "{shown}");
                }
                // Rows of four hops are told in words.
                let untold = answer.iter().filter(|payment| !story.rows.iter().any(|row| row.holds(&payment.id)));
                let untold: Vec<&str> = untold.map(|payment| payment.id.as_str()).collect();
                assert!(*hops == 4 || untold.is_empty(), "{shown}: the README does not tell {untold:?}");
            }
        }
    }
}
