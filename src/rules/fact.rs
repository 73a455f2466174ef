//! What a hit tells: ids, numbers, days and declared words, and nothing else.

use serde::Deserialize;
use serde_json::Value;

use crate::model::{
    Money, Month, RegionCode,
    codes::codes,
    day::day,
    kin::{Chain, Locale},
};

codes! {
    /// What a fact is.
    pub enum FactType {
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
        /// Id of an application.
        Application = "APPLICATION",
        /// Id of a plot.
        Plot = "PLOT",
        /// Id of a transfer.
        Transfer = "TRANSFER",
        /// Division code of a region.
        Region = "REGION",
        /// Calendar day.
        Date = "DATE",
        /// Calendar month.
        Month = "MONTH",
        /// A year, a month, or the first and last month of a period.
        Period = "PERIOD",
        /// Amount in fen.
        Money = "MONEY",
        /// Whole number.
        Integer = "INTEGER",
        /// Number.
        Number = "NUMBER",
        /// Share in millionths.
        Share = "SHARE",
        /// Area in hundredths of a mu.
        Area = "AREA",
        /// True or false.
        Truth = "TRUTH",
        /// Kin steps in letters.
        Chain = "CHAIN",
    }
}

impl FactType {
    /// Whether it can be compared with a threshold.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Money | Self::Integer | Self::Number | Self::Share | Self::Area
        )
    }

    fn holds(self, value: &Value) -> bool {
        let text = |fits: fn(&str) -> bool| value.as_str().is_some_and(fits);
        match self {
            Self::Region => text(|text| text.parse::<RegionCode>().is_ok()),
            Self::Date => text(|text| day(text).is_ok()),
            Self::Month => text(|text| text.parse::<Month>().is_ok()),
            Self::Period => text(|text| text.split('/').all(is_period)),
            Self::Chain => text(|text| text.parse::<Chain>().is_ok()),
            Self::Money | Self::Integer | Self::Share | Self::Area => value.is_i64(),
            Self::Number => value.is_number(),
            Self::Truth => value.is_boolean(),
            _ => value.is_string(),
        }
    }

    /// A value as a reader of a language sees it.
    #[must_use]
    pub fn show(self, value: &Value, locale: Locale) -> String {
        let whole = value.as_i64();
        let hundredths = |number: i64| format!("{:.2}", number as f64 / 100.0);
        match (self, whole) {
            (Self::Money, Some(fen)) => Money(fen).to_string(),
            (Self::Area, Some(area)) => hundredths(area),
            (Self::Share, Some(share)) => {
                let percent = format!("{:.2}", share as f64 / 10_000.0);
                format!("{}%", percent.trim_end_matches('0').trim_end_matches('.'))
            }
            (Self::Truth, _) => match (value.as_bool(), locale) {
                (Some(true), Locale::En) => "yes".into(),
                (_, Locale::En) => "no".into(),
                (Some(true), Locale::Zh) => "是".into(),
                (_, Locale::Zh) => "否".into(),
            },
            (Self::Chain, _) => {
                let chain = value.as_str().and_then(|text| text.parse::<Chain>().ok());
                let words = chain.iter().flat_map(Chain::steps);
                let words: Vec<_> = words.map(|step| step.word(locale, None, None)).collect();
                words.join(" → ")
            }
            _ => match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            },
        }
    }
}

/// A year or a month.
fn is_period(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
        || text.parse::<Month>().is_ok()
}

/// A fact as the header declares it.
#[derive(Clone, Debug)]
pub enum Fact {
    /// Values of a type.
    Typed(FactType),
    /// One of these words.
    Word(Vec<String>),
}

impl Fact {
    /// Reads a type's name or a list of words.
    pub(super) fn read(written: &toml::Value) -> Result<Self, String> {
        match written {
            toml::Value::String(name) => {
                let kind = FactType::deserialize(toml::Value::String(name.clone()));
                kind.map(Self::Typed)
                    .map_err(|_| format!("{name} is no type: {}", FactType::WORDS.join(", ")))
            }
            toml::Value::Array(words) if !words.is_empty() => {
                let words = words.iter().map(|word| word.as_str().map(str::to_owned));
                let words: Option<Vec<String>> = words.collect();
                words
                    .map(Self::Word)
                    .ok_or_else(|| "words are texts".into())
            }
            _ => Err("write a type, as \"DATE\", or a list of words".into()),
        }
    }

    /// Whether a value, or each of a list, is what was declared; nothing always is.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Null) => true,
            (_, Value::Array(values)) => values
                .iter()
                .all(|value| !value.is_array() && !value.is_null() && self.holds(value)),
            (Self::Typed(kind), value) => kind.holds(value),
            (Self::Word(words), value) => value
                .as_str()
                .is_some_and(|word| words.iter().any(|known| known == word)),
        }
    }

    /// A value as a reader of a language sees it.
    #[must_use]
    pub fn show(&self, value: &Value, locale: Locale) -> String {
        match (self, value) {
            (_, Value::Null) => "-".to_owned(),
            (_, Value::Array(values)) => {
                let shown: Vec<String> = values
                    .iter()
                    .map(|value| self.show(value, locale))
                    .collect();
                shown.join(match locale {
                    Locale::En => ", ",
                    Locale::Zh => "、",
                })
            }
            (Self::Typed(kind), value) => kind.show(value, locale),
            (Self::Word(_), value) => value.as_str().unwrap_or_default().to_owned(),
        }
    }
}
