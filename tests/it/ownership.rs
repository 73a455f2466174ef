//! Ownership against an oracle that shares no code with the product, on random webs of holdings, on
//! every engine.

mod bounds;
mod kin;
mod webs;

use serde_json::{Value, json};

use self::webs::{DAYS, Dice, Digits, Found, Node, Row, Webs};
use crate::{
    api::Api,
    engines::{self, Engine},
};

/// Random webs a run; `KINFLOW_COUNTIES` asks for more.
const WEBS: u64 = 40;

const PATHS: &str = "
    totalCount truncated
    nodes { share steps {
      hidden share company { id } holder { ... on Person { id } ... on Company { id } }
      stakes { kind share hidden from to source { line } }
    } }";
const POSTS: &str = "kind share company { id } holder { ... on Person { id } ... on Company { id } } hidden from to source { line }";

fn owners() -> String {
    format!(
        "query ($id: ID!, $threshold: Percent, $on: Date) {{ beneficialOwners(company: $id, threshold: $threshold, on: $on) {{
           totalCount circular deeper truncated
           owners(first: 1000) {{ person {{ id }} hidden share paths(first: 10000) {{ {PATHS} }} }}
           posts {{ {POSTS} }}
           unaccounted(first: 1000) {{ company {{ id }} hidden onFile missing share withoutShare {{ {POSTS} }} }}
         }} }}"
    )
}

fn companies() -> String {
    format!(
        "query ($id: ID!, $threshold: Percent, $on: Date) {{ controlledCompanies(person: $id, threshold: $threshold, on: $on) {{
           totalCount circular deeper truncated
           companies(first: 1000) {{ company {{ id }} hidden share paths(first: 10000) {{ {PATHS} }} }}
           posts {{ {POSTS} }}
         }} }}"
    )
}

/// One question, and what its answer must be.
struct Asked<'a> {
    webs: &'a Webs,
    day: &'static str,
    threshold: &'static str,
    scope: String,
}

impl Asked<'_> {
    /// Whether a share is neither nothing nor below the threshold.
    fn counts(&self, share: &Digits) -> bool {
        !share.is_zero() && share.at_least(&Digits::one().times(self.threshold))
    }

    fn card(&self, kind: &str, id: &str) -> Value {
        match self.webs.sees(&self.scope, kind, id) {
            true => json!({"id": id}),
            false => Value::Null,
        }
    }

    /// A person is shown by the first of those records that is in scope: the least, and all that hold.
    fn person(&self, who: &str, found: &Found<'_>, upwards: bool) -> Value {
        let mut records = vec![who];
        let on = self.webs.on(self.day);
        let held = on
            .iter()
            .filter(|row| row.holder_kind == "PERSON" && row.kind == "SHAREHOLDER");
        let read = held.filter(|row| !upwards || found.near.contains(row.company.as_str()));
        records.extend(
            read.map(|row| row.holder.as_str())
                .filter(|record| self.webs.who(record) == who),
        );
        records.sort();
        let cards = records.iter().map(|record| self.card("PERSON", record));
        cards
            .into_iter()
            .find(|card| !card.is_null())
            .unwrap_or_default()
    }

    fn stake(&self, row: &Row) -> Value {
        let hidden = self.card(row.holder_kind, &row.holder).is_null()
            || self.card("COMPANY", &row.company).is_null();
        let shown = |text: &str| {
            if hidden || text.is_empty() {
                Value::Null
            } else {
                text.into()
            }
        };
        json!({
            "kind": row.kind,
            "share": if row.share.is_empty() { Value::Null } else { Digits::one().times(&row.share).percent().into() },
            "hidden": hidden,
            "from": shown(&row.from),
            "to": shown(&row.to),
            "source": if hidden { Value::Null } else { json!({"line": row.line}) },
        })
    }

    fn post(&self, row: &Row) -> Value {
        let mut post = self.stake(row);
        post["company"] = self.card("COMPANY", &row.company);
        post["holder"] = self.card(row.holder_kind, &row.holder);
        post
    }

    fn step(&self, company: Node<'_>, holder: Node<'_>, found: &Found<'_>, upwards: bool) -> Value {
        let on = self.webs.on(self.day);
        let of = |row: &&&Row| {
            let who = if row.holder_kind == "PERSON" {
                self.webs.who(&row.holder)
            } else {
                &row.holder
            };
            row.kind == "SHAREHOLDER"
                && row.company == company.1
                && (row.holder_kind, who) == holder
        };
        let rows: Vec<&Row> = on.iter().filter(of).copied().collect();
        let shares = rows
            .iter()
            .filter(|row| !row.share.is_empty())
            .map(|row| Digits::one().times(&row.share));
        let holder = match holder.0 {
            "PERSON" => self.person(holder.1, found, upwards),
            _ => self.card("COMPANY", holder.1),
        };
        let company = self.card("COMPANY", company.1);
        json!({
            "hidden": company.is_null() || holder.is_null(),
            "share": shares.fold(Digits::default(), |sum, share| sum.plus(&share)).percent(),
            "company": company,
            "holder": holder,
            "stakes": sorted(rows.iter().map(|row| self.stake(row)).collect()),
        })
    }

    /// The ends that count, the largest share first, each with its paths.
    fn ends(&self, found: &Found<'_>, start: Node<'_>, kind: &str, upwards: bool) -> Vec<Value> {
        let mut ends: Vec<_> = found
            .paths
            .keys()
            .filter(|node| node.0 == kind && **node != start)
            .map(|node| (found.sum(node), node))
            .collect();
        ends.retain(|(share, _)| self.counts(share));
        ends.sort_by(|(a, x), (b, y)| descending(a, b).then(x.cmp(y)));
        let end = |(share, node): &(Digits, &Node<'_>)| {
            let mut paths: Vec<_> = found.paths[*node].iter().collect();
            paths.sort_by(|(a, x), (b, y)| {
                descending(x, y).then(a.len().cmp(&b.len())).then(a.cmp(b))
            });
            let path = |(nodes, share): &(&Vec<Node<'_>>, &Digits)| {
                let steps = nodes.windows(2).map(|ends| {
                    let (company, holder) = if upwards {
                        (ends[0], ends[1])
                    } else {
                        (ends[1], ends[0])
                    };
                    self.step(company, holder, found, upwards)
                });
                json!({"share": share.percent(), "steps": steps.collect::<Vec<_>>()})
            };
            let card = match node.0 {
                "PERSON" => self.person(node.1, found, upwards),
                _ => self.card("COMPANY", node.1),
            };
            json!({
                (if upwards { "person" } else { "company" }): card,
                "hidden": card.is_null(),
                "share": share.percent(),
                "paths": {"totalCount": paths.len(), "truncated": false, "nodes": paths.iter().map(path).collect::<Vec<_>>()},
            })
        };
        ends.iter().map(end).collect()
    }

    fn posts(&self, of: impl Fn(&Row) -> bool) -> Value {
        let on = self.webs.on(self.day);
        let posts = ["LEGAL_REPRESENTATIVE", "DIRECTOR", "CONTROLLER"];
        let rows = on.iter().filter(|row| posts.contains(&row.kind) && of(row));
        sorted(rows.map(|row| self.post(row)).collect())
    }

    fn unaccounted(&self, found: &Found<'_>, start: &str) -> Vec<Value> {
        let on = self.webs.on(self.day);
        let mut open = Vec::new();
        for company in &found.near {
            let rows: Vec<_> = on
                .iter()
                .filter(|row| row.company == *company && row.kind == "SHAREHOLDER")
                .collect();
            let (with, without): (Vec<&&Row>, Vec<&&Row>) =
                rows.into_iter().partition(|row| !row.share.is_empty());
            let on_file = with.iter().fold(Digits::default(), |sum, row| {
                sum.plus(&Digits::one().times(&row.share))
            });
            let weight = match *company == start {
                true => Digits::one(),
                false => found.sum(&("COMPANY", *company)),
            };
            let on_file = on_file.percent();
            let (whole, decimals) = on_file.split_once('.').unwrap();
            let millionths: i64 = format!("{whole}{decimals}").parse().unwrap();
            let missing = (1_000_000 - millionths).max(0);
            let missing = format!("{}.{:04}", missing / 10_000, missing % 10_000);
            if weight.is_zero() || missing == "0.0000" && without.is_empty() {
                continue;
            }
            let card = self.card("COMPANY", company);
            let share = weight.times(&missing);
            open.push((share.clone(), *company, json!({
                "company": card, "hidden": card.is_null(), "onFile": on_file, "missing": missing, "share": share.percent(),
                "withoutShare": sorted(without.iter().map(|row| self.post(row)).collect()),
            })));
        }
        open.sort_by(|(a, x, _), (b, y, _)| descending(a, b).then(x.cmp(y)));
        open.into_iter().map(|(.., shown)| shown).collect()
    }

    fn of_company(&self, company: &str) -> Value {
        if !self.webs.sees(&self.scope, "COMPANY", company) {
            return Value::Null;
        }
        let found = self.webs.follow(("COMPANY", company), self.day, true);
        let owners = self.ends(&found, ("COMPANY", company), "PERSON", true);
        json!({
            "totalCount": owners.len(), "circular": found.circular, "deeper": found.deeper, "truncated": false,
            "owners": owners,
            "posts": self.posts(|row| row.company == company),
            "unaccounted": self.unaccounted(&found, company),
        })
    }

    fn of_person(&self, person: &str) -> Value {
        if !self.webs.sees(&self.scope, "PERSON", person) {
            return Value::Null;
        }
        let who = self.webs.who(person);
        let found = self.webs.follow(("PERSON", who), self.day, false);
        let companies = self.ends(&found, ("PERSON", who), "COMPANY", false);
        json!({
            "totalCount": companies.len(), "circular": found.circular, "deeper": found.deeper, "truncated": false,
            "companies": companies,
            "posts": self.posts(|row| row.holder_kind == "PERSON" && self.webs.who(&row.holder) == who),
        })
    }

    async fn ask(&self, api: &Api, engine: &Engine, document: &str, id: &str) -> Value {
        let graph = engine.graph(&[&self.scope], "2026-01-15");
        let variables = json!({"id": id, "threshold": self.threshold, "on": self.day});
        let data = api
            .ask(
                graph,
                std::slice::from_ref(&self.scope),
                document,
                variables,
            )
            .await;
        let mut answer = data.as_object().unwrap().values().next().unwrap().clone();
        // Links of one pair are ordered by ids of their own, which the oracle does not know.
        sort_within(&mut answer);
        answer
    }
}

fn descending(a: &Digits, b: &Digits) -> std::cmp::Ordering {
    b.at_least(a).cmp(&a.at_least(b))
}

fn sorted(mut rows: Vec<Value>) -> Value {
    rows.sort_by_cached_key(Value::to_string);
    rows.into()
}

fn sort_within(answer: &mut Value) {
    match answer {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                sort_within(value);
                if ["stakes", "posts", "withoutShare"].contains(&name.as_str()) {
                    *value = sorted(value.as_array().unwrap().clone());
                }
            }
        }
        Value::Array(rows) => rows.iter_mut().for_each(sort_within),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn random_webs_answer_as_the_oracle_does() {
    let api = Api::unlimited();
    let many = std::env::var("KINFLOW_COUNTIES").map_or(WEBS, |many| many.parse().unwrap());
    let drawn: Vec<_> = (0..many).map(|seed| (seed, Webs::new(seed))).collect();
    let (owners, companies) = (owners(), companies());
    for engine in engines::all().await {
        let (mut circles, mut deep, mut many_paths, mut hidden) = (0, 0, 0, 0);
        for (seed, webs) in &drawn {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in webs.files() {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            engine.load_directory(folder.path()).await;
            for text in webs.own() {
                engine.run(&text).await;
            }
            let mut dice = Dice::new(*seed + 1_000);
            for _ in 0..4 {
                let asked = Asked {
                    webs,
                    day: dice.pick(&DAYS),
                    threshold: dice.pick(&["0", "0.0001", "10", "25", "50"]),
                    scope: dice
                        .pick(&["", "", &webs.regions[0], &webs.regions[2], &webs.regions[3]])
                        .to_owned(),
                };
                let at = |what| {
                    format!(
                        "web {seed}, {what}, {} from {} within {:?} on {}",
                        asked.day,
                        asked.threshold,
                        asked.scope,
                        engine.name()
                    )
                };
                let company = dice.pick(&webs.companies).0;
                let (given, expected) = (
                    asked.ask(&api, &engine, &owners, &company).await,
                    asked.of_company(&company),
                );
                assert!(
                    given == expected,
                    "{}:\n{given:#}\nbut the oracle says\n{expected:#}",
                    at(&company)
                );
                let text = given.to_string();
                circles += usize::from(given["circular"] == true);
                deep += usize::from(given["deeper"] == true);
                hidden += usize::from(text.contains("\"hidden\":true"));
                many_paths += given["owners"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|owner| owner["paths"]["totalCount"].as_u64() > Some(1))
                    .count();
                let person = dice.pick(&webs.people).0;
                let (given, expected) = (
                    asked.ask(&api, &engine, &companies, &person).await,
                    asked.of_person(&person),
                );
                assert!(
                    given == expected,
                    "{}:\n{given:#}\nbut the oracle says\n{expected:#}",
                    at(&person)
                );
                deep += usize::from(given["deeper"] == true);
            }
        }
        let seen = [circles, deep, many_paths, hidden];
        assert!(
            many < WEBS || seen.iter().all(|count| *count >= 3),
            "the webs show too little: {seen:?}"
        );
    }
}

/// A lower threshold never loses an owner, and what is owned from below is owned from above.
#[tokio::test(flavor = "multi_thread")]
async fn a_lower_threshold_never_loses_an_owner() {
    let api = Api::unlimited();
    let (owners, companies) = (owners(), companies());
    let engine = engines::embedded().await;
    for seed in 100..112 {
        let webs = Webs::new(seed);
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in webs.files() {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        engine.load_directory(folder.path()).await;
        for text in webs.own() {
            engine.run(&text).await;
        }
        for (company, _) in &webs.companies {
            let mut fewer: Option<Vec<Value>> = None;
            for threshold in ["50", "25", "10", "0.0001", "0"] {
                let asked = Asked {
                    webs: &webs,
                    day: DAYS[1],
                    threshold,
                    scope: String::new(),
                };
                let answer = asked.ask(&api, &engine, &owners, company).await;
                let shown = |owner: &Value| json!([owner["person"]["id"], owner["share"]]);
                let found: Vec<Value> = answer["owners"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(shown)
                    .collect();
                assert!(
                    fewer.iter().flatten().all(|owner| found.contains(owner)),
                    "{company} at {threshold}"
                );
                for owner in &found {
                    let below = asked
                        .ask(&api, &engine, &companies, owner[0].as_str().unwrap())
                        .await;
                    let held = below["companies"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .find(|held| held["company"]["id"] == company.as_str());
                    assert_eq!(
                        held.map(|held| &held["share"]),
                        Some(&owner[1]),
                        "{company} and {owner} at {threshold}"
                    );
                }
                fewer = Some(found);
            }
        }
    }
}
