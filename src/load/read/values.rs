//! What a cell may hold that is no type of its own: text, counts, measures, amounts.

use crate::model::{Fault, Invalid, Money, money::decimal};

/// Longest text taken in a cell, in characters.
const LONGEST: usize = 2_000;

/// A line of text without control characters.
pub(in crate::load) fn text(text: &str) -> Result<String, Invalid> {
    if text.chars().any(char::is_control) || text.chars().count() > LONGEST {
        return Err(Invalid::new(
            Fault::BadText,
            format!(
                "a text is one line of at most {LONGEST} characters, none of them a control character"
            ),
        ));
    }
    Ok(text.to_owned())
}

/// A whole number from 0 to the bound.
pub(in crate::load) fn count(most: i64) -> impl Fn(&str) -> Result<i64, Invalid> {
    move |text| {
        decimal(text, 0)
            .filter(|number| !text.contains('.') && (0..=most).contains(number))
            .ok_or_else(|| {
                Invalid::new(
                    Fault::BadNumber,
                    format!("a whole number from 0 to {most} is needed here"),
                )
            })
    }
}

/// A measure of any unit, from zero, with at most four decimals.
pub(in crate::load) fn quantity(text: &str) -> Result<f64, Invalid> {
    decimal(text, 4)
        .filter(|scaled| *scaled >= 0)
        .and_then(|_| text.parse().ok())
        .ok_or_else(|| {
            Invalid::new(
                Fault::BadNumber,
                "a quantity is a decimal number from 0 with at most four decimals",
            )
        })
}

/// An amount that is not below zero.
pub(in crate::load) fn amount(text: &str) -> Result<Money, Invalid> {
    let amount: Money = text.parse()?;
    if amount < Money::default() {
        return Err(Invalid::new(
            Fault::NegativeAmount,
            "an amount is not below zero; money that came back is a row of its own with status RETURNED or REVERSED",
        ));
    }
    Ok(amount)
}

/// `true` or `false`.
pub(in crate::load) fn truth(text: &str) -> Result<bool, Invalid> {
    text.parse()
        .map_err(|_| Invalid::new(Fault::UnknownCode, "true or false is needed here"))
}
