//! Tables into the graph: parse, judge, write.
//!
//! A load reads every file twice. The first reading writes nothing: it decodes, holds the header
//! against the table's columns, counts, and finds rows that contradict each other, so that a file
//! that cannot be loaded stops the load before anything is written. The second reading turns rows
//! into domain values, judges them against the graph, and writes a batch a transaction.
//!
//! A load is idempotent: a row whose columns hash as those on file is unchanged, and one that was
//! interrupted is taken up by running it again. One load runs at a time.

mod catalogue;
mod change;
mod check;
mod contact;
mod derive;
mod error;
mod finding;
mod form;
mod intake;
mod judge;
mod known;
mod ledger;
mod natural;
mod progress;
mod read;
mod rejects;
mod report;
mod resolve;
mod row;
mod run;
mod schema;
mod search_keys;
mod session;
mod settle;
mod statements;
mod survey;
mod transaction;
mod versions;
mod write;

use std::{path::PathBuf, time::Instant};

pub use check::{
    Asked, CheckReport, ColumnCheck, FileCheck, Found, check,
    lists::{codes, tables_in_words},
    page::page,
};
pub use error::{FileFault, LoadError};
pub use finding::{Doubt, Reject, Warning};
pub use ledger::BatchState;
pub use progress::{Progress, Terminal, Unwatched};
pub use read::files::{Directory, Files};
pub use report::{Counts, FileReport, Report};
pub use schema::prepare;

use crate::graph::{Backend, Statement};
use catalogue::{TABLES, Table};
use derive::{divisions, siblings};
use intake::Intake;
use known::Known;
use ledger::{FailBatches, KnownBatches, Ledger};
use rejects::Rejects;
use run::Run;
use session::Session;
use survey::Survey;

/// How a load is done.
#[derive(Clone, Debug)]
pub struct Options {
    /// The agency that the data comes from, for rows that name no source of their own.
    pub source: String,
    /// When it is loaded, in milliseconds UTC.
    pub loaded_at_ms: i64,
    /// The load's own name.
    pub load_id: String,
    /// Rows a transaction.
    pub batch_rows: usize,
    /// The directory that refused rows are written to, if any; older rejects there are replaced.
    pub rejects: Option<PathBuf>,
    /// What keyed codes are made with where numbers stand in place of ids.
    pub id_secret: Option<String>,
    /// Sources in the order in which they are believed where several speak of one thing.
    pub source_order: Vec<String>,
}

impl Options {
    /// Rows a transaction unless something else is asked for.
    pub const BATCH_ROWS: usize = 5_000;
}

/// Every table with its columns, `?` after those a file may leave out, one a line.
#[must_use]
pub fn tables() -> String {
    TABLES
        .iter()
        .map(|table| {
            let columns: Vec<String> = table
                .columns
                .iter()
                .map(|column| match column.required {
                    true => column.name.to_owned(),
                    false => format!("{}?", column.name),
                })
                .collect();
            format!(
                "  {}.csv  {}\n      {}\n",
                table.name,
                table.about,
                columns.join(", ")
            )
        })
        .collect()
}

/// Loads every table among the files, after [`prepare`].
///
/// # Errors
/// [`LoadError`]; a row that cannot be loaded is no error but a reject in the report.
pub async fn load(
    backend: &dyn Backend,
    files: &dyn Files,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, LoadError> {
    let (surveys, warnings) = survey(files)?;
    let session = Session(backend);
    let mut run = Run {
        session,
        files,
        options,
        progress,
        ledger: Ledger::new(session.read(KnownBatches {}.exchange()?).await?),
        known: Known::default(),
        regions: divisions::on_file(session).await?,
        rejects: Rejects::new(options.rejects.as_deref(), &surveys).map_err(LoadError::Rejects)?,
        report: Report {
            load: options.load_id.clone(),
            warnings,
            ..Report::default()
        },
        doubts: 0,
    };
    for (table, survey) in surveys {
        load_file(&mut run, table, &survey).await?;
        run.ledger.loaded(table.name);
    }
    recover(&mut run).await?;
    run.rejects.finish().map_err(LoadError::Rejects)?;
    Ok(run.report)
}

/// What a table's file name may end in.
const ENDINGS: [&str; 3] = [".csv", ".csv.gz", ".csv.zst"];

/// Tables with what their first reading found, in the order they are loaded.
type Surveys = Vec<(&'static Table, Survey)>;

/// The files that are tables, in the order in which they are loaded, and a warning for each file
/// that is none. Texts and hidden files may lie beside the tables.
fn listed(files: &dyn Files) -> Result<(Vec<(&'static Table, String)>, Vec<Warning>), LoadError> {
    let mut names = files.names().map_err(LoadError::Unlisted)?;
    names.retain(|name| !name.starts_with('.') && !name.ends_with(".md"));
    names.sort_unstable();
    let mut found = Vec::new();
    for table in TABLES.iter() {
        for ending in ENDINGS {
            let name = format!("{}{ending}", table.name);
            if let Ok(place) = names.binary_search(&name) {
                found.push((table, names.remove(place)));
            }
        }
    }
    let known: Vec<String> = TABLES
        .iter()
        .map(|table| format!("{}.csv", table.name))
        .collect();
    if found.is_empty() {
        return Err(LoadError::NoTable(known.join(", ")));
    }
    let reason = format!(
        "no table has this name, so it is left out; tables are {}",
        known.join(", ")
    );
    let warnings = names.into_iter().map(|file| Warning {
        file,
        line: None,
        column: String::new(),
        reason: reason.clone(),
        code: Doubt::UnknownFile,
    });
    Ok((found, warnings.collect()))
}

/// The first reading of every table among the files.
fn survey(files: &dyn Files) -> Result<(Surveys, Vec<Warning>), LoadError> {
    let (listed, warnings) = listed(files)?;
    let (mut surveys, mut faults) = (Vec::new(), Vec::new());
    for (table, name) in listed {
        match survey::survey(table, files, &name) {
            Ok(survey) => surveys.push((table, survey)),
            Err(LoadError::Files(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() {
        Ok((surveys, warnings))
    } else {
        Err(LoadError::Files(faults))
    }
}

/// Takes up what interrupted loads brought but derived nothing from.
async fn recover(run: &mut Run<'_>) -> Result<(), LoadError> {
    let ids = run.ledger.interrupted();
    if ids.is_empty() {
        return Ok(());
    }
    divisions::derive(run.session).await?;
    siblings::derive(run, &ids).await?;
    let failed = FailBatches {
        state: BatchState::Failed,
        ids,
    };
    run.session.write(vec![failed.exchange()?]).await
}

/// The second reading of one file, and everything that follows from its rows.
async fn load_file(
    run: &mut Run<'_>,
    table: &'static Table,
    survey: &Survey,
) -> Result<(), LoadError> {
    let started = Instant::now();
    run.progress.begin(&survey.name, survey.rows);
    run.doubts = 0;
    for column in &survey.unknown {
        let words = format!("the table has no column {column}, so it is left out");
        run.doubt(&survey.name, None, (column, Doubt::UnknownColumn, words));
    }
    let batches = Intake::new(run, table, survey).load().await?;
    match table.name {
        "regions" => divisions::derive(run.session).await?,
        "kinships" => siblings::derive(run, &batches.ids()).await?,
        _ => {}
    }
    run.session.write(vec![batches.end().exchange()?]).await?;
    let report = FileReport {
        file: survey.name.clone(),
        counts: batches.total(),
        warnings: run.doubts,
        seconds: (survey.took + started.elapsed()).as_secs_f64(),
    };
    run.progress.end(&report);
    run.report.files.push(report);
    Ok(())
}
