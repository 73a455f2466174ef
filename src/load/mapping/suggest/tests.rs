//! Tests of proposals: that they are right where they are sure, and that the reader takes them.

use proptest::prelude::*;

use super::*;
use crate::load::{mapping::Mapping, read::files::MadeUp};

fn proposed(name: &str, content: &str) -> String {
    let text = suggest(&MadeUp::default().with(name, content)).unwrap();
    Mapping::parse("mapping.toml", &text).unwrap_or_else(|fault| panic!("{fault}\n{text}"));
    text
}

#[test]
fn a_list_of_payments_is_recognised() {
    let text = proposed(
        "补贴发放.csv",
        "2021年3月补贴发放明细表,,,,,,\n\n序号,姓名,身份证号码,补贴金额（万元）,发放日期,发放状态,性别\n\
         1,张三,11010519491231002X,0.05,2021年3月5日,成功,男\n2,李四,110105491231002,0.05,2021年3月5日,冻结,女\n",
    );
    for line in [
        "table = \"payments\"",
        "header = 3",
        "amount = { from = \"补贴金额（万元）\", unit = \"WAN_YUAN\" }",
        "paidOn = \"发放日期\"",
        "payeeIdNumber = \"身份证号码\"",
        "payeeKind = { constant = \"PERSON\" }",
        "status = { from = \"发放状态\", codes = { \"成功\" = \"PAID\" } }  # codes are needed for 冻结",
        "# payerId is needed: { from = \"…\" }, { constant = \"…\" } or { id = [\"…\"] }",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
    assert!(text.contains("# not used: 序号"), "{text}");
    assert!(
        !text.contains("payeeId is needed"),
        "its number stands for it: {text}"
    );
}

#[test]
fn a_register_of_people_is_recognised() {
    let text = proposed(
        "人口.csv",
        "姓名\t性别\t公民身份号码\t户籍地址\t户籍地区划\t出生年月日\n张三\t男\t11010519491231002X\t某村\t500111103201\t19491231\n",
    );
    for line in [
        "table = \"persons\"",
        "name = \"姓名\"",
        "sex = { from = \"性别\", codes = { \"男\" = \"MALE\" } }",
        "idNumber = \"公民身份号码\"",
        "bornOn = \"出生年月日\"",
        "regionCode = \"户籍地区划\"",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
    }
}

#[test]
fn what_the_cells_contradict_is_not_sure() {
    let text = proposed(
        "企业.csv",
        "企业名称,统一社会信用代码,成立日期,经营范围,住所\n甲公司,无,昨天,农业,某村\n",
    );
    assert!(text.contains("name = \"企业名称\""), "{text}");
    assert!(
        !text.lines().any(|line| line.starts_with("creditCode")),
        "{text}"
    );
}

#[test]
fn what_resembles_nothing_is_a_comment() {
    let text = proposed("x.csv", "foo,bar\n1,2\n");
    assert!(
        text.contains("# x.csv: no table has columns like its own"),
        "{text}"
    );
    let broken = suggest(&MadeUp::default().with("a.xlsx", "PK\u{3}\u{4}")).unwrap();
    assert!(broken.contains("# a.xlsx: it is no workbook"), "{broken}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_reader_takes_every_proposal(
        name in "[^/\\\\\u{0}.]{1,8}",
        titles in proptest::collection::vec("(姓名|金额|发放日期|性别|\\PC{0,6})", 1..6),
        cells in proptest::collection::vec("\\PC{0,8}", 1..6),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(&titles).unwrap();
        writer.write_record(&cells).unwrap();
        let files = MadeUp::default().with(&format!("{name}.txt"), writer.into_inner().unwrap());
        let text = suggest(&files).unwrap();
        prop_assert!(Mapping::parse("mapping.toml", &text).is_ok(), "{}", text);
    }
}
