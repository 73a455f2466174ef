//! Calendar months.

use std::{fmt, str::FromStr};

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    day::{BOUNDS, PartialDate, Precision},
    fault::{Fault, Invalid},
};

/// A calendar month: `2024-03`. Months are in order as their texts are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Month(String);

impl Month {
    /// The first and the last month that any date can lie in.
    #[must_use]
    pub fn bounds() -> [Self; 2] {
        BOUNDS.map(Self::of)
    }

    /// Every month from this to another, unless they are more than `most`.
    #[must_use]
    pub fn to(&self, last: &Self, most: usize) -> Option<Vec<Self>> {
        let first: NaiveDate = format!("{self}-01").parse().ok()?;
        let months: Vec<Self> = (0..)
            .map_while(|further| Some(Self::of(first.checked_add_months(Months::new(further))?)))
            .take_while(|month| month <= last)
            .take(most + 1)
            .collect();
        (months.len() <= most).then_some(months)
    }

    fn of(day: NaiveDate) -> Self {
        Self(day.format("%Y-%m").to_string())
    }
}

impl FromStr for Month {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text.parse::<PartialDate>() {
            Ok(date) if date.precision == Precision::Month => Ok(Self::of(date.first)),
            _ => Err(Invalid::new(
                Fault::BadDate,
                "a month is written 2024-03 and lies from 1900 to 2100",
            )),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let some = month("2023-11").to(&month("2024-02"), 4).unwrap();
        let some: Vec<String> = some.iter().map(ToString::to_string).collect();
        assert_eq!(some, ["2023-11", "2023-12", "2024-01", "2024-02"]);
        assert!(month("2023-11").to(&month("2024-02"), 3).is_none());
        let [first, last] = Month::bounds();
        assert!(first.to(&last, 24).is_none());
        for text in ["2024", "2024-3", "2024-13", "2024-03-01", "1899-12", ""] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
