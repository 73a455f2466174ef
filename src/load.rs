//! Tables into the graph: parse, judge, write.
//!
//! A load reads every file twice. The first reading writes nothing: it decodes, holds the header
//! against the table's columns, counts, and finds rows that contradict each other, so that a file
//! that cannot be loaded stops the load before anything is written. The second reading turns rows
//! into domain values, judges them against the graph, and writes a batch a transaction.
//!
//! A load is idempotent: a row whose columns hash as those on file is unchanged, and one that was
//! interrupted is taken up by running it again. One load runs at a time.

pub(crate) mod catalogue;
mod change;
mod check;
mod contact;
mod deliveries;
mod derive;
mod ended;
mod error;
mod finding;
mod findings;
mod form;
mod formats;
mod formula;
mod history;
mod intake;
mod judge;
mod known;
mod ledger;
mod mapping;
mod natural;
mod outward;
mod payment_sums;
mod progress;
mod read;
mod rejects;
mod report;
mod resolve;
mod retract;
mod row;
mod run;
mod same;
mod schema;
mod search_keys;
mod session;
mod settle;
mod shape;
mod statements;
mod survey;
mod suspect;
mod transaction;
mod unread;
mod unregistered;
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
pub use findings::FindingKind;
pub use ledger::BatchState;
pub use mapping::suggest;
pub use progress::{Progress, Terminal, Unwatched};
pub use read::files::{Directory, Files};
pub use report::{Counts, FileReport, Report};
pub use retract::Retraction;
pub use schema::prepare;
pub(crate) use {
    contact::address_key, form::IN_ORDER, row::plainly, transaction::hash, versions::rank,
};

use chrono::NaiveDate;
use data_encoding::HEXLOWER;
pub(crate) use formula::harmless;
use mapping::date::DateForm;
pub(crate) use outward::{Begins, CHUNK, Id, Outward, OutwardRow, OutwardTable, chunks};
pub(crate) use session::Session;
use sha2::{Digest, Sha256};
pub(crate) use shape::{LINKS, LinkKind, NODES, NodeKind, Property, Stored};

use crate::graph::{Backend, Statement};
use catalogue::{TABLES, Table};
use derive::divisions;
use intake::Intake;
use ledger::FailBatches;
use rejects::Rejects;
use run::Run;
use survey::Survey;

/// How a load is done.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The agency that the data comes from, for rows that name no source of their own; else the
    /// source that the mapping names, else the directory.
    pub source: Option<String>,
    /// What the directory is called.
    pub directory: String,
    /// When it is loaded, in milliseconds UTC.
    pub loaded_at_ms: i64,
    /// The load's own name.
    pub load_id: String,
    /// Rows a transaction.
    pub batch_rows: usize,
    /// The directory that refused rows are written to, if any; older rejects there are replaced.
    pub rejects: Option<PathBuf>,
    /// A mapping by its name and text; else the `mapping.toml` beside the files, if there is one.
    pub mapping: Option<(String, String)>,
    /// What keyed codes are made with where numbers stand in place of ids.
    pub id_secret: Option<String>,
    /// Sources in the order in which they are believed where several speak of one thing.
    pub source_order: Vec<String>,
    /// Whether an interrupted load of the same files must be there to be taken up.
    pub resume: bool,
}

impl Options {
    /// Rows a transaction unless something else is asked for.
    pub const BATCH_ROWS: usize = 10_000;
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

/// The rows of a file as they stand, up to a number of them: where each begins and its cells.
///
/// # Errors
/// When the file cannot be read.
pub fn cells(
    files: &dyn Files,
    name: &str,
    most: usize,
) -> Result<Vec<(u64, Vec<String>)>, FileFault> {
    let mut records = deliveries::records(files, name)?;
    let mut rows = Vec::new();
    while rows.len() < most
        && let Some(record) = records.next()?
    {
        if !record.is_blank() {
            let cells = record.cells.iter().map(str::to_owned);
            rows.push((record.number, cells.collect()));
        }
    }
    Ok(rows)
}

/// The day that a cell names, in any form that is recognised, or as the serial of a workbook.
#[must_use]
pub fn day_of(cell: &str) -> Option<NaiveDate> {
    let serial = cell.len() <= 5 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let day = DateForm::Recognised.read(cell, serial)?;
    day.parse().ok()
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
    let (surveys, found) = survey(files, options)?;
    let mut run = Run::begin(backend, files, options, progress).await?;
    run.source = found.source;
    run.mapping_digest = found.mapping_digest;
    run.report.warnings = found.warnings;
    if options.resume
        && !surveys
            .iter()
            .any(|(_, survey)| run.ledger.can_take_up(survey))
    {
        return Err(LoadError::NothingToResume);
    }
    let rejects = Rejects::new(options.rejects.as_deref(), &surveys);
    run.rejects = rejects.map_err(LoadError::Rejects)?;
    for (table, survey) in surveys {
        load_file(&mut run, table, &survey).await?;
        run.ledger.loaded(table.name);
    }
    recover(&mut run).await?;
    run.tidy().await?;
    derive::kin(&mut run, &[]).await?;
    run.doubts = 0;
    history::remind(&mut run).await?;
    run.rejects.finish().map_err(LoadError::Rejects)?;
    Ok(run.report)
}

/// Takes back what a batch brought, after [`prepare`].
///
/// # Errors
/// [`LoadError::NoBatch`], or when the engine fails.
pub async fn retract(
    backend: &dyn Backend,
    batch: i64,
    options: &Options,
) -> Result<Retraction, LoadError> {
    let nothing = Directory(PathBuf::new());
    let mut run = Run::begin(backend, &nothing, options, &Unwatched).await?;
    retract::retract(&mut run, batch).await
}

/// Tables with what their first reading found, in the order they are loaded.
type Surveys = Vec<(&'static Table, Survey)>;

/// What else lies in the directory.
struct Beside {
    /// The source of rows that name none.
    source: String,
    /// SHA-256 of the mapping's text.
    mapping_digest: Option<String>,
    /// Files that feed no table.
    warnings: Vec<Warning>,
}

/// The first reading of every file that feeds a table, and a warning for each that feeds none.
fn survey(files: &dyn Files, options: &Options) -> Result<(Surveys, Beside), LoadError> {
    files.names().map_err(LoadError::Unlisted)?;
    let found = delivered(files, options.mapping.as_ref())?;
    let (mut surveys, mut faults) = (Vec::new(), Vec::new());
    for delivery in found.list {
        let Some(table) = catalogue::table(delivery.table) else {
            continue;
        };
        match survey::survey(table, files, delivery, options.id_secret.as_deref()) {
            Ok(survey) => surveys.push((table, survey)),
            Err(LoadError::Files(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    if !faults.is_empty() {
        return Err(LoadError::Files(faults));
    }
    if surveys.is_empty() {
        return Err(no_table());
    }
    let warnings = found.unclaimed.into_iter().map(Warning::from);
    let source = options.source.clone().or(found.source);
    let source = source.unwrap_or_else(|| options.directory.clone());
    let digest = |text: String| HEXLOWER.encode(&Sha256::digest(text));
    let beside = Beside {
        source,
        mapping_digest: found.mapping.map(digest),
        warnings: warnings.collect(),
    };
    Ok((surveys, beside))
}

/// What lies among the files, table by table in the order in which they are loaded.
fn delivered(
    files: &dyn Files,
    mapping: Option<&(String, String)>,
) -> Result<deliveries::Deliveries, FileFault> {
    let tables: Vec<&'static str> = TABLES.iter().map(|table| table.name).collect();
    let mapping = mapping.map(|(name, text)| (name.as_str(), text.as_str()));
    deliveries::deliveries(files, mapping, &tables)
}

fn no_table() -> LoadError {
    let tables: Vec<String> = TABLES
        .iter()
        .map(|table| format!("{}.csv", table.name))
        .collect();
    LoadError::NoTable(tables.join(", "))
}

/// Takes up what interrupted loads brought but derived nothing from.
async fn recover(run: &mut Run<'_>) -> Result<(), LoadError> {
    let ids = run.ledger.interrupted();
    if ids.is_empty() {
        return Ok(());
    }
    divisions::derive(run.session).await?;
    derive::kin(run, &ids).await?;
    let failed = FailBatches {
        state: BatchState::Failed,
        ids,
    };
    let mut end = Vec::from_iter(run.findings.take()?);
    end.push(failed.exchange()?);
    run.session.write(end).await
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
    let (batches, ended) = Intake::new(run, table, survey).load().await?;
    match table.name {
        "regions" => divisions::derive(run.session).await?,
        "persons" | "payments" => derive::kin(run, &[]).await?,
        "kinships" | "memberships" => derive::kin(run, &batches.ids()).await?,
        _ => {}
    }
    let mut end = Vec::from_iter(run.findings.take()?);
    end.push(batches.end(&run.findings).exchange()?);
    run.session.write(end).await?;
    let report = FileReport {
        file: survey.name.clone(),
        counts: batches.total(),
        ended,
        warnings: run.doubts,
        seconds: (survey.took + started.elapsed()).as_secs_f64(),
    };
    run.progress.end(&report);
    run.report.files.push(report);
    Ok(())
}
