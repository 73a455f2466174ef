//! The report as one page that needs nothing else: no script, nothing from another place.

use std::fmt::{self, Display};

use super::{
    profile::ColumnCheck,
    report::{CheckReport, FileCheck, Found},
};
use crate::load::{FileFault, Reject, Warning};

/// The page of a report, under the directory's name.
#[must_use]
pub fn page(directory: &str, report: &CheckReport) -> String {
    Page { directory, report }.to_string()
}

/// Text as HTML shows it.
struct Shown<'a>(&'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            letter => write!(f, "{letter}"),
        })
    }
}

/// A number with its thousands apart.
struct Thousands(u64);

impl Display for Thousands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

struct Page<'a> {
    directory: &'a str,
    report: &'a CheckReport,
}

impl Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, report) = (Shown(self.directory), self.report);
        let css = include_str!("page.css");
        write!(
            f,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>Data quality of {name}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n\
             <h1>Data quality of {name}</h1>\n<p class=\"quiet\">数据质量报告 · Rows were held against {}.</p>\n",
            report.against()
        )?;
        for FileFault {
            file, line, reason, ..
        } in &report.unusable
        {
            let line = line.map_or(String::new(), |line| format!(", line {line}"));
            let (file, reason) = (Shown(file), Shown(reason));
            writeln!(
                f,
                "<p class=\"note\"><strong class=\"bad\">Unusable 不可用</strong> {file}{line}: {reason}</p>"
            )?;
        }
        for Warning { file, reason, .. } in &report.others {
            let (file, reason) = (Shown(file), Shown(reason));
            writeln!(
                f,
                "<p class=\"note doubt-note\"><strong class=\"doubt\">Left out 未采用</strong> {file}: {reason}</p>"
            )?;
        }
        let rows = Thousands(report.files.iter().map(|file| file.rows).sum());
        let (files, rejected) = (report.files.len(), Thousands(report.rejected()));
        writeln!(
            f,
            "<p>{files} files 个文件, {rows} rows 行, {rejected} rejected 拒收.</p>"
        )?;
        overview(f, &report.files)?;
        report.files.iter().try_for_each(|file| section(f, file))?;
        f.write_str("</main>\n</body>\n</html>\n")
    }
}

/// A table under its titles; a cell names its title too, for narrow screens.
fn head(f: &mut fmt::Formatter<'_>, class: &str, titles: &[(&str, &str)]) -> fmt::Result {
    write!(f, "<table class=\"{class}\">\n<thead><tr>")?;
    for (title, class) in titles {
        write!(f, "<th scope=\"col\" class=\"{class}\">{title}</th>")?;
    }
    f.write_str("</tr></thead>\n<tbody>\n")
}

const END: &str = "</tbody>\n</table>\n";

fn overview(f: &mut fmt::Formatter<'_>, files: &[FileCheck]) -> fmt::Result {
    let number = "number";
    head(
        f,
        "",
        &[
            ("File 文件", ""),
            ("Rows 行数", number),
            ("Sound 合格", number),
            ("Repeated 重复", number),
            ("Rejected 拒收", number),
            ("Warnings 存疑", number),
        ],
    )?;
    for file in files {
        let name = Shown(&file.file);
        write!(
            f,
            "<tr><td class=\"name\"><a href=\"#{name}\">{name}</a></td>"
        )?;
        let doubts: u64 = file.doubts.iter().map(|doubt| doubt.rows).sum();
        for (title, count, class) in [
            ("Rows 行数", file.rows, ""),
            ("Sound 合格", file.sound, "good"),
            ("Repeated 重复", file.repeated, ""),
            ("Rejected 拒收", file.rejected, "bad"),
            ("Warnings 存疑", doubts, "doubt"),
        ] {
            let class = if count > 0 { class } else { "zero" };
            let count = Thousands(count);
            write!(
                f,
                "<td class=\"number\" data-title=\"{title}\"><span class=\"{class}\">{count}</span></td>"
            )?;
        }
        f.write_str("</tr>\n")?;
    }
    f.write_str(END)
}

fn section(f: &mut fmt::Formatter<'_>, file: &FileCheck) -> fmt::Result {
    let (name, rows) = (Shown(&file.file), Thousands(file.rows));
    write!(
        f,
        "<section id=\"{name}\">\n<h2>{name}</h2>\n<p class=\"quiet\">{rows} rows of {} in {:.1} s</p>\n",
        file.table, file.seconds
    )?;
    for (words, list) in [
        ("No columns of the table 未知列", file.unknown.join(", ")),
        ("Not looked for 未核对", file.unjudged.join(", ")),
    ] {
        if !list.is_empty() {
            writeln!(
                f,
                "<p><span class=\"quiet\">{words}:</span> {}</p>",
                Shown(&list)
            )?;
        }
    }
    columns(f, &file.columns)?;
    found(f, "Rejected 拒收", "bad", &file.reasons)?;
    found(f, "Warnings 存疑", "doubt", &file.doubts)?;
    rejects(f, &file.rejects, file.rejected)?;
    warnings(f, &file.warnings)?;
    f.write_str("</section>\n")
}

fn columns(f: &mut fmt::Formatter<'_>, columns: &[ColumnCheck]) -> fmt::Result {
    head(
        f,
        "columns",
        &[
            ("Column 列", ""),
            ("Filled 填充率", ""),
            ("What stands there 内容", ""),
        ],
    )?;
    for column in columns.iter().filter(|column| column.present) {
        let (name, title, rate) = (column.column, column.title, column.rate);
        let content = column.content();
        let content = Shown(&content);
        writeln!(
            f,
            "<tr><td class=\"name\"><code>{name}</code><small>{title}</small></td>\
             <td data-title=\"Filled 填充率\"><div class=\"bar\"><i><b style=\"width:{rate}%\"></b></i><span>{rate:.1} %</span></div></td>\
             <td class=\"wide\">{content}</td></tr>"
        )?;
    }
    f.write_str(END)?;
    let absent = columns.iter().filter(|column| !column.present);
    let absent: Vec<&str> = absent.map(|column| column.column).collect();
    if absent.is_empty() {
        return Ok(());
    }
    let absent = absent.join(", ");
    writeln!(
        f,
        "<p><span class=\"quiet\">Not handed over 未提供:</span> {absent}</p>"
    )
}

fn found(f: &mut fmt::Formatter<'_>, what: &str, class: &str, found: &[Found]) -> fmt::Result {
    if found.is_empty() {
        return Ok(());
    }
    writeln!(f, "<h3 class=\"{class}\">{what}</h3>")?;
    head(
        f,
        "",
        &[
            ("Reason 原因", ""),
            ("Column 列", ""),
            ("Rows 行数", "number"),
        ],
    )?;
    for Found { column, code, rows } in found {
        let (column, rows) = (column_or_row(column), Thousands(*rows));
        writeln!(
            f,
            "<tr><td class=\"name\"><code>{code}</code></td><td data-title=\"Column 列\"><code>{column}</code></td>\
             <td class=\"number\" data-title=\"Rows 行数\">{rows}</td></tr>"
        )?;
    }
    f.write_str(END)
}

fn column_or_row(column: &str) -> &str {
    if column.is_empty() { "(row)" } else { column }
}

fn rejects(f: &mut fmt::Formatter<'_>, rejects: &[Reject], all: u64) -> fmt::Result {
    if rejects.is_empty() {
        return Ok(());
    }
    let (first, all) = (Thousands(rejects.len() as u64), Thousands(all));
    writeln!(f, "<h3>Refused rows 拒收明细 ({first} of {all})</h3>")?;
    head(
        f,
        "",
        &[
            ("Line 行", "number"),
            ("Column 列", ""),
            ("Value 值", ""),
            ("What is wrong 问题", ""),
        ],
    )?;
    for reject in rejects {
        let (column, line) = (column_or_row(&reject.column), Thousands(reject.line));
        let (value, reason) = (Shown(&reject.value), Shown(&reject.reason));
        let code = reject.code;
        writeln!(
            f,
            "<tr><td class=\"number\" data-title=\"Line 行\">{line}</td><td data-title=\"Column 列\"><code>{column}</code></td>\
             <td data-title=\"Value 值\">{value}</td><td class=\"wide\">{reason}<small>{code}</small></td></tr>"
        )?;
    }
    f.write_str(END)
}

fn warnings(f: &mut fmt::Formatter<'_>, warnings: &[Warning]) -> fmt::Result {
    if warnings.is_empty() {
        return Ok(());
    }
    f.write_str("<h3>Doubtful rows 存疑明细</h3>\n")?;
    head(
        f,
        "",
        &[
            ("Line 行", "number"),
            ("Column 列", ""),
            ("What is doubtful 疑点", ""),
        ],
    )?;
    for warning in warnings {
        let line = Thousands(warning.line.unwrap_or_default());
        let (column, reason, code) = (&warning.column, Shown(&warning.reason), warning.code);
        writeln!(
            f,
            "<tr><td class=\"number\" data-title=\"Line 行\">{line}</td><td data-title=\"Column 列\"><code>{column}</code></td>\
             <td class=\"wide\">{reason}<small>{code}</small></td></tr>"
        )?;
    }
    f.write_str(END)
}
