//! Dates as departments write them, in the form of the tables: `2021-03-05`, `2021-03`, `2021`.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::{PartialDate, Precision};

/// How a column writes its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) enum DateForm {
    /// Year, month, day in this order, apart by `年月日`, `/`, `.`, `-`, or as eight digits; a
    /// number in a workbook is the serial of a day.
    Recognised,
    /// The serial of a day, counted as Excel does, even as text.
    Excel,
    /// A pattern of `strftime`, and how exact a date of it is.
    Pattern(String, Precision),
}

/// Letters that stand for parts of a date, the longer before the shorter.
const LETTERS: [(&str, &str); 5] = [
    ("YYYY", "%Y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("M", "%m"),
    ("D", "%d"),
];

impl DateForm {
    /// `EXCEL`, a pattern of letters as `YYYYMMDD`, or one of `strftime` as `%Y年%m月%d日`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "EXCEL" {
            return Some(Self::Excel);
        }
        let pattern = if text.contains('%') {
            text.to_owned()
        } else {
            LETTERS
                .iter()
                .fold(text.to_owned(), |pattern, (letters, part)| {
                    pattern.replace(letters, part)
                })
        };
        let has = |part: &[&str]| part.iter().any(|part| pattern.contains(part));
        let precision = match (
            has(&["%Y", "%y"]),
            has(&["%m", "%b", "%B"]),
            has(&["%d", "%e"]),
        ) {
            _ if has(&["%F", "%D"]) => Precision::Day,
            (true, true, true) => Precision::Day,
            (true, true, false) => Precision::Month,
            (true, false, false) => Precision::Year,
            _ => return None,
        };
        let items = chrono::format::StrftimeItems::new(&pattern);
        let sound = !items
            .into_iter()
            .any(|item| item == chrono::format::Item::Error);
        sound.then_some(Self::Pattern(pattern, precision))
    }

    /// The date in the form of the tables; `serial` says whether the cell is a number of a workbook.
    pub fn read(&self, text: &str, serial: bool) -> Option<String> {
        let date = match self {
            Self::Recognised if serial => numbered(text)?,
            Self::Recognised => recognised(text)?,
            Self::Excel => day_of(text)?.to_string(),
            // A workbook may hold one cell of a text column as a date.
            Self::Pattern(pattern, precision) => {
                by_pattern(text, pattern, *precision).or_else(|| iso(text))?
            }
        };
        date.parse::<PartialDate>().ok().map(|_| date)
    }

    /// What is expected, for whoever corrects the cell.
    pub fn expectation(&self) -> String {
        match self {
            Self::Recognised => {
                "a date as 2021-03-05, 2021年3月5日, 2021/3/5, 2021.3.5 or 20210305".into()
            }
            Self::Excel => {
                "the serial number of a day as Excel counts them, 44260 being 2021-03-05".into()
            }
            Self::Pattern(pattern, _) => format!("a date written as {pattern}"),
        }
    }
}

fn by_pattern(text: &str, pattern: &str, precision: Precision) -> Option<String> {
    let (text, pattern, shown) = match precision {
        Precision::Day => {
            let timed = NaiveDateTime::parse_from_str(text, pattern).map(|timed| timed.date());
            let day = timed
                .or_else(|_| NaiveDate::parse_from_str(text, pattern))
                .ok()?;
            return Some(day.to_string());
        }
        Precision::Month => (format!("1 {text}"), format!("%d {pattern}"), "%Y-%m"),
        Precision::Year => (format!("1 1 {text}"), format!("%d %m {pattern}"), "%Y"),
    };
    let day = NaiveDate::parse_from_str(&text, &pattern).ok()?;
    Some(day.format(shown).to_string())
}

fn iso(text: &str) -> Option<String> {
    text.parse::<PartialDate>().ok().map(|_| text.to_owned())
}

fn recognised(text: &str) -> Option<String> {
    if let Some(date) = iso(text) {
        return Some(date);
    }
    let text = halfwidth(text);
    let date = without_time(&text);
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]));
    }
    // `2021年3月5日` is as `2021-3-5-`, and its last mark may be left out.
    let parts = date.replace(['年', '月'], "-").replace(['日', '号'], "");
    let parts = parts.trim_end_matches('-').replace(['/', '.'], "-");
    let mut shown = String::new();
    for (place, part) in parts.split('-').enumerate() {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match place {
            0 if digits && part.len() == 4 => shown.push_str(part),
            1 | 2 if digits && part.len() <= 2 => shown.push_str(&format!("-{part:0>2}")),
            _ => return None,
        }
    }
    Some(shown)
}

/// The date of `2021/3/5 0:00:00` or `2021-03-05T00:00:00`.
fn without_time(text: &str) -> &str {
    let is_time = |rest: &str| {
        rest.contains(':')
            && rest
                .bytes()
                .all(|b| b.is_ascii_digit() || b":.Z+-".contains(&b))
    };
    match text.split_once([' ', 'T']) {
        Some((date, rest)) if is_time(rest.trim()) => date,
        _ => text,
    }
}

/// Fullwidth digits, stops and strokes as halfwidth ones.
pub(in crate::load) fn halfwidth(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
            other => other,
        })
        .collect()
}

/// A number of a workbook: eight digits or a year as they read, else the serial of a day.
fn numbered(text: &str) -> Option<String> {
    // 2021.1 may be January or October, and as a serial it is 1905, which nobody means.
    let year = text.split('.').next().is_some_and(|whole| whole.len() == 4);
    if year || text.len() == 8 && !text.contains('.') {
        return recognised(text).filter(|_| !text.contains('.'));
    }
    Some(day_of(text)?.to_string())
}

/// The day of a serial: 1 is 1900-01-01, and 60 is a 29th of February that never was.
fn day_of(serial: &str) -> Option<NaiveDate> {
    let whole = serial.split_once('.').map_or(serial, |(whole, _)| whole);
    let days: u64 = whole.parse().ok()?;
    let (before, days) = match days {
        1..=59 => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
        61..=73_415 => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
        _ => return None,
    };
    before.checked_add_days(Days::new(days))
}

/// A moment in the form of the tables; one that names no zone is China's.
pub(in crate::load) fn instant(text: &str, form: &DateForm, serial: bool) -> Option<String> {
    if chrono::DateTime::parse_from_rfc3339(text).is_ok() {
        return Some(text.to_owned());
    }
    if serial {
        let (date, part) = (
            day_of(text)?,
            text.split_once('.').map_or("", |(_, part)| part),
        );
        return Some(format!("{date}T{}+08:00", time_of(part)?));
    }
    let text = halfwidth(text);
    if text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let moment = NaiveDateTime::parse_from_str(&text, "%Y%m%d%H%M%S").ok()?;
        return Some(format!("{}+08:00", moment.format("%Y-%m-%dT%H:%M:%S")));
    }
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((&text, "00:00:00"));
    let day = form.read(date, false).filter(|day| day.len() == 10)?;
    let time = ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|pattern| NaiveTime::parse_from_str(time.trim(), pattern).ok())?;
    Some(format!("{day}T{}+08:00", time.format("%H:%M:%S")))
}

/// The time of day that the decimals of a serial are.
fn time_of(decimals: &str) -> Option<String> {
    let digits: String = decimals.chars().take(12).collect();
    let fraction: u128 = format!("{digits:0<12}").parse().ok()?;
    let seconds = (fraction * 86_400 + 500_000_000_000) / 1_000_000_000_000;
    let seconds = u32::try_from(seconds.min(86_399)).ok()?;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?;
    Some(time.format("%H:%M:%S").to_string())
}

/// A period in the form of the tables: `2024年第一季度`, `2024年上半年`, `2024年3月`, `2024年度`.
pub(in crate::load) fn period(text: &str) -> Option<String> {
    const PARTS: [(&str, &str); 14] = [
        ("上半年", "-H1"),
        ("下半年", "-H2"),
        ("第一季度", "-Q1"),
        ("第二季度", "-Q2"),
        ("第三季度", "-Q3"),
        ("第四季度", "-Q4"),
        ("一季度", "-Q1"),
        ("二季度", "-Q2"),
        ("三季度", "-Q3"),
        ("四季度", "-Q4"),
        ("1季度", "-Q1"),
        ("2季度", "-Q2"),
        ("3季度", "-Q3"),
        ("4季度", "-Q4"),
    ];
    let text = halfwidth(text);
    let (year, rest) = text.split_once('年').unwrap_or((&text, ""));
    let part = rest.trim().trim_start_matches('度');
    let made = if let Some((_, part)) = PARTS.iter().find(|(words, _)| *words == part) {
        format!("{year}{part}")
    } else if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{}-{}", &text[..4], &text[4..])
    } else if part.is_empty() {
        year.to_owned()
    } else {
        recognised(&text)?
    };
    crate::model::Interval::period(&made).ok().map(|_| made)
}

#[cfg(test)]
mod tests;
