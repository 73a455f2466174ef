//! What a load would refuse and doubt of each row, without the writing: each file is read once, its
//! rows are judged against each other, against the other files of the directory and, where there is
//! one, against the graph, and what stands in its columns is summed up.
//!
//! Of what several rows say together, a check knows what the directory holds; what the graph holds
//! besides is left to the load.

mod across;
mod file;
pub(super) mod lists;
pub(super) mod page;
mod part;
mod profile;
mod report;
mod shelf;
mod tally;

use std::time::Instant;

pub use profile::ColumnCheck;
pub use report::{CheckReport, FileCheck, Found};

use super::{
    FileFault, LoadError, Warning,
    catalogue::{Column, Label, Table, table},
    delivered,
    deliveries::Delivery,
    derive::divisions,
    no_table,
    read::files::Files,
    session::Session,
};
use crate::graph::Backend;
use file::FileAsked;
use shelf::Shelf;

/// What a check is to do.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The graph that rows may point into; it is read only.
    pub graph: Option<&'a dyn Backend>,
    /// How many rejects and warnings of each file are named; the counts count all.
    pub named: usize,
    /// A mapping by its name and text; else the `mapping.toml` beside the files, if there is one.
    pub mapping: Option<&'a (String, String)>,
    /// What ids are made with where a mapping computes them from numbers.
    pub secret: Option<&'a str>,
}

/// Checks every table among the files.
///
/// # Errors
/// [`LoadError`] when there is nothing to check or the graph fails; files that cannot be read and
/// rows that cannot be loaded are findings of the report.
pub async fn check(files: &dyn Files, asked: Asked<'_>) -> Result<CheckReport, LoadError> {
    let mut report = CheckReport {
        graph: asked.graph.is_some(),
        ..CheckReport::default()
    };
    let found = match delivered(files, asked.mapping) {
        Ok(found) => found,
        Err(fault) => {
            report.unusable.push(fault);
            return Ok(report);
        }
    };
    let known = |delivery: Delivery| Some((table(delivery.table)?, delivery));
    let listed: Vec<(&Table, Delivery)> = found.list.into_iter().filter_map(known).collect();
    if listed.is_empty() {
        return Err(no_table());
    }
    report.others = found.unclaimed.into_iter().map(Warning::from).collect();
    let session = asked.graph.map(Session);
    let mut shelf = Shelf::default();
    if let Some(session) = session {
        shelf.regions = divisions::on_file(session).await?;
    } else {
        let here: Vec<Label> = listed
            .iter()
            .filter_map(|(table, _)| table.label())
            .collect();
        shelf.without_graph(&here);
    }
    for (place, (table, delivery)) in listed.iter().enumerate() {
        let started = Instant::now();
        let later = listed.iter().skip(place + 1).map(|(table, _)| *table);
        let file = FileAsked {
            table,
            files,
            delivery,
            session,
            named: asked.named,
            secret: asked.secret,
            wanted: table.label().is_some_and(|label| points_at(later, label)),
        };
        match file.check(&mut shelf).await {
            // A file of a format is asked for every table that it may feed.
            Ok(checked) if delivery.is_of_format() && checked.is_empty() => {}
            Ok(checked) => report.files.push(FileCheck {
                seconds: started.elapsed().as_secs_f64(),
                ..checked
            }),
            Err(LoadError::Files(faults)) => {
                // Nobody can say what such a file would have brought.
                shelf.unjudged.extend(table.label());
                let new = |fault: &FileFault| !report.unusable.contains(fault);
                let faults: Vec<FileFault> = faults.into_iter().filter(new).collect();
                report.unusable.extend(faults);
            }
            Err(other) => return Err(other),
        }
    }
    Ok(report)
}

/// Whether any row of these tables can point at a label.
fn points_at(mut tables: impl Iterator<Item = &'static Table>, label: Label) -> bool {
    tables.any(|table| {
        let mut targets = table.columns.iter().filter_map(Column::target);
        targets.any(|target| table.labels(target).contains(&label))
    })
}
