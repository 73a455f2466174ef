//! The header of a rule: TOML behind `//` at the head of its file.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::fact::{Fact, FactType};
use crate::{model::codes::codes, questions::Titles};

codes! {
    /// What a rule looks at, one after another, and what an alert is about.
    pub enum Subject {
        /// A natural person.
        Person = "Person",
        /// A household.
        Household = "Household",
        /// A plot of land.
        Plot = "Plot",
        /// A payment.
        Payment = "Payment",
        /// A bank account.
        Account = "Account",
        /// A region, for what its village publishes.
        Region = "Region",
        /// Whoever holds or held a post.
        Official = "Official",
        /// A public body or organisation.
        Agency = "Agency",
        /// A project.
        Project = "Project",
        /// A contract.
        Contract = "Contract",
        /// A lot put out to tender.
        Tender = "Tender",
        /// A company.
        Company = "Company",
        /// A tip.
        Tip = "Tip",
    }

    /// How grave a hit would be if it were confirmed.
    #[derive(PartialOrd, Ord)]
    pub enum Severity {
        /// Worth a look.
        Low = "LOW",
        /// Worth a look soon.
        Medium = "MEDIUM",
        /// A red alert.
        High = "HIGH",
    }
}

impl Subject {
    /// What a subject is called in the statements about it: the first letter of its label.
    #[must_use]
    pub fn variable(self) -> String {
        self.as_str()
            .chars()
            .take(1)
            .collect::<String>()
            .to_lowercase()
    }
}

/// What a rule must have to say that there is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A register, loaded for the subject's region up to the day judged.
    Register(String),
    /// A property of a label.
    Field(String, String),
}

impl std::fmt::Display for Need {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Register(name) => write!(f, "data:{name}"),
            Self::Field(label, name) => write!(f, "{label}.{name}"),
        }
    }
}

/// A number that a rule compares with, which the settings may change.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name: `$name` in the statement.
    pub name: String,
    /// What it is.
    pub about: String,
    /// What it is where the settings say nothing.
    pub default: Value,
}

/// What a rule compares its subjects with, asked once a run.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peers {
    /// The statement, whose rows reach every chunk as `$peers`.
    pub statement: String,
    /// Its column that names a group.
    pub group: String,
}

/// Everything that a header says.
#[derive(Clone, Debug)]
pub struct Header {
    /// The rule's id, such as `S1`.
    pub id: String,
    /// What it is called.
    pub title: Titles,
    /// What it looks at.
    pub subject: Subject,
    /// How grave a hit would be.
    pub severity: Severity,
    /// The places that have it.
    pub localities: Vec<String>,
    /// The duties it rests on.
    pub legal_basis: Vec<String>,
    /// Why a hit deserves a second look.
    pub why: String,
    /// What is left alone.
    pub exceptions: Vec<String>,
    /// What it must have to say that there is nothing.
    pub needs: Vec<Need>,
    /// Days after which a register is too old to say so.
    pub max_age_days: u32,
    /// The day on which a subject can begin to hit with no new data.
    pub due: Option<String>,
    /// Which subjects can hit at all.
    pub candidates: Option<String>,
    /// What the measure is.
    pub measure: FactType,
    /// A hit in a sentence, with facts in braces.
    pub explain: Titles,
    /// Who answers for the rule.
    pub owner: String,
    /// The day from which it is in force.
    pub from: NaiveDate,
    /// What a hit tells.
    pub facts: BTreeMap<String, Fact>,
    /// What the settings may change.
    pub params: Vec<Param>,
    /// By kind of changed node or link, the statement that names the subjects to look at again.
    pub touched: BTreeMap<String, String>,
    /// What subjects are compared with.
    pub peers: Option<Peers>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Written {
    id: String,
    title: String,
    #[serde(rename = "title_zh")]
    title_zh: String,
    subject: Subject,
    severity: Severity,
    localities: Vec<String>,
    legal_basis: Vec<String>,
    why: String,
    #[serde(default)]
    exceptions: Vec<String>,
    needs: Vec<String>,
    #[serde(default = "a_month")]
    max_age_days: u32,
    #[serde(default)]
    due: String,
    candidates: Option<String>,
    measure: FactType,
    explain: String,
    #[serde(rename = "explain_zh")]
    explain_zh: String,
    owner: String,
    from: toml::value::Datetime,
    facts: BTreeMap<String, toml::Value>,
    #[serde(default)]
    params: BTreeMap<String, toml::Value>,
    touched: BTreeMap<String, String>,
    peers: Option<Peers>,
}

fn a_month() -> u32 {
    31
}

/// The lines of a file's header, without the slashes.
fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//"));
    lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect()
}

/// The line, from 1, that begins with a key.
pub(super) fn line_of(text: &str, key: &str) -> usize {
    line_behind(text, "", key)
}

/// The line, from 1, that begins with a key, behind a heading: a fact and a param may have one name.
pub(super) fn line_behind(text: &str, heading: &str, key: &str) -> usize {
    let lines = lines(text);
    let from = lines.iter().position(|line| line.trim_end() == heading);
    let from = from.unwrap_or(0);
    let found = lines.iter().skip(from).position(|line| {
        let rest = line.strip_prefix(key).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with('='))
    });
    found.map_or(1, |line| from + line + 1)
}

/// Reads the header of a rule's text.
pub(super) fn read(text: &str) -> Result<Header, (usize, String)> {
    let lines = lines(text);
    if lines.is_empty() {
        return Err((1, "it begins with a header: lines of TOML behind //".into()));
    }
    let toml = lines.join("\n");
    let written: Written = toml::from_str(&toml).map_err(|error| {
        let before = error.span().and_then(|span| toml.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        (line, error.message().to_owned())
    })?;
    let at = |key: &str, reason: String| (line_of(text, key), reason);
    let needs = written.needs.iter().map(|need| need_of(need));
    let needs = needs
        .collect::<Result<_, _>>()
        .map_err(|reason| at("needs", reason))?;
    let from = written.from.date.and_then(|date| {
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
    });
    let from = from.ok_or_else(|| at("from", "write a day, as 2020-01-01".into()))?;
    let facts = written.facts.into_iter().map(|(name, kind)| {
        let fact = Fact::read(&kind).map_err(|reason| at(&name, reason))?;
        Ok((name, fact))
    });
    let facts = facts.collect::<Result<_, _>>()?;
    let params = written.params.into_iter().map(|(name, default)| {
        let place = line_behind(text, "[params]", &name);
        let line = lines.get(place - 1).copied();
        let about = line.and_then(|line| Some(line.rsplit_once(" # ")?.1.trim().to_owned()));
        let about = about.ok_or_else(|| {
            let reason = format!("say behind # what the param {name} is");
            (place, reason)
        })?;
        let default = serde_json::to_value(default).map_err(|error| (place, error.to_string()))?;
        Ok(Param {
            name,
            about,
            default,
        })
    });
    let params = params.collect::<Result<_, _>>()?;
    if !written.measure.is_number() {
        let reason = "a measure is MONEY, INTEGER, NUMBER, SHARE or AREA".to_owned();
        return Err(at("measure", reason));
    }
    Ok(Header {
        id: written.id,
        title: Titles {
            en: written.title,
            zh: written.title_zh,
        },
        subject: written.subject,
        severity: written.severity,
        localities: written.localities,
        legal_basis: written.legal_basis,
        why: written.why,
        exceptions: written.exceptions,
        needs,
        max_age_days: written.max_age_days,
        due: Some(written.due).filter(|due| !due.is_empty()),
        candidates: written.candidates,
        measure: written.measure,
        explain: Titles {
            en: written.explain,
            zh: written.explain_zh,
        },
        owner: written.owner,
        from,
        facts,
        params,
        touched: written.touched,
        peers: written.peers,
    })
}

fn need_of(text: &str) -> Result<Need, String> {
    match (text.strip_prefix("data:"), text.split_once('.')) {
        (Some(name), _) if !name.is_empty() => Ok(Need::Register(name.to_owned())),
        (None, Some((label, field))) => Ok(Need::Field(label.to_owned(), field.to_owned())),
        _ => Err(format!(
            "{text:?} is neither a field, as Payment.paidOn, nor a register, as data:DEATHS"
        )),
    }
}
