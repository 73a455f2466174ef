//! What a cell may hold that is no type of its own: text, counts, measures, amounts.

use crate::model::{Fault, Invalid, Money, money::decimal};

/// Longest text taken in a cell, in characters.
const LONGEST: usize = 2_000;
/// The whole in millionths.
const WHOLE: i64 = 1_000_000;
/// A hundred million mu, in hundredths: half of all farmland.
const LARGEST_AREA: i64 = 10_000_000_000;

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

/// An amount that may be below zero.
pub(in crate::load) fn change(text: &str) -> Result<Money, Invalid> {
    text.parse()
}

/// A rate in yuan with at most six decimals, in micro-yuan.
pub(in crate::load) fn rate(text: &str) -> Result<i64, Invalid> {
    scaled(
        text,
        6,
        i64::MAX,
        Fault::BadAmount,
        "a rate is written in yuan with at most six decimals, from 0",
    )
}

/// An area in mu with at most two decimals, in hundredths.
pub(in crate::load) fn area(text: &str) -> Result<i64, Invalid> {
    scaled(
        text,
        2,
        LARGEST_AREA,
        Fault::BadNumber,
        "an area is written in mu with at most two decimals, from 0 to 100 million",
    )
}

/// A share in percent with at most four decimals, in millionths.
pub(in crate::load) fn share(text: &str) -> Result<i64, Invalid> {
    scaled(
        text,
        4,
        WHOLE,
        Fault::BadShare,
        "a share is a percentage from 0 to 100 with at most four decimals",
    )
}

fn scaled(text: &str, places: usize, most: i64, fault: Fault, words: &str) -> Result<i64, Invalid> {
    decimal(text, places)
        .filter(|scaled| (0..=most).contains(scaled))
        .ok_or_else(|| Invalid::new(fault, words))
}

/// A coordinate from minus to plus so many degrees.
pub(in crate::load) fn degrees(most: i64) -> impl Fn(&str) -> Result<f64, Invalid> {
    move |text| {
        decimal(text, 8)
            .filter(|scaled| scaled.abs() <= most * 100_000_000)
            .and_then(|_| text.parse().ok())
            .ok_or_else(|| {
                Invalid::new(
                    Fault::BadNumber,
                    format!(
                        "degrees from -{most} to {most} with at most eight decimals are needed here"
                    ),
                )
            })
    }
}

/// A relation to the head of a household as GB/T 4761 codes it.
pub(in crate::load) fn relation(text: &str) -> Result<String, Invalid> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(Invalid::new(
        Fault::UnknownCode,
        "a code of GB/T 4761 is needed here: two digits, 01 or 02 for the head",
    ))
}
