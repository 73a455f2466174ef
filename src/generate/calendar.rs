//! The days a generated county knows.

use chrono::{Datelike, Days, Months, NaiveDate};

/// Day the first payments may be made.
pub const FIRST_PAYMENT: NaiveDate = day(2019, 1, 1);
/// Day the registers were handed over: nothing on file is later.
pub const AS_OF: NaiveDate = day(2025, 12, 31);

/// A day of the calendar; the earliest of all where there is no such day.
pub const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// The same day so many years later, 28 February for the 29th.
pub fn years_after(date: NaiveDate, years: usize) -> NaiveDate {
    let months = u32::try_from(years * 12).map_or(Months::new(0), Months::new);
    date.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}

/// So many days later.
pub fn days_after(date: NaiveDate, days: usize) -> NaiveDate {
    date + Days::new(days as u64)
}

/// The day before.
pub fn eve(date: NaiveDate) -> NaiveDate {
    date - Days::new(1)
}

/// Days from one date to another, 0 where they are reversed.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> usize {
    usize::try_from((to - from).num_days()).unwrap_or(0)
}

/// How a period is written, by its number since that of the first payments, when one lasts so many
/// months.
pub fn period_name(period: usize, months: usize) -> String {
    let per_year = 12 / months;
    let (year, part) = (2019 + period / per_year, period % per_year + 1);
    match months {
        1 => format!("{year}-{part:02}"),
        3 => format!("{year}-Q{part}"),
        6 => format!("{year}-H{part}"),
        _ => format!("{year}"),
    }
}

/// The first day of a month, counted from that of the first payments.
pub fn month_start(month: usize) -> NaiveDate {
    day(2019 + (month / 12) as i32, (month % 12) as u32 + 1, 1)
}

/// The month a day lies in, counted from that of the first payments.
pub fn month(day: NaiveDate) -> usize {
    let years = day.year() - FIRST_PAYMENT.year();
    usize::try_from(years * 12).unwrap_or(0) + day.month0() as usize
}

/// The first month that lies wholly on or after the day.
pub fn month_from(day: NaiveDate) -> usize {
    let begun = usize::from(day.day() > 1);
    if day <= FIRST_PAYMENT {
        0
    } else {
        month(day) + begun
    }
}

/// The month after the last that lies wholly up to the day.
pub fn month_after(last_day: NaiveDate) -> usize {
    if last_day < FIRST_PAYMENT {
        0
    } else {
        month(days_after(last_day, 1))
    }
}
