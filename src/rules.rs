//! Rules of the data team: one file each, with a header that says what it finds, why that matters and what
//! it needs, and a statement that judges a chunk of subjects.
//!
//! ```text
//! // id = "S1"
//! // title = "Paid after death"
//! // [params]
//! // graceDays = 0                 # days after the month of death that are left alone
//! …
//! RETURN subjectId, key, measure, facts, evidence
//! ORDER BY subjectId, key
//! ```
//!
//! What a rule finds is a lead: it says what deserves a second look, with its proof, and decides nothing.

mod check;
mod coverage;
mod fact;
mod header;
mod hit;
mod judge;
mod kin;
mod prepare;
mod subject;

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use rust_embed::RustEmbed;
use serde_json::Value;

pub use coverage::{Answer, Coverage};
pub use fact::{Fact, FactType};
pub use header::{Header, Need, Param, Peers, Severity, Subject};
pub use hit::{Found, Hit, NotComputable, Proof};
pub use judge::{Counts, Judge, JudgeError, Judged, Subjects};
pub use prepare::{Field, Fields, Readiness};

use crate::{
    config::Override,
    graph::{Exchange, Filled, Record},
    model::{RegionCode, kin::KinScopes},
};

/// The rules that the program brings.
#[derive(RustEmbed)]
#[folder = "cypher/rules"]
struct Brought;

/// A rule as its file says.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What its header says.
    pub header: Header,
    /// Its file's name.
    pub file: &'static str,
    /// What tells this text of the rule from another: the first twelve hexadecimal digits of its SHA-256.
    pub version: String,
    text: &'static str,
    peers: Option<&'static str>,
    page: Filled,
    these: Filled,
    count: Filled,
    overrides: Vec<Override>,
}

/// Why a file is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What to do about it.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Why there are no rules.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The folder cannot be read.
    #[error("the rules of {} cannot be read: {cause}", folder.display())]
    Unreadable {
        /// The folder, or the file in it.
        folder: PathBuf,
        /// What happened.
        #[source]
        cause: io::Error,
    },
    /// Files that are no rules.
    #[error("{}", lines(.0))]
    Refused(Vec<Refused>),
    /// Settings that change what no rule has.
    #[error("settings: rules.overrides: {0}")]
    Override(String),
}

fn lines(refused: &[Refused]) -> String {
    let lines: Vec<String> = refused.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The rules, by id: letters first, then by number.
#[derive(Clone, Debug, Default)]
pub struct Rules(BTreeMap<(String, u32), Rule>);

impl Rules {
    /// The rules that the program brings, and those of a folder if one is given; a rule there stands in
    /// place of one of the same id.
    ///
    /// # Errors
    /// [`RulesError`], which names file and line of everything that is wrong.
    pub fn read(
        folder: Option<&Path>,
        scopes: &KinScopes,
        overrides: &[Override],
    ) -> Result<Self, RulesError> {
        let brought = Brought::iter().filter_map(|name| {
            let text = Brought::get(&name)?.data.into_owned();
            Some((name.into_owned(), text))
        });
        let own = folder.map(files_of).transpose()?.unwrap_or_default();
        let replaced = |name: &str| {
            let id = name.split('_').next();
            own.iter().any(|(other, _)| other.split('_').next() == id)
        };
        let mut refused = Vec::new();
        let brought = brought.filter(|(name, _)| !replaced(name)).collect();
        let mut rules = collect(brought, scopes, &mut refused);
        rules.extend(collect(own, scopes, &mut refused));
        if !refused.is_empty() {
            return Err(RulesError::Refused(refused));
        }
        let mut rules = Self(rules);
        for change in overrides {
            rules.change(change)?;
        }
        Ok(rules)
    }

    fn change(&mut self, change: &Override) -> Result<(), RulesError> {
        let unfit = |reason: String| Err(RulesError::Override(reason));
        let rule = self
            .0
            .values_mut()
            .find(|rule| rule.header.id == change.rule);
        let Some(rule) = rule else {
            return unfit(format!("there is no rule {}", change.rule));
        };
        if let Some(region) = &change.region
            && let Err(error) = region.parse::<RegionCode>()
        {
            return unfit(format!("{}: {region}: {}", change.rule, error.reason));
        }
        for (name, value) in &change.params {
            let param = rule.header.params.iter().find(|param| param.name == *name);
            let Some(param) = param else {
                let known: Vec<&str> = rule
                    .header
                    .params
                    .iter()
                    .map(|param| param.name.as_str())
                    .collect();
                return unfit(format!(
                    "{}.{name}: the rule has no such param: {}",
                    change.rule,
                    known.join(", ")
                ));
            };
            if std::mem::discriminant(&param.default) != std::mem::discriminant(value) {
                return unfit(format!(
                    "{}.{name}: it is a value like {}",
                    change.rule, param.default
                ));
            }
        }
        rule.overrides.push(change.clone());
        Ok(())
    }

    /// Every rule, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.0.values()
    }

    /// A rule by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.0.get(&order(id))
    }
}

/// Ids in the order in which people count: C2 before C10.
fn order(id: &str) -> (String, u32) {
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = id
        .get(letters.len()..)
        .and_then(|number| number.parse().ok());
    (letters.to_owned(), number.unwrap_or_default())
}

fn collect(
    files: Vec<(String, Vec<u8>)>,
    scopes: &KinScopes,
    refused: &mut Vec<Refused>,
) -> BTreeMap<(String, u32), Rule> {
    let mut rules: BTreeMap<(String, u32), Rule> = BTreeMap::new();
    for (file, bytes) in files {
        match rule(&file, bytes, scopes) {
            Ok(rule) => {
                let key = order(&rule.header.id);
                if let Some(other) = rules.get(&key) {
                    refused.push(Refused {
                        file,
                        line: 1,
                        reason: format!("{} has the id {}, too", other.file, rule.header.id),
                    });
                } else {
                    rules.insert(key, rule);
                }
            }
            Err(found) => refused.extend(found),
        }
    }
    rules
}

/// The rule files of a folder, by name.
fn files_of(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, RulesError> {
    let unreadable = |path: &Path| {
        let folder = path.to_owned();
        move |cause| RulesError::Unreadable { folder, cause }
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "cypher") {
            let bytes = fs::read(&path).map_err(unreadable(&path))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            files.push((name.into_owned(), bytes));
        }
    }
    files.sort();
    Ok(files)
}

fn rule(file: &str, bytes: Vec<u8>, scopes: &KinScopes) -> Result<Rule, Vec<Refused>> {
    let refuse = |(line, reason): (usize, String)| Refused {
        file: file.to_owned(),
        line,
        reason,
    };
    let one = |fault| vec![refuse(fault)];
    let text = String::from_utf8(bytes).map_err(|_| one((1, "it is not UTF-8".into())))?;
    let header = header::read(&text).map_err(one)?;
    if !file.starts_with(&format!("{}_", header.id)) {
        let reason = format!("a rule's file is named by its id: {}_….cypher", header.id);
        return Err(one((1, reason)));
    }
    let faults = check::faults(&text, &header);
    if !faults.is_empty() {
        return Err(faults.into_iter().map(refuse).collect());
    }
    let statement = kin::expand(&text, scopes).map_err(one)?;
    let statement: String = statement
        .lines()
        .skip_while(|line| line.starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let version = {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(text.as_bytes());
        data_encoding::HEXLOWER.encode(digest.get(..6).unwrap_or_default())
    };
    let peers: Option<&'static str> = match &header.peers {
        None => None,
        Some(peers) => {
            let line = header::line_of(&text, "statement");
            let expanded = kin::expand(&peers.statement, scopes);
            let expanded = expanded.map_err(|(_, reason)| one((line, reason)))?;
            Some(Box::leak(expanded.into_boxed_str()))
        }
    };
    let (page, these) = subject::statements(&header);
    Ok(Rule {
        page,
        these,
        count: subject::count(&header),
        header,
        // Settled for as long as the program runs, as the statements that it brings are.
        file: Box::leak(format!("rules/{file}").into_boxed_str()),
        version,
        text: Box::leak(statement.into_boxed_str()),
        peers,
        overrides: Vec::new(),
    })
}

impl Rule {
    /// The params that hold in a region: those of the header, changed by the settings, the longest region
    /// last.
    #[must_use]
    pub fn params(&self, region: &str) -> Record {
        let defaults = self.header.params.iter();
        let mut params: Record = defaults
            .map(|param| (param.name.clone(), param.default.clone()))
            .collect();
        let within = |change: &&Override| {
            let place = change.region.as_deref().unwrap_or_default();
            region.starts_with(place)
        };
        let mut changes: Vec<&Override> = self.overrides.iter().filter(within).collect();
        changes.sort_by_key(|change| change.region.as_ref().map_or(0, String::len));
        for change in changes {
            params.extend(change.params.clone());
        }
        params
    }

    /// The params and what the settings change of them, as one value: runs under other settings are others.
    #[must_use]
    pub fn settings(&self) -> Value {
        let regional = self
            .overrides
            .iter()
            .filter(|change| change.region.is_some());
        let regional = regional
            .map(|change| serde_json::json!({"region": change.region, "params": change.params}));
        serde_json::json!({"params": self.params(""), "regions": regional.collect::<Vec<_>>()})
    }

    /// Whether the settings change a param for some region and not for others.
    fn differs_by_region(&self) -> bool {
        self.overrides.iter().any(|change| change.region.is_some())
    }

    fn exchange(&self, text: &'static str, parameters: Record) -> Exchange {
        Exchange {
            file: self.file,
            text,
            parameters,
            makes: None,
        }
    }

    /// A hit in a sentence, for a reader who may see the subject by a name.
    #[must_use]
    pub fn explain(
        &self,
        hit: &Hit,
        name: &str,
        as_of: &str,
        locale: crate::model::kin::Locale,
    ) -> String {
        use crate::model::kin::Locale;
        let template = match locale {
            Locale::En => &self.header.explain.en,
            Locale::Zh => &self.header.explain.zh,
        };
        let mut pieces = template.split('{');
        let mut sentence = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (named, rest) = piece.split_once('}').unwrap_or((piece, ""));
            match named {
                "name" => sentence.push_str(name),
                "key" => sentence.push_str(&hit.key),
                "asOf" => sentence.push_str(as_of),
                "measure" => {
                    let measure = Value::Number(hit.measure.clone());
                    sentence.push_str(&self.header.measure.show(&measure, locale));
                }
                fact => {
                    let value = hit.facts.get(fact).unwrap_or(&Value::Null);
                    let shown = self
                        .header
                        .facts
                        .get(fact)
                        .map(|fact| fact.show(value, locale));
                    sentence.push_str(&shown.unwrap_or_default());
                }
            }
            sentence.push_str(rest);
        }
        sentence
    }
}

#[cfg(test)]
mod tests;
