//! Proposes a mapping for files that nobody has mapped yet, from their titles and a few of their
//! rows: what is sure stands there ready, what is not as a comment with its score.

mod lacking;
mod likeness;
mod sample;
mod words;

use std::fmt::Write;

use super::{
    mapped::plain,
    target::{Column, Sense, TARGETS, Target},
    unit::Unit,
};
use crate::load::{
    FileFault,
    deliveries::{Deliveries, deliveries},
    read::files::Files,
};
use lacking::{is_there, kinds};
use likeness::{Guess, guesses};
use sample::Sample;

/// From here on a likeness is taken; below it is proposed as a comment.
const SURE: f64 = 0.85;
/// Below this two titles have nothing in common.
const UNSURE: f64 = 0.6;
/// What a table lacks for each needed column that nothing in the file resembles.
const LACK: f64 = 0.3;

/// A mapping for every file that feeds no table yet, as text that the loader reads.
///
/// # Errors
/// When the files cannot be listed, or a mapping among them is wrong.
pub fn suggest(files: &dyn Files) -> Result<String, FileFault> {
    let Deliveries { unclaimed, .. } = deliveries(files, None, &[])?;
    let mut text = String::from(
        "# Proposed from titles and sample rows. Look at each line; those behind # are not sure,\n\
         # with how alike the titles are, from 0 to 1.\n",
    );
    for file in unclaimed
        .iter()
        .filter(|unclaimed| unclaimed.line.is_none())
    {
        let proposal = match Sample::of(files, &file.file) {
            Ok(sample) => propose(&file.file, &sample),
            Err(fault) => format!("\n# {}\n", one_line(&fault.to_string())),
        };
        text.push_str(&proposal);
    }
    Ok(text)
}

fn one_line(text: &str) -> String {
    let shown = text.replace(|letter: char| letter.is_control(), " ");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in quotes as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string().replace('\n', " ")
}

/// How well a table fits.
fn fit(table: &Target, guesses: &[Guess<'_>]) -> f64 {
    let taken: f64 = guesses.iter().map(|guess| guess.score).sum();
    let lacks = |column: &&Column| column.required && !is_there(column, "", guesses);
    let lacking: f64 = table.columns.iter().filter(lacks).map(|_| LACK).sum();
    taken - lacking
}

fn propose(file: &str, sample: &Sample) -> String {
    let mut best: Option<(f64, &'static Target, usize, Vec<Guess<'_>>)> = None;
    for row in sample.headers() {
        for table in TARGETS.iter() {
            let guesses = guesses(table, sample, row);
            let fit = fit(table, &guesses);
            if best.as_ref().is_none_or(|(most, ..)| fit > *most) {
                best = Some((fit, table, row, guesses));
            }
        }
    }
    let Some((_, table, row, guesses)) = best.filter(|(fit, ..)| *fit > UNSURE) else {
        return format!(
            "\n# {}: no table has columns like its own\n",
            one_line(file)
        );
    };
    let header = sample.number(row);
    let mut lines = String::new();
    for guess in &guesses {
        let line = line(guess, sample, row);
        let behind = if guess.score >= SURE { "" } else { "# " };
        let _ = writeln!(lines, "{behind}{line}");
    }
    lines += &left(table, &guesses, sample, row);
    let sure = lines.lines().any(|line| !line.starts_with('#'));
    let head = format!(
        "[[file]]\nfiles = {}\ntable = {}\n{}\n[file.columns]\n",
        quoted(&globset::escape(file)),
        quoted(table.name),
        if header == 1 {
            String::new()
        } else {
            format!("header = {header}\n")
        },
    );
    let block = head + &lines;
    if sure {
        return format!("\n{block}");
    }
    let commented: String = block.lines().map(|line| format!("# {line}\n")).collect();
    format!("\n{commented}")
}

/// The line of a column.
fn line(guess: &Guess<'_>, sample: &Sample, row: usize) -> String {
    let title = quoted(guess.title);
    let mut more = String::new();
    if let Some(unit) = unit(guess) {
        let _ = write!(more, ", unit = \"{unit}\"");
    }
    if let Some(form) = sample.date_form(guess, row) {
        let _ = write!(more, ", date = \"{form}\"");
    }
    let (codes, unknown) = match guess.column.sense {
        Sense::Word => words::codes(sample.values(row, guess.place)),
        _ => Default::default(),
    };
    if !codes.is_empty() {
        let codes: Vec<String> = codes
            .iter()
            .map(|(word, code)| format!("{} = \"{code}\"", quoted(word)))
            .collect();
        let _ = write!(more, ", codes = {{ {} }}", codes.join(", "));
    }
    let mut line = match more.as_str() {
        "" => format!("{} = {title}", guess.column.name),
        more => format!("{} = {{ from = {title}{more} }}", guess.column.name),
    };
    if guess.score < SURE {
        let _ = write!(line, "  # {:.2}", guess.score);
    }
    if !unknown.is_empty() {
        let _ = write!(
            line,
            "  # codes are needed for {}",
            one_line(&unknown.join(" "))
        );
    }
    line
}

/// The unit that a title names in brackets.
fn unit(guess: &Guess<'_>) -> Option<Unit> {
    const NAMES: [(&str, Unit); 10] = [
        ("万元", Unit::WanYuan),
        ("亿元", Unit::YiYuan),
        ("千元", Unit::QianYuan),
        ("分", Unit::Fen),
        ("公顷", Unit::Hectare),
        ("平方米", Unit::SquareMetre),
        ("㎡", Unit::SquareMetre),
        ("平方公里", Unit::SquareKilometre),
        ("‰", Unit::PerMille),
        ("hm2", Unit::Hectare),
    ];
    let Sense::Number(quantity, _) = guess.column.sense else {
        return None;
    };
    let title = plain(guess.title);
    let (_, inside) = title.split_once('(')?;
    let inside = inside.trim_end_matches(')').trim_start_matches("单位:");
    let named = NAMES.iter().find(|(name, _)| *name == inside)?.1;
    (named.quantity() == quantity).then_some(named)
}

/// What the table needs and the file lacks, and what the file has and nothing takes.
fn left(table: &Target, guesses: &[Guess<'_>], sample: &Sample, row: usize) -> String {
    let mut lines = kinds(table, guesses);
    let lacking = |column: &&Column| column.required && !is_there(column, &lines, guesses);
    let lacking: Vec<&Column> = table.columns.iter().filter(lacking).collect();
    for column in lacking {
        let _ = writeln!(
            lines,
            "# {} is needed: {{ from = \"…\" }}, {{ constant = \"…\" }} or {{ id = [\"…\"] }}",
            column.name
        );
    }
    let titles = sample
        .titles(row)
        .filter(|(place, _)| !guesses.iter().any(|guess| guess.place == *place));
    let titles: Vec<String> = titles.map(|(_, title)| one_line(title)).collect();
    if !titles.is_empty() {
        let _ = writeln!(lines, "# not used: {}", titles.join(", "));
    }
    lines
}

#[cfg(test)]
mod tests;
