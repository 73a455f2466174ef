//! The header of a question: TOML behind `//!` at the head of its file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::model::{codes::codes, web::NodeKind};

codes! {
    /// What a parameter takes or a column of an answer holds.
    pub enum ValueType {
        /// Id of a natural person.
        Person = "PERSON",
        /// Id of a household.
        Household = "HOUSEHOLD",
        /// Id of a company.
        Company = "COMPANY",
        /// Id of a bank account.
        Account = "ACCOUNT",
        /// Id of a public body or organisation.
        Agency = "AGENCY",
        /// Id of a post.
        Post = "POST",
        /// Id of a project.
        Project = "PROJECT",
        /// Id of a lot put out to tender.
        Tender = "TENDER",
        /// Id of a bid.
        Bid = "BID",
        /// Id of a contract.
        Contract = "CONTRACT",
        /// Id of a payment.
        Payment = "PAYMENT",
        /// Id of a programme.
        Programme = "PROGRAMME",
        /// Division code of a region.
        Region = "REGION",
        /// Calendar day.
        Date = "DATE",
        /// Calendar month.
        Month = "MONTH",
        /// Amount: yuan in questions and answers, fen in the statement.
        Money = "MONEY",
        /// Whole number.
        Integer = "INTEGER",
        /// Number.
        Number = "NUMBER",
        /// True or false.
        Truth = "TRUTH",
        /// One of the words that the header lists.
        Word = "WORD",
    }

    /// Who may ask a question.
    pub enum Sensitivity {
        /// Roles that read people.
        Personal = "PERSONAL",
        /// Every role: it answers with numbers, days, words, regions, programmes, projects and agencies.
        General = "GENERAL",
    }
}

impl ValueType {
    /// The kind of node that an id of this kind names, of those that connections run through.
    #[must_use]
    pub fn node(self) -> Option<NodeKind> {
        self.as_str().parse().ok()
    }

    /// Whether a role that does not read people may be shown it.
    #[must_use]
    pub fn is_general(self) -> bool {
        !matches!(
            self,
            Self::Person
                | Self::Household
                | Self::Company
                | Self::Account
                | Self::Post
                | Self::Tender
                | Self::Bid
                | Self::Contract
                | Self::Payment
        )
    }
}

/// A sentence in two languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titles {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// What a question asks for.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name: `$name` in the statement.
    pub name: String,
    /// What it means.
    pub title: Titles,
    /// What it takes.
    pub kind: ValueType,
    /// Whether it takes several.
    pub several: bool,
    /// Its words, if it takes words.
    pub words: Vec<String>,
    /// What it is where nothing is given, as the statement gets it; without one, something must be given.
    pub default: Option<Value>,
}

/// What a question answers.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name: `AS name` in the statement.
    pub name: String,
    /// What it means.
    pub title: Titles,
    /// What it holds.
    pub kind: ValueType,
    /// Its words, if it holds words.
    pub words: Vec<String>,
}

/// Everything that a header says.
#[derive(Debug)]
pub(super) struct Header {
    pub title: Titles,
    pub sensitivity: Sensitivity,
    pub parameters: Vec<Parameter>,
    pub columns: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Titles,
    sensitivity: Sensitivity,
    #[serde(default)]
    parameters: BTreeMap<String, WrittenParameter>,
    columns: BTreeMap<String, WrittenColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParameter {
    title: Titles,
    r#type: ValueType,
    #[serde(default)]
    several: bool,
    #[serde(default)]
    words: Vec<String>,
    default: Option<toml::Value>,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenColumn {
    title: Titles,
    r#type: ValueType,
    #[serde(default)]
    words: Vec<String>,
}

/// Reads the header of a question's text.
pub(super) fn read(text: &str) -> Result<Header, (usize, String)> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> = lines.collect();
    if lines.is_empty() {
        return Err((
            1,
            "it begins with a header: lines of TOML behind //!".into(),
        ));
    }
    let toml = lines.join("\n");
    let written: Written = toml::from_str(&toml).map_err(|error| {
        let before = error.span().and_then(|span| toml.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        (line, error.message().to_owned())
    })?;
    let line_of = |section: &str, name: &str| {
        let heading = format!("[{section}.{name}]");
        let line = lines.iter().position(|line| line.trim() == heading);
        line.map_or(1, |line| line + 1)
    };
    let mut parameters = Vec::new();
    for (name, written) in written.parameters {
        let line = line_of("parameters", &name);
        let fault = |reason: String| (line, reason);
        words(written.r#type, &written.words).map_err(fault)?;
        let mut parameter = Parameter {
            name,
            title: written.title,
            kind: written.r#type,
            several: written.several,
            words: written.words,
            default: written.optional.then_some(Value::Null),
        };
        if let Some(default) = written.default {
            let given = serde_json::to_value(default).map_err(|error| fault(error.to_string()))?;
            let default = parameter.take(&given).map_err(fault)?;
            parameter.default = Some(default);
        }
        parameters.push(parameter);
    }
    let (mut columns, sensitivity) = (Vec::new(), written.sensitivity);
    for (name, written) in written.columns {
        let line = line_of("columns", &name);
        words(written.r#type, &written.words).map_err(|reason| (line, reason))?;
        if sensitivity == Sensitivity::General && !written.r#type.is_general() {
            let reason = "a GENERAL question answers with no person, household, company, account, post or procedure";
            return Err((line, reason.into()));
        }
        columns.push(Column {
            name,
            title: written.title,
            kind: written.r#type,
            words: written.words,
        });
    }
    if columns.is_empty() {
        return Err((1, "it names no columns: [columns.NAME]".into()));
    }
    Ok(Header {
        title: written.title,
        sensitivity,
        parameters,
        columns,
    })
}

fn words(kind: ValueType, words: &[String]) -> Result<(), String> {
    match (kind, words.is_empty()) {
        (ValueType::Word, true) => Err("a WORD lists its words: words = [\"…\"]".into()),
        (ValueType::Word, false) | (_, true) => Ok(()),
        (_, false) => Err("only a WORD lists words".into()),
    }
}
