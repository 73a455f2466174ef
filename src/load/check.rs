//! Everything of a load but the writing: each file is read once, its rows are judged against each
//! other, against the other files of the directory and, where there is one, against the graph, and
//! what stands in its columns is summed up.

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
    LoadError,
    catalogue::{Column, Label, Table},
    derive::divisions,
    listed,
    read::{decode::Charset, files::Files},
    session::Session,
    survey::further,
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
}

/// Checks every table among the files.
///
/// # Errors
/// [`LoadError`] when there is nothing to check or the graph fails; files that cannot be read and
/// rows that cannot be loaded are findings of the report.
pub async fn check(files: &dyn Files, asked: Asked<'_>) -> Result<CheckReport, LoadError> {
    let (listed, others) = listed(files)?;
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
    let mut report = CheckReport {
        graph: asked.graph.is_some(),
        others,
        ..CheckReport::default()
    };
    for (place, (table, name)) in listed.iter().enumerate() {
        let started = Instant::now();
        let later = listed.iter().skip(place + 1).map(|(table, _)| *table);
        let file = FileAsked {
            table,
            files,
            name,
            session,
            named: asked.named,
            wanted: table.label().is_some_and(|label| points_at(later, label)),
        };
        match in_either(&file, &mut shelf).await {
            Ok(checked) => report.files.push(FileCheck {
                seconds: started.elapsed().as_secs_f64(),
                ..checked
            }),
            Err(LoadError::Files(faults)) => {
                // Nobody can say what such a file would have brought.
                shelf.unjudged.extend(table.label());
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

async fn in_either(file: &FileAsked<'_>, shelf: &mut Shelf) -> Result<FileCheck, LoadError> {
    match file.check(Charset::Utf8, shelf).await {
        Err(LoadError::Files(utf8)) if utf8.iter().any(|fault| fault.is_undecodable()) => {
            match file.check(Charset::Gb18030, shelf).await {
                Err(LoadError::Files(gb18030)) => Err(further(utf8, gb18030)),
                other => other,
            }
        }
        other => other,
    }
}
