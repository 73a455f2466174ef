//! What is said of a mapping that is wrong.

use crate::load::mapping::{Mapping, NAME};

#[test]
fn whatever_is_wrong_is_said_with_its_line() {
    let file = "[[file]]\nfiles = 'a.csv'\ntable = 'payments'\n[file.columns]\n";
    for (text, line, words) in [
        ("[[file]", 1, "not TOML"),
        ("\n男 = 'x'", 2, "stand in quotes"),
        ("sauce = 'x'\n", 1, "keys are source, format, file"),
        ("\n\n[[file]]\nfiles = 'a.csv'\n", 3, "say which table"),
        (
            "[[file]]\nfiles = 'a.csv'\ntable = 'people'\n",
            3,
            "no such table",
        ),
        (
            "[[file]]\ntable = 'persons'\ncolumns = { name = 'a' }\n",
            1,
            "say which files",
        ),
        (
            "[[file]]\nfiles = 'a.csv'\ntable = 'persons'\n",
            1,
            "say what its columns are",
        ),
        (
            "[[file]]\nfiles = '../a.csv'\ntable = 'persons'\ncolumns = { name = 'a' }\n",
            2,
            "without a path",
        ),
        (
            "[[file]]\nfiles = '/etc/*'\ntable = 'persons'\ncolumns = { name = 'a' }\n",
            2,
            "without a path",
        ),
        (
            "[[file]]\nfiles = 'a[.csv'\ntable = 'persons'\ncolumns = { name = 'a' }\n",
            2,
            "no pattern",
        ),
        (
            "[[file]]\nfiles = 'a.csv'\ntable = 'persons'\ncolumns = { name = 'a' }\nencoding = 'BIG5'\n",
            5,
            "encodings are",
        ),
        (
            "[[file]]\nfiles = 'a.csv'\ntable = 'persons'\ncolumns = { name = 'a' }\ndelimiter = ',,'\n",
            5,
            "one letter",
        ),
        (
            "[[file]]\nfiles = 'a.csv'\ntable = 'persons'\ncolumns = { name = 'a' }\nheader = -1\n",
            5,
            "whole number",
        ),
        (&format!("{file}ammount = 'x'"), 5, "do you mean amount?"),
        (
            &format!("{file}amount = {{ from = 'x', units = 'FEN' }}"),
            5,
            "units is not known here",
        ),
        (
            &format!("{file}amount = {{ from = 'x', unit = 'YEN' }}"),
            5,
            "units are YUAN",
        ),
        (
            &format!("{file}amount = {{ from = 'x', unit = 'HECTARE' }}"),
            5,
            "not measured in HECTARE",
        ),
        (
            &format!("{file}status = {{ constant = 'PAYED' }}"),
            5,
            "PAYED is no word of status; words are PAID",
        ),
        (
            &format!(
                "{file}amount = 'x'\n[file.columns.status]\nfrom = 'x'\n[file.columns.status.codes]\n'成功' = 'PAID'\n'退回' = 'BACK'"
            ),
            10,
            "BACK is no word of status",
        ),
        (
            &format!("{file}payeeKind = {{ from = 'x', default = 'PEOPLE' }}"),
            5,
            "PEOPLE is no word of payeeKind",
        ),
        (
            &format!("{file}amount = {{ from = 'x', date = 'EXCEL' }}"),
            5,
            "is no date",
        ),
        (
            &format!("{file}paidOn = {{ from = 'x', date = 'soon' }}"),
            5,
            "a date form is",
        ),
        (
            &format!("{file}amount = {{ unit = 'FEN' }}"),
            5,
            "one of from, constant and id",
        ),
        (
            &format!("{file}amount = {{ from = 'x', constant = '1' }}"),
            5,
            "one of from, constant and id",
        ),
        (&format!("{file}amount = {{ id = ['x'] }}"), 5, "is no id"),
        (
            &format!("{file}payeeId = {{ id = ['x'] }}"),
            5,
            "say whose id it is",
        ),
        (
            &format!("{file}payeeId = {{ id = {{ hmac = 'x' }} }}"),
            5,
            "which kind of number",
        ),
        (
            &format!("{file}payeeId = {{ id = {{ hmac = 'x', kind = 'CAT' }} }}"),
            5,
            "kinds are PERSON",
        ),
        (&format!("{file}amount = 0"), 5, "counted from 1"),
        (
            &format!("{file}amount = true"),
            5,
            "a table is needed here, not a value of type boolean",
        ),
        ("[format]\nregion = '123'\n", 2, "2, 4, 6, 9 or 12 digits"),
        ("[format]\nregion = '50'\nx = 1\n", 3, "x is not known here"),
    ] {
        let fault = Mapping::parse(NAME, text).unwrap_err();
        assert_eq!(fault.line, Some(line), "{text}: {fault}");
        assert!(fault.reason.contains(words), "{text}: {fault}");
    }
}
