//! Statistics of the seed and of a generated county against their own files, on every engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use kinflow::{
    access::Role,
    generate::{Plan, generate},
};
use serde_json::{Value, json};

use crate::{
    api::Api,
    engines::{self, Engine},
    files::{seed_folder, table},
    money::Draw,
};

const MEASURES: [&str; 3] = ["AMOUNT", "COUNT", "PAYEES"];
const DIMENSIONS: [&str; 5] = ["REGION", "PROGRAMME", "MONTH", "AGENCY", "PAYEE_KIND"];
const DIGITS: [(&str, usize); 5] = [
    ("PROVINCE", 2),
    ("PREFECTURE", 4),
    ("COUNTY", 6),
    ("TOWNSHIP", 9),
    ("VILLAGE", 12),
];

/// A payment as the files tell it.
struct Payment {
    region: String,
    programme: String,
    month: String,
    agency: String,
    kind: String,
    payee: String,
    fen: i64,
    paid: bool,
}

struct Books {
    payments: Vec<Payment>,
    /// Regions of the agencies.
    agencies: BTreeMap<String, String>,
}

impl Books {
    fn read(folder: &Path) -> Self {
        let mut regions = BTreeMap::new();
        let mut bearers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, kind) in [
            ("persons", "PERSON"),
            ("households", "HOUSEHOLD"),
            ("companies", "COMPANY"),
            ("agencies", "AGENCY"),
        ] {
            for row in table(folder, name) {
                let number = row.get("idNumber").filter(|number| !number.is_empty());
                if let Some(number) = number {
                    let ids = bearers.entry(number.clone()).or_default();
                    ids.insert(row["id"].clone());
                }
                regions.insert(
                    (kind.to_owned(), row["id"].clone()),
                    row["regionCode"].clone(),
                );
            }
        }
        // Up to five records with one number are one person.
        let one: BTreeMap<String, String> = bearers
            .into_values()
            .filter(|ids| ids.len() <= 5)
            .flat_map(|ids| {
                let first = ids.first().unwrap().clone();
                ids.into_iter().map(move |id| (id, first.clone()))
            })
            .collect();
        let payments = table(folder, "payments").into_iter().map(|row| {
            let (kind, id) = (row["payeeKind"].clone(), row["payeeId"].clone());
            let own = &row["regionCode"];
            let region = match own.is_empty() {
                true => regions[&(kind.clone(), id.clone())].clone(),
                false => own.clone(),
            };
            let (yuan, cents) = row["amount"]
                .split_once('.')
                .unwrap_or((&row["amount"], ""));
            let fen =
                yuan.parse::<i64>().unwrap() * 100 + format!("{cents:0<2}").parse::<i64>().unwrap();
            Payment {
                region,
                programme: row["programmeId"].clone(),
                month: row["paidOn"][..7].to_owned(),
                agency: row["payerId"].clone(),
                payee: match kind == "PERSON" {
                    true => one.get(&id).unwrap_or(&id).clone(),
                    false => id,
                },
                kind,
                fen,
                paid: ["", "PAID"].contains(&row["status"].as_str()),
            }
        });
        Self {
            payments: payments.collect(),
            agencies: table(folder, "agencies")
                .into_iter()
                .map(|row| (row["id"].clone(), row["regionCode"].clone()))
                .collect(),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Question {
    measure: &'static str,
    by: Vec<&'static str>,
    level: usize,
    region: String,
    scope: String,
    months: [String; 2],
    programmes: Option<Vec<String>>,
    agencies: Option<Vec<String>>,
    kinds: Option<Vec<String>>,
}

/// What a group is of, and its value with the payees behind it.
type Groups = BTreeMap<[String; 5], (i64, BTreeSet<(String, String)>)>;

impl Question {
    fn draw(draw: &mut Draw, books: &Books) -> Self {
        let by = DIMENSIONS
            .into_iter()
            .filter(|_| draw.below(3) == 0)
            .collect();
        let some = &books.payments[draw.below(books.payments.len())];
        let other = &books.payments[draw.below(books.payments.len())];
        let digits = DIGITS.map(|(_, digits)| digits);
        let cut = |draw: &mut Draw, region: &str| {
            let digits = [0, 2, 4, 6, 9, 12][draw.below(6)];
            region[..digits.min(region.len())].to_owned()
        };
        let region = cut(draw, &some.region);
        let scope = match draw.below(3) {
            0 => cut(draw, &other.region),
            _ => String::new(),
        };
        let seen = if region.starts_with(&scope) {
            region.len()
        } else {
            scope.len()
        };
        // Not lower than the sums of so large a region are told apart.
        let lowest = match seen {
            ..6 => 2,
            6..9 => 3,
            _ => 4,
        };
        let mut months = [some.month.clone(), other.month.clone()];
        months.sort();
        if draw.below(2) == 0 {
            months = ["1900-01".to_owned(), "2100-12".to_owned()];
        }
        Self {
            measure: MEASURES[draw.below(3)],
            by,
            level: digits[draw.below(lowest + 1)],
            region,
            scope,
            months,
            programmes: (draw.below(4) == 0)
                .then(|| vec![some.programme.clone(), other.programme.clone()]),
            agencies: (draw.below(4) == 0).then(|| vec![some.agency.clone(), other.agency.clone()]),
            kinds: (draw.below(4) == 0).then(|| vec![other.kind.clone()]),
        }
    }

    /// The groups by brute force.
    fn answer(&self, books: &Books) -> Groups {
        let mut groups = Groups::new();
        let among = |list: &Option<Vec<String>>, value: &String| {
            list.as_ref().is_none_or(|list| list.contains(value))
        };
        for payment in &books.payments {
            let seen = payment.region.starts_with(&self.region)
                && payment.region.starts_with(&self.scope)
                && self.months[0] <= payment.month
                && payment.month <= self.months[1]
                && among(&self.programmes, &payment.programme)
                && among(&self.agencies, &payment.agency)
                && among(&self.kinds, &payment.kind);
            if !seen {
                continue;
            }
            let agency = match books.agencies[&payment.agency].starts_with(&self.scope) {
                true => payment.agency.as_str(),
                false => "",
            };
            let region = &payment.region[..self.level.min(payment.region.len())];
            let keys = [
                region,
                &payment.programme,
                &payment.month,
                agency,
                &payment.kind,
            ];
            let mut key = <[String; 5]>::default();
            for (place, dimension) in DIMENSIONS.iter().enumerate() {
                if self.by.contains(dimension) {
                    key[place] = keys[place].to_owned();
                }
            }
            let group = groups.entry(key).or_default();
            group.0 += match self.measure {
                "AMOUNT" if payment.paid => payment.fen,
                "AMOUNT" => -payment.fen,
                "COUNT" => i64::from(payment.paid),
                _ => 0,
            };
            if payment.paid {
                group
                    .1
                    .insert((payment.kind.clone(), payment.payee.clone()));
            }
        }
        if self.measure == "PAYEES" {
            for (value, payees) in groups.values_mut() {
                *value = i64::try_from(payees.len()).unwrap();
            }
        }
        groups
    }

    async fn ask(&self, api: &Api, engine: &Engine) -> Value {
        let level = DIGITS.iter().find(|(_, digits)| *digits == self.level);
        let region = Some(&self.region).filter(|region| !region.is_empty());
        let document = "query ($measure: Measure!, $by: [Dimension!]!, $filter: StatisticsFilter, $level: Level) {
          statistics(measure: $measure, by: $by, filter: $filter, level: $level, first: 1000) {
            truncated total { ...value }
            groups { value { ...value } regionCode programme { id } month agency { id } payeeKind } } }
          fragment value on Measured { amount count suppressed }";
        let variables = json!({
            "measure": self.measure, "by": self.by, "level": level.map(|(level, _)| level),
            "filter": {"region": region, "programmes": self.programmes, "agencies": self.agencies, "payeeKinds": self.kinds,
              "months": {"from": self.months[0], "to": self.months[1]}},
        });
        let graph = engine.graph(&[&self.scope], "2026-01-15");
        let answer = api.ask(graph, &self.scope, document, variables).await;
        answer["statistics"].clone()
    }
}

/// A value in fen or as a number; nothing if it is withheld.
fn value(measured: &Value) -> Option<i64> {
    match (&measured["amount"], &measured["count"]) {
        (Value::String(yuan), Value::Null) => Some(yuan.replace('.', "").parse().unwrap()),
        (Value::Null, Value::Number(count)) => count.as_i64(),
        (Value::Null, Value::Null) if measured["suppressed"] == true => None,
        _ => panic!("{measured}"),
    }
}

fn key(group: &Value) -> [String; 5] {
    let texts = [
        &group["regionCode"],
        &group["programme"]["id"],
        &group["month"],
        &group["agency"]["id"],
        &group["payeeKind"],
    ];
    texts.map(|text| text.as_str().unwrap_or_default().to_owned())
}

/// Everything that can be wrong with an answer to an investigator.
async fn check(api: &Api, engine: &Engine, books: &Books, question: &Question) -> usize {
    let answer = question.ask(api, engine).await;
    let expected = question.answer(books);
    let found: Vec<([String; 5], i64)> = answer["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (key(group), value(&group["value"]).unwrap()))
        .collect();
    let told = format!("{}: {question:?}", engine.name());
    let sorted = found
        .windows(2)
        .all(|pair| (-pair[0].1, &pair[0].0) < (-pair[1].1, &pair[1].0));
    assert!(sorted, "{told}: {found:?}");
    assert_eq!(answer["truncated"], expected.len() > 1_000, "{told}");
    let found: BTreeMap<_, _> = found.into_iter().collect();
    if expected.len() <= 1_000 {
        let all: BTreeMap<_, _> = expected
            .iter()
            .map(|(key, (value, _))| (key.clone(), *value))
            .collect();
        assert_eq!(found, all, "{told}");
    }
    let together = Question {
        by: Vec::new(),
        ..question.clone()
    }
    .answer(books);
    let total = together.values().next().map_or(0, |(value, _)| *value);
    assert_eq!(value(&answer["total"]), Some(total), "{told}");
    found.len()
}

/// What a reader who may not read people is told: no group of fewer than ten, and not one group alone
/// withheld.
async fn check_public(api: &Api, engine: &Engine, books: &Books, question: &Question) -> usize {
    let answer = question.ask(api, engine).await;
    let expected = question.answer(books);
    let told = format!("{}: {question:?}", engine.name());
    let groups = answer["groups"].as_array().unwrap();
    let mut withheld = Vec::new();
    for group in groups {
        let (amount, payees) = &expected[&key(group)];
        match value(&group["value"]) {
            Some(found) => {
                assert!(payees.len() >= 10, "{told}: {group}");
                assert_eq!(found, *amount, "{told}");
            }
            None => withheld.push(payees.len()),
        }
    }
    if expected.len() <= 1_000 {
        assert_eq!(groups.len(), expected.len(), "{told}");
        let small = expected
            .values()
            .filter(|(_, payees)| payees.len() < 10)
            .count();
        let next = usize::from(small > 0 && small < expected.len());
        assert_eq!(withheld.len(), small + next, "{told}");
    }
    withheld.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn sums_and_counts_are_those_of_the_files() {
    let county = tempfile::tempdir().unwrap();
    generate(&Plan::county(0.02, 7), county.path(), |_, _| {}).unwrap();
    let (api, public) = (Api::unlimited(), Api::unlimited().of(Role::Public));
    for engine in engines::all().await {
        for (folder, questions) in [(seed_folder(), 60), (county.path(), 40)] {
            engine.clear().await;
            engine.load_directory(folder).await;
            let books = Books::read(folder);
            let mut draw = Draw::new(11);
            let (mut found, mut withheld) = (0, 0);
            for _ in 0..questions {
                let question = Question::draw(&mut draw, &books);
                found += check(&api, &engine, &books, &question).await;
                withheld += check_public(&public, &engine, &books, &question).await;
            }
            assert!(
                found > 10 * questions && withheld > questions,
                "{found} groups, {withheld} withheld"
            );
        }
    }
}

/// The parts of a region come to what the region does, whatever the question.
#[tokio::test(flavor = "multi_thread")]
async fn the_sum_over_the_parts_is_that_of_the_region() {
    let api = Api::unlimited();
    for engine in engines::all().await {
        engine.load_seed().await;
        let books = Books::read(seed_folder());
        for region in ["", "99", "9901", "990101", "990101101", "990101201"] {
            for measure in ["AMOUNT", "COUNT"] {
                let level = DIGITS.iter().map(|(_, digits)| *digits);
                let question = Question {
                    measure,
                    by: vec!["REGION"],
                    level: level
                        .into_iter()
                        .find(|digits| *digits > region.len())
                        .unwrap(),
                    region: region.to_owned(),
                    months: ["1900-01".to_owned(), "2100-12".to_owned()],
                    ..Question::default()
                };
                let answer = question.ask(&api, &engine).await;
                let parts = answer["groups"].as_array().unwrap().iter();
                let sum: i64 = parts.map(|part| value(&part["value"]).unwrap()).sum();
                assert_eq!(Some(sum), value(&answer["total"]), "{region} {measure}");
                assert!(sum > 0);
                check(&api, &engine, &books, &question).await;
            }
        }
    }
}
