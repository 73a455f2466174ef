//! Tests of workbooks, which are written here by hand: a zip of a few XML files.

use std::io::Write;

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{cells::decimal, *};
use crate::load::read::records::Kind;

/// A workbook of sheets, each the inside of its `sheetData`.
pub(in crate::load) fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let mut list = String::new();
    let mut links =
        format!("<Relationship Id=\"s\" Type=\"{office}/styles\" Target=\"styles.xml\"/>");
    for (number, (name, data)) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        links += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        put(
            &format!("xl/worksheets/sheet{number}.xml"),
            format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"),
        );
    }
    put(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"b\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    put(
        "[Content_Types].xml",
        format!("<Types xmlns=\"{package}/content-types\"/>"),
    );
    put(
        "xl/workbook.xml",
        format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns=\"{package}/relationships\">{links}</Relationships>"),
    );
    // Style 1 is a date.
    put(
        "xl/styles.xml",
        format!(
            "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        ),
    );
    zip.finish().unwrap().into_inner()
}

fn rows(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Vec<Record>, FileFault> {
    let mut book = Workbook::open("a.xlsx", Box::new(Cursor::new(bytes)), sheet)?;
    let mut rows = Vec::new();
    while let Some(record) = book.next()? {
        rows.push(record);
    }
    Ok(rows)
}

const TEXT: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c></row>";

#[test]
fn every_kind_of_cell_becomes_text() {
    let data = "<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"B3\"><v>0.30000000000000004</v></c>\
        <c r=\"C3\" s=\"1\"><v>44260</v></c><c r=\"D3\" s=\"1\"><v>44260.5</v></c>\
        <c r=\"E3\" t=\"b\"><v>1</v></c><c r=\"F3\" t=\"e\"><v>#N/A</v></c>\
        <c r=\"H3\"><v>6.222020200012346E+18</v></c><c r=\"I3\" t=\"str\"><v>a</v></c></row>";
    let rows = rows(workbook(&[("一", data)]), None).unwrap();
    let cells: Vec<&str> = rows[0].cells.iter().collect();
    assert_eq!(rows[0].number, 3);
    assert_eq!(
        cells,
        [
            "1",
            "0.3",
            "2021-03-05",
            "2021-03-05T12:00:00",
            "true",
            "#N/A",
            "",
            "6222020200012346000",
            "a"
        ]
    );
    let kinds = [
        Kind::Number,
        Kind::Number,
        Kind::Text,
        Kind::Text,
        Kind::Text,
        Kind::Error,
        Kind::Text,
        Kind::Rounded,
        Kind::Text,
    ];
    assert_eq!(rows[0].kinds, kinds);
}

/// The same table as the old Excel and OpenDocument keep it; written by the libraries xlwt and odfpy.
#[test]
fn other_kinds_of_workbook_read_the_same() {
    for bytes in [&include_bytes!("list.xls")[..], include_bytes!("list.ods")] {
        let rows = rows(bytes.to_vec(), Some("名单")).unwrap();
        let cells = |row: &Record| {
            let mut cells: Vec<String> = row.cells.iter().map(str::to_owned).collect();
            // Whether a row ends with its last filled cell is up to the format.
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            cells
        };
        let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
        assert_eq!(
            rows,
            [
                vec!["姓名", "金额", "出生日期", "在册", "卡号"],
                vec!["张三", "0.3", "1971-03-05", "true", "6222020200012345678"],
                vec!["李四", "1200", "1980-12-31", "false"],
            ]
        );
    }
}

#[test]
fn a_sheet_is_chosen_or_said() {
    let other = TEXT.replace("姓名", "户号");
    let one = workbook(&[("空", ""), ("名单", TEXT)]);
    assert_eq!(&rows(one, None).unwrap()[0].cells[0], "姓名");
    let two = workbook(&[("甲", TEXT), ("乙", &other)]);
    let fault = rows(two.clone(), None).unwrap_err();
    assert!(fault.reason.contains("甲, 乙"), "{fault}");
    assert_eq!(&rows(two.clone(), Some("乙")).unwrap()[0].cells[0], "户号");
    let fault = rows(two, Some("丙")).unwrap_err();
    assert!(fault.reason.contains("no sheet 丙"), "{fault}");
}

#[test]
fn a_bomb_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(workbook(&[("甲", TEXT)])));
    zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
        .unwrap();
    let zeros = vec![b'0'; 1024 * 1024];
    for _ in 0..100 {
        zip.write_all(&zeros).unwrap();
    }
    let fault = rows(zip.finish().unwrap().into_inner(), None).unwrap_err();
    assert!(fault.reason.contains("60 times"), "{fault}");
}

#[test]
fn two_cells_far_apart_take_no_memory_for_what_is_between() {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"B1048576\"><v>2</v></c></row>";
    let rows = rows(workbook(&[("甲", far)]), None).unwrap();
    assert_eq!((rows.len(), rows[1].number), (2, 1_048_576));
    let wide = "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>";
    let fault = super::tests::rows(workbook(&[("甲", wide)]), None).unwrap_err();
    assert!(fault.reason.contains("beyond column 1000"), "{fault}");
}

#[test]
fn what_is_no_workbook_is_refused_in_a_sentence() {
    let sound = workbook(&[("甲", TEXT)]);
    for bytes in [
        b"PK\x03\x04 nothing".to_vec(),
        [0xd0, 0xcf, 0x11, 0xe0].repeat(500),
        sound[..sound.len() / 2].to_vec(),
        workbook(&[]),
    ] {
        let fault = rows(bytes, None).unwrap_err();
        assert!(
            !fault.reason.is_empty() && !fault.reason.contains('\n'),
            "{fault}"
        );
    }
}

#[test]
fn a_reader_may_stop_early() {
    let many: String = (1..5_000)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>"))
        .collect();
    let bytes = workbook(&[("甲", &many)]);
    let mut book = Workbook::open("a.xlsx", Box::new(Cursor::new(bytes)), None).unwrap();
    assert!(book.next().unwrap().is_some());
}

proptest! {
    /// What Excel shows of an amount is what a text of the same digits says.
    #[test]
    fn amounts_keep_their_digits(fen in -99_999_999_999_999_i64..99_999_999_999_999) {
        let text = format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
        let (shown, kind) = decimal(text.parse().unwrap());
        let money: crate::model::Money = shown.parse().unwrap();
        prop_assert_eq!((money.fen(), kind), (fen, Kind::Number));
    }

    #[test]
    fn no_number_has_an_exponent(number in any::<f64>()) {
        let (shown, kind) = decimal(number);
        prop_assert!(kind == Kind::Rounded || !shown.contains('e'), "{}", shown);
    }

    #[test]
    fn damage_never_panics_here(place in 0_usize..2_000, byte in any::<u8>()) {
        let mut bytes = workbook(&[("甲", TEXT)]);
        let place = place % bytes.len();
        bytes[place] = byte;
        let _ = rows(bytes, None);
    }
}
