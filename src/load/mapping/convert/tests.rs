//! Tests of converting cells.

use super::*;
use crate::load::mapping::target::target;

fn convert(table: &str, column: &str) -> Convert {
    Convert::of(target(table).unwrap().column(column).unwrap().sense)
}

fn applied(table: &str, column: &str, text: &str) -> Option<String> {
    let convert = convert(table, column);
    convert.apply(text, Kind::Text).ok().map(Cow::into_owned)
}

#[test]
fn each_column_reads_what_departments_write() {
    for (table, column, text, result) in [
        ("payments", "amount", "1,234.50", Some("1234.5")),
        ("payments", "amount", "￥1 234.5元", Some("1234.5")),
        ("payments", "amount", "１２３", Some("123")),
        ("payments", "amount", "1.234", Some("1.234")),
        ("payments", "amount", "十元", None),
        ("payments", "amount", "1e308", None),
        ("payments", "amount", "1.5万元", None),
        ("payments", "paidOn", "2021年3月5日", Some("2021-03-05")),
        ("payments", "paidOn", "2021年3月", None),
        ("payments", "period", "2021年第二季度", Some("2021-Q2")),
        ("tenures", "from", "2021年3月", Some("2021-03")),
        ("tenures", "to", "至今", Some("")),
        ("tenures", "from", "至今", None),
        ("memberships", "head", "是", Some("true")),
        ("memberships", "head", "也许", None),
        ("interests", "share", "51%", Some("51")),
        ("persons", "regionCode", "500111000000", Some("500111")),
        ("persons", "regionCode", "500000", Some("50")),
        ("persons", "regionCode", "500100", Some("5001")),
        ("persons", "regionCode", "441900000000", Some("441900")),
        (
            "persons",
            "regionCode",
            "500111103201",
            Some("500111103201"),
        ),
        ("persons", "regionCode", "50011", None),
        ("persons", "regionCode", "重庆市", None),
        (
            "persons",
            "idNumber",
            "'11010519491231002X",
            Some("11010519491231002X"),
        ),
        (
            "accounts",
            "number",
            "=\"6222020200012345678\"",
            Some("6222020200012345678"),
        ),
        (
            "persons",
            "name",
            "=HYPERLINK(\"x\")",
            Some("=HYPERLINK(\"x\")"),
        ),
    ] {
        assert_eq!(
            applied(table, column, text).as_deref(),
            result,
            "{column} {text}"
        );
    }
}

#[test]
fn only_money_must_come_out_even() {
    assert_eq!(
        number("0.123456", Some(Unit::WanYuan), Quantity::Money, 2).as_deref(),
        Some("1234.56")
    );
    assert_eq!(
        number("0.1234567", Some(Unit::WanYuan), Quantity::Money, 2),
        None
    );
    assert_eq!(
        number("1234.56", Some(Unit::SquareMetre), Quantity::Area, 2).as_deref(),
        Some("1.85")
    );
    assert_eq!(
        number("0.333333333", Some(Unit::Fraction), Quantity::Share, 4).as_deref(),
        Some("33.3333")
    );
}

#[test]
fn an_unfit_cell_says_what_is_expected() {
    let unfit = convert("payments", "paidOn")
        .apply("昨天", Kind::Text)
        .unwrap_err();
    assert_eq!(unfit.fault, Fault::BadDate);
    assert!(unfit.expected.contains("20210305"), "{}", unfit.expected);
}

#[test]
fn blanks_of_every_kind_are_left_out() {
    assert_eq!(tidy("\u{feff}\t 张三\u{3000}\u{a0}"), "张三");
}
