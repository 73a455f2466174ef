//! From a cell as a department wrote it to the text that the table expects.

use std::borrow::Cow;

use super::{
    date::{self, DateForm},
    decimal::Decimal,
    document::Section,
    target::{Column, Sense},
    unit::{Quantity, Unit},
};
use crate::{
    load::{FileFault, read::records::Kind},
    model::{Fault, RegionCode},
};

/// How a cell becomes the table's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) enum Convert {
    Text,
    Number {
        unit: Option<Unit>,
        quantity: Quantity,
        places: u32,
    },
    Date {
        form: DateForm,
        whole: bool,
        last: bool,
    },
    Instant(DateForm),
    Period(DateForm),
    Truth,
    Region,
    /// A number that identifies; marks that keep a spreadsheet from counting with it are left out.
    Identity,
}

/// Why a cell cannot be converted, and what is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct Unfit {
    pub fault: Fault,
    pub expected: String,
}

/// Words for an end that has not come.
const OPEN: [&str; 6] = [
    "至今",
    "长期",
    "永久",
    "无固定期限",
    "9999-12-31",
    "99991231",
];

impl Convert {
    /// What a column needs where nothing more is said.
    pub fn of(sense: Sense) -> Self {
        let form = DateForm::Recognised;
        match sense {
            Sense::Id(_) | Sense::Text | Sense::Word => Self::Text,
            Sense::Number(quantity, places) => Self::Number {
                unit: None,
                quantity,
                places,
            },
            Sense::Truth => Self::Truth,
            Sense::Date { whole, last } => Self::Date { form, whole, last },
            Sense::Period => Self::Period(form),
            Sense::Instant => Self::Instant(form),
            Sense::Region => Self::Region,
            Sense::IdNumber | Sense::Phone | Sense::CreditCode | Sense::AccountNumber => {
                Self::Identity
            }
        }
    }

    /// What a column needs with the unit or the date form that the mapping names.
    pub(super) fn read(column: &Column, section: &mut Section<'_>) -> Result<Self, FileFault> {
        let mut convert = Self::of(column.sense);
        if let Some(item) = section.take("unit") {
            let Self::Number { unit, quantity, .. } = &mut convert else {
                let reason = format!("{} is no number; leave the unit out", column.name);
                return Err(item.fault(reason));
            };
            let known = Unit::ALL.iter().filter(|unit| fits(*quantity, **unit));
            let named = item.text()?;
            let found = known.clone().find(|unit| unit.as_str() == named);
            *unit = Some(*found.ok_or_else(|| {
                let words: Vec<&str> = known.map(|unit| unit.as_str()).collect();
                let reason = format!(
                    "{} is not measured in {named}; units are {}",
                    column.name,
                    words.join(" ")
                );
                item.fault(reason)
            })?);
        }
        if let Some(item) = section.take("date") {
            let named = DateForm::parse(item.text()?).ok_or_else(|| {
                item.fault("a date form is EXCEL, letters as YYYYMMDD, or parts as %Y年%m月%d日, and names the year")
            })?;
            match &mut convert {
                Self::Date { form, .. } | Self::Instant(form) | Self::Period(form) => *form = named,
                _ => {
                    let reason = format!("{} is no date; leave the date form out", column.name);
                    return Err(item.fault(reason));
                }
            }
        }
        Ok(convert)
    }

    /// The cell, which is not empty, as the table expects it.
    pub fn apply<'a>(&self, text: &'a str, kind: Kind) -> Result<Cow<'a, str>, Unfit> {
        let serial = kind == Kind::Number;
        let made = match self {
            Self::Text => return Ok(Cow::Borrowed(text)),
            Self::Identity => return Ok(Cow::Borrowed(without_marks(text))),
            Self::Number {
                unit,
                quantity,
                places,
            } => number(text, *unit, *quantity, *places),
            Self::Date { last: true, .. } if OPEN.contains(&text) => Some(String::new()),
            Self::Date { form, whole, .. } => form
                .read(text, serial)
                .filter(|day| !whole || day.len() == 10),
            Self::Instant(form) => date::instant(text, form, serial),
            Self::Period(DateForm::Recognised) => date::period(text),
            Self::Period(form) => form.read(text, serial),
            Self::Truth => truth(text).map(str::to_owned),
            Self::Region => region(text),
        };
        made.map(Cow::Owned).ok_or_else(|| self.unfit())
    }

    fn unfit(&self) -> Unfit {
        let (fault, expected) = match self {
            Self::Number {
                unit,
                quantity,
                places,
            } => {
                let fault = match quantity {
                    Quantity::Money => Fault::BadAmount,
                    Quantity::Share => Fault::BadShare,
                    Quantity::Area | Quantity::Bare => Fault::BadNumber,
                };
                (fault, expected_number(*unit, *quantity, *places))
            }
            Self::Date {
                form, whole: true, ..
            } => (
                Fault::BadDate,
                format!("{}, to the day", form.expectation()),
            ),
            Self::Date { form, .. } => (Fault::BadDate, form.expectation()),
            Self::Instant(form) => (
                Fault::BadDate,
                format!("{}, with a time as 10:20:30", form.expectation()),
            ),
            Self::Period(DateForm::Recognised) => (
                Fault::BadDate,
                "a period as 2024, 2024-Q1, 2024年第一季度 or 2024年3月".into(),
            ),
            Self::Period(form) => (Fault::BadDate, form.expectation()),
            Self::Truth => (Fault::UnknownCode, "true or false, 是 or 否, 1 or 0".into()),
            Self::Region => (
                Fault::BadRegion,
                "a division code of 2, 4, 6, 9 or 12 digits".into(),
            ),
            Self::Text | Self::Identity => (Fault::BadText, "a text".into()),
        };
        Unfit { fault, expected }
    }
}

/// A measure of any unit may be an area, as a programme's quantity is.
fn fits(quantity: Quantity, unit: Unit) -> bool {
    quantity == unit.quantity() || quantity == Quantity::Bare && unit.quantity() == Quantity::Area
}

/// An amount is exact or refused; what was measured is rounded to what is kept of it, but only
/// where its unit was another.
fn number(text: &str, unit: Option<Unit>, quantity: Quantity, places: u32) -> Option<String> {
    let plain = date::halfwidth(text).replace(' ', "");
    let plain = plain.trim_start_matches(['¥', '￥']);
    let plain = match (quantity, unit) {
        (Quantity::Money, None | Some(Unit::Yuan)) => plain.trim_end_matches('元'),
        (Quantity::Area, None | Some(Unit::Mu)) => plain.trim_end_matches('亩'),
        (Quantity::Share, None | Some(Unit::Percent)) => plain.trim_end_matches('%'),
        _ => plain,
    };
    let amount = Decimal::parse(plain)?;
    let Some(unit) = unit else {
        return Some(amount.to_string());
    };
    let amount = unit.convert(amount)?;
    if quantity == Quantity::Money {
        return (amount.decimals() <= places).then(|| amount.to_string());
    }
    Some(amount.rounded(places).to_string())
}

fn expected_number(unit: Option<Unit>, quantity: Quantity, places: u32) -> String {
    match (unit, quantity) {
        (Some(unit), Quantity::Money) => {
            format!("a decimal number in {unit} that comes to yuan with at most {places} decimals")
        }
        (Some(unit), _) => format!("a decimal number in {unit}"),
        (None, Quantity::Money) => "a decimal number of yuan as 1234.50 or 1,234.50".into(),
        (None, _) => "a decimal number as 1234.5".into(),
    }
}

fn truth(text: &str) -> Option<&'static str> {
    match text {
        "true" | "TRUE" | "True" | "1" | "是" | "有" | "Y" | "y" | "√" => Some("true"),
        "false" | "FALSE" | "False" | "0" | "否" | "无" | "N" | "n" | "×" => Some("false"),
        _ => None,
    }
}

/// Cities without counties, whose county tier is zeros.
const WITHOUT_COUNTIES: [&str; 4] = ["4419", "4420", "4604", "6202"];

/// A division code cut to its tier: 500111000000 is 500111.
fn region(text: &str) -> Option<String> {
    let mut code = text;
    for (long, short) in [(12, 9), (9, 6), (6, 4), (4, 2)] {
        let city = long == 6 && WITHOUT_COUNTIES.iter().any(|city| code.starts_with(city));
        if let Some((tier, rest)) = code.split_at_checked(short)
            && code.len() == long
            && rest.bytes().all(|byte| byte == b'0')
            && !city
        {
            code = tier;
        }
    }
    code.parse::<RegionCode>().ok().map(|_| code.to_owned())
}

/// `'110105…` and `="110105…"` are how exports keep a number a text.
pub(super) fn without_marks(text: &str) -> &str {
    let quoted = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'));
    quoted
        .unwrap_or(text)
        .trim_start_matches(['\'', '`', '’'])
        .trim()
}

/// A cell without what stands around its text.
pub(in crate::load) fn tidy(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

#[cfg(test)]
mod tests;
