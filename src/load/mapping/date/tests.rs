//! Tests of dates.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Option<String> {
    DateForm::Recognised.read(text, false)
}

#[test]
fn forms_are_recognised() {
    for (text, date) in [
        ("2021年3月5日", "2021-03-05"),
        ("2021年03月05日", "2021-03-05"),
        ("2021年3月5号", "2021-03-05"),
        ("２０２１年３月５日", "2021-03-05"),
        ("2021年3月", "2021-03"),
        ("2021年", "2021"),
        ("20210305", "2021-03-05"),
        ("2021/3/5", "2021-03-05"),
        ("2021.3.5", "2021-03-05"),
        ("2021-3-5", "2021-03-05"),
        ("2021/3", "2021-03"),
        ("2021-03-05", "2021-03-05"),
        ("2021/3/5 0:00:00", "2021-03-05"),
        ("2021-03-05T12:30:00", "2021-03-05"),
        ("2021", "2021"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text}");
    }
}

#[test]
fn what_could_mean_two_things_is_refused() {
    for text in [
        "",
        "5/3/2021",
        "03/05/2021",
        "210305",
        "202103",
        "2021-02-30",
        "2021年13月",
        "44260",
        "2021//5",
        "2021-3-5-1",
        "20211305",
        "明天",
        "-2021",
        "2021/3/5 later",
        "1721/3/5",
        "2021年3月5日5日6",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn serials_count_as_excel_does() {
    let day = |text| DateForm::Excel.read(text, false);
    for (serial, date) in [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("44260", "2021-03-05"),
        ("44260.75", "2021-03-05"),
        ("73415", "2100-12-31"),
    ] {
        assert_eq!(day(serial).as_deref(), Some(date));
        assert_eq!(
            DateForm::Recognised.read(serial, true).as_deref(),
            Some(date)
        );
    }
    for serial in [
        "0",
        "60",
        "73416",
        "-1",
        "1e308",
        "99999999999999999999",
        "x",
    ] {
        assert_eq!(day(serial), None, "{serial}");
    }
}

#[test]
fn a_number_of_a_workbook_may_be_a_year_or_digits() {
    let read = |text| DateForm::Recognised.read(text, true);
    assert_eq!(read("2016").as_deref(), Some("2016"));
    assert_eq!(read("20210305").as_deref(), Some("2021-03-05"));
    for text in ["2021.1", "202103", "0.5", "44260000"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_named_form_is_read() {
    let read = |form: &str, text| DateForm::parse(form).unwrap().read(text, false);
    for (form, text, date) in [
        ("%Y年%m月%d日", "2021年3月5日", "2021-03-05"),
        ("%d/%m/%Y", "05/03/2021", "2021-03-05"),
        ("DD/MM/YYYY", "5/3/2021", "2021-03-05"),
        ("YYYYMMDD", "20210305", "2021-03-05"),
        ("YYYYMM", "202103", "2021-03"),
        ("YYYY年M月", "2021年3月", "2021-03"),
        ("YYYY", "2021", "2021"),
        ("%Y-%m-%d %H:%M:%S", "2021-03-05 12:00:01", "2021-03-05"),
        ("DD/MM/YYYY", "2021-03-05", "2021-03-05"),
    ] {
        assert_eq!(read(form, text).as_deref(), Some(date), "{form} {text}");
    }
    assert_eq!(read("YYYYMMDD", "20211305"), None);
    for form in ["", "%", "%Q", "MMDD", "DATE", "%H:%M"] {
        assert_eq!(DateForm::parse(form), None, "{form}");
    }
}

#[test]
fn moments_are_in_china_unless_they_say_otherwise() {
    let read = |text, serial| instant(text, &DateForm::Recognised, serial);
    for (text, serial, moment) in [
        ("2021-03-05T10:20:30Z", false, "2021-03-05T10:20:30Z"),
        ("2021/3/5 10:20", false, "2021-03-05T10:20:00+08:00"),
        ("2021年3月5日 10:20:30", false, "2021-03-05T10:20:30+08:00"),
        ("20210305102030", false, "2021-03-05T10:20:30+08:00"),
        ("20210305", false, "2021-03-05T00:00:00+08:00"),
        ("44260.5", true, "2021-03-05T12:00:00+08:00"),
    ] {
        assert_eq!(read(text, serial).as_deref(), Some(moment), "{text}");
    }
    assert_eq!(read("2021-03", false), None);
    assert_eq!(read("2021-03-05 25:00", false), None);
}

#[test]
fn periods_are_recognised() {
    for (text, result) in [
        ("2024-Q1", "2024-Q1"),
        ("2024年", "2024"),
        ("2024年度", "2024"),
        ("2024年第一季度", "2024-Q1"),
        ("2024年下半年", "2024-H2"),
        ("2024年3月", "2024-03"),
        ("202403", "2024-03"),
    ] {
        assert_eq!(period(text).as_deref(), Some(result), "{text}");
    }
    for text in ["", "春天", "2024年春", "2024-03-05", "202413"] {
        assert_eq!(period(text), None, "{text}");
    }
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (1..=73_049_u64).prop_filter_map("a day of the calendar", |days| {
        NaiveDate::from_ymd_opt(1900, 12, 31)?.checked_add_days(Days::new(days))
    })
}

proptest! {
    #[test]
    fn every_day_is_read_in_every_form(day in days()) {
        let (year, month, date) = (day.year(), day.month(), day.day());
        for text in [
            format!("{year}年{month}月{date}日"),
            format!("{year}/{month}/{date}"),
            format!("{year}.{month:02}.{date:02}"),
            format!("{year}{month:02}{date:02}"),
        ] {
            prop_assert_eq!(read(&text), Some(day.to_string()));
        }
        let serial = day.signed_duration_since(NaiveDate::from_ymd_opt(1899, 12, 30).unwrap());
        let serial = serial.num_days().to_string();
        prop_assert_eq!(DateForm::Excel.read(&serial, false), Some(day.to_string()));
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,20}", form in "\\PC{0,12}", serial in any::<bool>()) {
        if let Some(form) = DateForm::parse(&form) {
            let _ = form.read(&text, serial);
        }
        let _ = (read(&text), period(&text), instant(&text, &DateForm::Recognised, serial));
    }

    #[test]
    fn what_is_read_is_a_date_of_the_tables(text in "[0-9年月日/.-]{0,12}") {
        if let Some(date) = read(&text) {
            prop_assert!(date.parse::<PartialDate>().is_ok());
        }
    }
}
