//! Values of questions: what is given for a parameter, and what stands in a cell of an answer.

use serde_json::Value;

use super::header::{Column, Parameter, ValueType};
use crate::model::{Money, Month, RegionCode, day::day};

/// Longest id that is taken.
const LONGEST: usize = 200;
/// Most values of a parameter that takes several.
const MOST_VALUES: usize = 1_000;

/// A cell of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Id of someone or something, which must be in scope to be shown.
    Id(String),
    /// A number, an amount in yuan, a day, a month, a region's code or a word, as it is written.
    Plain(String),
}

impl Parameter {
    /// What the statement gets for what is given.
    ///
    /// # Errors
    /// A sentence that says what is taken.
    pub fn take(&self, given: &Value) -> Result<Value, String> {
        let named = |reason: String| format!("the parameter {}: {reason}", self.name);
        if !self.several {
            return self.one(given).map_err(named);
        }
        let Value::Array(values) = given else {
            return Err(named("it takes a list".into()));
        };
        if values.len() > MOST_VALUES {
            return Err(named(format!("it takes at most {MOST_VALUES} values")));
        }
        let values: Result<Vec<Value>, String> =
            values.iter().map(|value| self.one(value)).collect();
        values.map(Value::from).map_err(named)
    }

    fn one(&self, given: &Value) -> Result<Value, String> {
        let text = || given.as_str().ok_or_else(|| "it takes a text".to_owned());
        let invalid = |invalid: crate::model::Invalid| invalid.reason;
        Ok(match self.kind {
            ValueType::Region => text()?
                .parse::<RegionCode>()
                .map_err(invalid)?
                .to_string()
                .into(),
            ValueType::Date => day(text()?).map_err(invalid)?.to_string().into(),
            ValueType::Month => text()?
                .parse::<Month>()
                .map_err(invalid)?
                .to_string()
                .into(),
            ValueType::Money => text()?.parse::<Money>().map_err(invalid)?.fen().into(),
            ValueType::Integer => given.as_i64().ok_or("it takes a whole number")?.into(),
            ValueType::Number => given.as_f64().ok_or("it takes a number")?.into(),
            ValueType::Truth => given.as_bool().ok_or("it takes true or false")?.into(),
            ValueType::Word => match text()? {
                word if self.words.iter().any(|known| known == word) => word.into(),
                _ => return Err(format!("it takes {}", self.words.join(", "))),
            },
            _ => match text()? {
                id if (1..=LONGEST).contains(&id.len()) => id.into(),
                _ => return Err(format!("an id has 1 to {LONGEST} bytes")),
            },
        })
    }

    /// A value to try the statement out with.
    pub(super) fn sample(&self) -> Value {
        if let Some(default) = &self.default {
            return default.clone();
        }
        let one: Value = match self.kind {
            ValueType::Region => "99".into(),
            ValueType::Date => "2026-01-15".into(),
            ValueType::Month => "2026-01".into(),
            ValueType::Money | ValueType::Integer => 1.into(),
            ValueType::Number => 1.0.into(),
            ValueType::Truth => true.into(),
            ValueType::Word => self.words.first().cloned().into(),
            _ => "~".into(),
        };
        match self.several {
            true => vec![one].into(),
            false => one,
        }
    }
}

impl Column {
    /// The cell that a value of the statement makes; nothing where the column does not hold such a value.
    #[must_use]
    pub fn cell(&self, value: &Value) -> Option<Cell> {
        let plain = |text: String| Some(Cell::Plain(text));
        if value.is_null() {
            return Some(Cell::Empty);
        }
        match self.kind {
            ValueType::Region => plain(value.as_str()?.parse::<RegionCode>().ok()?.to_string()),
            ValueType::Date => plain(day(value.as_str()?).ok()?.to_string()),
            ValueType::Month => plain(value.as_str()?.parse::<Month>().ok()?.to_string()),
            ValueType::Money => plain(Money(value.as_i64()?).to_string()),
            ValueType::Integer => plain(value.as_i64()?.to_string()),
            ValueType::Number => plain(value.as_f64()?.to_string()),
            ValueType::Truth => plain(value.as_bool()?.to_string()),
            ValueType::Word => {
                let word = value.as_str()?;
                let known = self.words.iter().any(|known| known == word);
                known.then(|| Cell::Plain(word.to_owned()))
            }
            _ => Some(Cell::Id(value.as_str()?.to_owned())),
        }
    }
}
