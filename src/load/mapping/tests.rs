//! Tests of mappings as a whole: a department's file in, a table's rows out.

mod faults;

use proptest::prelude::*;

use super::*;
use crate::{
    load::{
        deliveries::{Deliveries, deliveries},
        read::{files::MadeUp, rows::Line},
    },
    model::Fault,
};

fn listed(files: &MadeUp) -> Result<Deliveries, FileFault> {
    let tables: Vec<&'static str> = TARGETS.iter().map(|target| target.name).collect();
    deliveries(files, None, &tables)
}

/// Every row of the only delivery, as `column=cell` of those that hold anything.
fn rows(files: &MadeUp) -> Result<Vec<(Line, Vec<String>)>, FileFault> {
    let found = listed(files)?;
    assert_eq!(found.unclaimed, [], "everything is claimed");
    let mut rows = found.list[0].open(files, Some("secret"))?;
    let mut names: Vec<(usize, String)> = rows
        .header()
        .iter()
        .map(|(name, place)| (*place, name.clone()))
        .collect();
    names.sort();
    let mut read = Vec::new();
    while let Some(line) = rows.next()? {
        assert_eq!(line.record.len(), names.len());
        let cells = names
            .iter()
            .zip(&line.record)
            .filter(|(_, cell)| !cell.is_empty());
        let cells = cells
            .map(|((_, name), cell)| format!("{name}={cell}"))
            .collect();
        read.push((line, cells));
    }
    Ok(read)
}

fn one(
    mapping: &str,
    file: &str,
    content: impl AsRef<[u8]>,
) -> Result<Vec<(Line, Vec<String>)>, FileFault> {
    rows(&MadeUp::default().with(NAME, mapping).with(file, content))
}

const PAYMENTS: &str = r#"
source = "民政局"

[[file]]
files = "低保*.csv"
table = "payments"
header = 2
blank = ["-"]
skip = ["合计"]

[file.columns]
id = { id = ["年月", "户主证件"] }
payerId = { constant = "mz" }
payeeKind = { constant = "PERSON" }
payeeId = { id = { hmac = "身份证号码", kind = "PERSON" } }
payeeIdNumber = "身份证号码"
amount = { from = "金额（万元）", unit = "WAN_YUAN" }
paidOn = { from = "发放日期", date = "%Y.%m.%d" }
status = { from = "状态", codes = { "成功" = "PAID", "退回" = "RETURNED" }, default = "PAID" }
period = "年月"
"#;

const LIST: &str = "低保发放表,,,,,\n年月,户主证件,身份证号码,金额(万元),发放日期,状态\n\
    2021年3月,a1,11010519491231002X,0.0625,2021.3.5,成功\n\
    2021年3月,a2,110105491231002,\"1,000\",2021.03.06,-\n\
    2021年3月,a3,110105491231002,0.0000001,2021.3.5,冻结\n\
    合计,,,3,,\n";

#[test]
fn a_departments_file_becomes_rows_of_a_table() {
    let rows = one(PAYMENTS, "低保3月.csv", LIST).unwrap();
    let person = number::Number::Person
        .id("secret", "110105491231002")
        .unwrap();
    let shown = rows[0].1.join(" ");
    for cell in [
        "amount=625".to_owned(),
        format!("payeeId={person}"),
        "paidOn=2021-03-05".into(),
        "period=2021-03".into(),
        "status=PAID".into(),
        "source=民政局".into(),
        "payeeIdNumber=11010519491231002X".into(),
    ] {
        assert!(rows[0].1.contains(&cell), "{cell} in {shown}");
    }
    assert_eq!(rows[0].0.number, 3);
    assert!(
        rows[1].1.contains(&"amount=10000000".to_owned())
            && rows[1].1.contains(&format!("payeeId={person}"))
    );
    assert!(
        rows[1].1.contains(&"status=PAID".to_owned()),
        "an empty cell takes the default"
    );
    assert_eq!(rows.len(), 3, "a total is no row");
    // The first cell that is unfit refuses the row, and keeps its text.
    let refusal = rows[2].0.refusal.as_ref().unwrap();
    assert_eq!(
        (refusal.column, refusal.value.as_str()),
        ("amount", "0.0000001")
    );
    assert_eq!(refusal.invalid.fault, Fault::BadAmount);
    assert!(
        refusal
            .invalid
            .reason
            .starts_with("mapping.toml, line 17, expects"),
        "{}",
        refusal.invalid.reason
    );
    assert!(rows[2].1.contains(&"status=冻结".to_owned()));
}

#[test]
fn every_encoding_and_packing_gives_the_same_rows() {
    let plain = one(PAYMENTS, "低保3月.csv", LIST).unwrap();
    let (gbk, ..) = encoding_rs::GB18030.encode(LIST);
    let utf_16: Vec<u8> = LIST.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], utf_16.as_slice()].concat();
    let packed = zstd::encode_all(LIST.as_bytes(), 3).unwrap();
    let tabbed = LIST.replace("\"1,000\"", "1000").replace(',', "\t");
    for content in [
        gbk.into_owned(),
        utf_16,
        marked,
        packed,
        tabbed.into_bytes(),
    ] {
        let rows = one(PAYMENTS, "低保3月.csv", content).unwrap();
        assert_eq!(rows.len(), plain.len());
        for (one, other) in rows.iter().zip(&plain) {
            assert_eq!(one.1, other.1);
        }
    }
}

#[test]
fn a_workbook_is_read_as_its_table_or_through_a_mapping() {
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let data = format!(
        "<row r=\"1\">{}{}{}{}</row><row r=\"2\">{}{}<c r=\"C2\"><v>44260</v></c>{}</row><row r=\"4\">{}<c r=\"B4\"><v>6222020200012345678</v></c></row>",
        text("A1", "id"),
        text("B1", "name"),
        text("C1", "bornOn"),
        text("D1", "备注"),
        text("A2", "p-1"),
        text("B2", "张三"),
        text("D2", "无"),
        text("A4", "p-2"),
    );
    let book = crate::load::read::workbook::tests::workbook(&[("一", &data)]);
    let files = MadeUp::default().with("persons.xlsx", &book);
    let read = rows(&files).unwrap();
    assert_eq!(read[0].1, ["id=p-1", "name=张三", "bornOn=2021-03-05"]);
    assert_eq!(read[1].0.number, 4);
    let refusal = read[1].0.refusal.as_ref().unwrap();
    assert!(refusal.column == "name" && refusal.invalid.reason.contains("15 of its digits"));
    let mut opened = listed(&files).unwrap().list[0].open(&files, None).unwrap();
    while opened.next().unwrap().is_some() {}
    assert_eq!(opened.ignored().get("备注"), Some(&2));
    let mapping = "[[file]]\nfiles = '*.xlsx'\ntable = 'persons'\nsheet = '一'\n[file.columns]\nid = 'id'\nname = 2\n";
    let mapped = one(mapping, "a.xlsx", &book).unwrap();
    assert_eq!(mapped[0].1, ["id=p-1", "name=张三"]);
}

#[test]
fn one_file_may_feed_several_tables_and_cells_repeat_what_is_above() {
    let mapping = r#"
[[file]]
files = ["户籍.csv"]
table = "households"
columns = { id = { id = ["村", "户主"] }, regionCode = { from = "村", repeat = true } }

[[file]]
files = "户籍.csv"
table = "memberships"
[file.columns]
householdId = { id = ["村", "户主"] }
personId = "人员"
head = "是否户主"
"#;
    let content = "村,户主,人员,是否户主\n500111103201,甲,p-1,是\n,甲,p-2,否\n";
    let files = MadeUp::default()
        .with(NAME, mapping)
        .with("户籍.csv", content);
    let found = listed(&files).unwrap();
    let tables: Vec<&str> = found.list.iter().map(|delivery| delivery.table).collect();
    assert_eq!(tables, ["households", "memberships"]);
    let first = |table: &str| {
        let delivery = found
            .list
            .iter()
            .find(|delivery| delivery.table == table)
            .unwrap();
        let mut rows = delivery.open(&files, None).unwrap();
        let line = rows.next().unwrap().unwrap();
        let second = rows.next().unwrap().unwrap();
        (rows.header().clone(), line.record, second.record)
    };
    let (households, row, second) = first("households");
    let (memberships, member, _) = first("memberships");
    assert_eq!(row[households["id"]], member[memberships["householdId"]]);
    assert!(row[households["id"]].starts_with("household-"));
    assert_eq!(&second[households["regionCode"]], "500111103201");
    assert_eq!(&member[memberships["head"]], "true");
}

#[test]
fn what_a_file_lacks_is_said_with_the_line_that_wants_it() {
    let mapping = "[[file]]\nfiles = 'a.csv'\ntable = 'persons'\n[file.columns]\nid = '编号'\nname = '姓名'\n";
    let fault = one(mapping, "a.csv", "编号,名字\n1,a\n").unwrap_err();
    assert_eq!(
        fault.to_string(),
        "mapping.toml, line 6: a.csv has no column 姓名; it has 编号, 名字"
    );
    let fault = one(mapping, "a.csv", "编号,姓名,姓 名\n1,a,b\n").unwrap_err();
    assert!(fault.reason.contains("several columns 姓名"), "{fault}");
    let fault = one(mapping, "a.csv", "").unwrap_err();
    assert!(fault.reason.contains("ends before row 1"), "{fault}");
    let rows = one(mapping, "a.csv", "编号,姓名\n1,a,b\n2\n3,c,\n").unwrap();
    let faults: Vec<_> = rows
        .iter()
        .map(|(line, _)| line.refusal.as_ref().map(|refusal| refusal.invalid.fault))
        .collect();
    assert_eq!(faults, [Some(Fault::BadRow), Some(Fault::BadRow), None]);
}

#[test]
fn ids_of_numbers_need_a_secret_and_a_keyed_hash() {
    let files = MadeUp::default()
        .with(NAME, PAYMENTS)
        .with("低保1.csv", LIST);
    let found = listed(&files).unwrap();
    let fault = found.list[0].open(&files, None).err().unwrap();
    assert_eq!(fault.line, Some(15));
    assert!(fault.reason.contains("load.id_secret"), "{fault}");
    let mapping =
        "[[file]]\nfiles = 'a.csv'\ntable = 'persons'\ncolumns = { id = { id = ['证件'] } }\n";
    let rows = one(mapping, "a.csv", "证件,姓名\n11010519491231002X,a\n,b\n").unwrap();
    let refusal = rows[0].0.refusal.as_ref().unwrap();
    assert_eq!(refusal.invalid.fault, Fault::SensitiveId);
    assert!(refusal.invalid.reason.contains("hmac"));
    assert!(rows[1].0.refusal.is_none() && rows[1].1.is_empty());
}

#[test]
fn what_nothing_claims_is_listed() {
    let files = MadeUp::default()
        .with(
            NAME,
            "[[file]]\nfiles = 'gone*.csv'\ntable = 'persons'\ncolumns = { id = 'id' }\n",
        )
        .with("README.md", "")
        .with(".hidden", "")
        .with("persons.csv", "id,name,regionCode\n")
        .with("名单.docx", "PK")
        .with("list.json", "[\n{}\n]\n");
    let found = listed(&files).unwrap();
    assert!(found.list.len() == 1 && found.list[0].is_plain());
    let unclaimed: Vec<&str> = found
        .unclaimed
        .iter()
        .map(|unclaimed| unclaimed.file.as_str())
        .collect();
    assert_eq!(unclaimed, [NAME, "list.json", "名单.docx"]);
    assert_eq!(found.unclaimed[0].line, Some(1));
    assert!(
        found.unclaimed[1].reason.contains("jq"),
        "{:?}",
        found.unclaimed[1]
    );
}

#[test]
fn no_name_leads_out_of_the_directory() {
    let directory = tempfile::tempdir().unwrap();
    let inner = directory.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(directory.path().join("secret.csv"), "id\n1\n").unwrap();
    std::fs::write(
        inner.join(NAME),
        "[[file]]\nfiles = '**'\ntable = 'persons'\ncolumns = { id = 'id' }\n",
    )
    .unwrap();
    std::fs::write(inner.join("own.csv"), "id\n1\n").unwrap();
    let found = deliveries(&crate::load::Directory(inner), None, &[]).unwrap();
    let files: Vec<&str> = found
        .list
        .iter()
        .map(|delivery| delivery.file.as_str())
        .collect();
    assert_eq!(files, ["own.csv"]);
}

proptest! {
    #[test]
    fn no_mapping_makes_it_panic(text in "\\PC{0,80}") {
        let _ = Mapping::parse(NAME, &text);
        let _ = Mapping::parse(NAME, &format!("[[file]]\nfiles = 'a'\ntable = 'persons'\n[file.columns]\nid = {text}"));
    }

    #[test]
    fn no_content_makes_it_panic(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        let files = MadeUp::default().with(NAME, PAYMENTS.replace("header = 2", "header = 1")).with("低保.csv", &content);
        let found = listed(&files).unwrap();
        if let Ok(mut rows) = found.list[0].open(&files, Some("s")) {
            while let Ok(Some(_)) = rows.next() {}
        }
    }
}
