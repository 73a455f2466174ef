//! Loading files through the API, and watching a load.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{
    Context, Error, InputValueError, InputValueResult, Object, Result, Scalar, ScalarType,
    SimpleObject, Subscription, Value,
};
use futures_util::{Stream, StreamExt};
use tempfile::NamedTempFile;

use super::{
    context::ContextExt,
    error::Code,
    findings::{Reject, Warning},
};
use crate::{
    graph::GraphError,
    load::{FileReport, LoadError, Report},
    loads::{Handed, LoadEvent, Undone},
};

/// A file of the request, by the name of its part.
pub struct Upload(String);

/// A file of the request, which is then sent as multipart/form-data with `operations`, `map` and the
/// files (GraphQL multipart request specification).
#[Scalar(specified_by_url = "https://github.com/jaydenseric/graphql-multipart-request-spec")]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(part) => Ok(Self(part)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// The files of one request, by the names of their parts; each with its own name.
#[derive(Default)]
pub struct Uploads(Mutex<HashMap<String, (String, NamedTempFile)>>);

impl Uploads {
    /// The files of a request.
    #[must_use]
    pub fn new(files: HashMap<String, (String, NamedTempFile)>) -> Self {
        Self(Mutex::new(files))
    }

    fn take(&self, Upload(part): &Upload) -> Option<(String, NamedTempFile)> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.remove(part)
    }
}

/// What a load did, as `kinflow load --json` reports it.
#[derive(SimpleObject)]
pub struct LoadReport {
    /// Name of the load; `loadBatches(load: …)` lists its files and pages their findings.
    load: String,
    /// The files in the order they were loaded.
    files: Vec<FileReport>,
    /// The first 100 rejects of each file.
    rejects: Vec<Reject>,
    /// The first 100 warnings of each file.
    warnings: Vec<Warning>,
}

impl From<Report> for LoadReport {
    fn from(report: Report) -> Self {
        Self {
            load: report.load,
            files: report.files,
            rejects: report.rejects.into_iter().map(Reject::from).collect(),
            warnings: report.warnings.into_iter().map(Warning::from).collect(),
        }
    }
}

/// How far a load is.
#[derive(SimpleObject)]
pub struct LoadProgress {
    /// Name of the load.
    load: String,
    /// The file under way, or that was just done; null before the first.
    file: Option<String>,
    /// How many of its rows were judged.
    read: u64,
    /// How many rows it has, the header apart.
    total: u64,
    /// What became of the file, when it is done.
    done: Option<FileReport>,
    /// Whether the load has ended; nothing follows then.
    finished: bool,
    /// What the load did, when it came to its end.
    report: Option<LoadReport>,
    /// Why the load did not come to its end.
    failure: Option<String>,
}

impl From<LoadEvent> for LoadProgress {
    fn from(event: LoadEvent) -> Self {
        let report = event
            .report
            .map(|report| Arc::unwrap_or_clone(report).into());
        Self {
            load: event.load,
            file: event.file,
            read: event.read,
            total: event.total,
            done: event.done,
            finished: event.finished,
            report,
            failure: event.failure,
        }
    }
}

/// Root field of loading.
#[derive(Default)]
pub struct LoadsMutation;

#[Object]
impl LoadsMutation {
    /// Loads tables, and beside them a `mapping.toml` where they need one, as `kinflow load` does:
    /// rows that cannot be loaded are rejects in the report and stop nothing. For the role DATA;
    /// one load at a time. A load goes on to its end even where the caller goes away.
    async fn load_files(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The files, named as the tables or as the mapping says")] files: Vec<
            Upload,
        >,
        #[graphql(
            desc = "The agency that hands the files over; if absent the source that the mapping names"
        )]
        source: Option<String>,
    ) -> Result<LoadReport> {
        ctx.may_load()?;
        let files = handed(ctx, &files)?;
        let source = source.unwrap_or_default().trim().to_owned();
        if source.is_empty() && !files.0.contains_key("mapping.toml") {
            return Err(Code::BadInput.error("name the agency that hands the files over: `source`"));
        }
        let loaded = ctx.loads().load(files, source).await;
        let report = loaded.map_err(|undone| told(undone, ctx.graph().request()))?;
        Ok(Arc::unwrap_or_clone(report).into())
    }
}

/// The files of the request that are named here.
pub(super) fn handed(ctx: &Context<'_>, uploads: &[Upload]) -> Result<Handed> {
    let mut files = BTreeMap::new();
    for upload in uploads {
        let found = ctx.data_opt::<Uploads>().and_then(|all| all.take(upload));
        let (name, file) = found.ok_or_else(|| {
            Code::BadInput.error("send each file once, as a part of a multipart/form-data request")
        })?;
        if files.contains_key(&name) {
            return Err(Code::BadInput.error(format!("two files are named {name}")));
        }
        files.insert(name, file);
    }
    Ok(Handed(files))
}

/// Why a load was not done, as the caller sees it.
fn told(undone: Undone, request: &Arc<str>) -> Error {
    match undone {
        Undone::Busy => Code::Conflict.error(Undone::Busy.to_string()),
        Undone::Load(error) if error.is_of_the_files() => Code::BadInput.error(error.to_string()),
        Undone::Load(LoadError::Graph { file, cause }) => {
            tracing::error!(request = &**request, file, %cause, "a load failed");
            let request = request.clone();
            let cause = cause.into();
            GraphError {
                request,
                file,
                cause,
            }
            .into()
        }
        other => {
            tracing::error!(request = &**request, error = %other, "a load failed");
            Code::Internal.error(Undone::Broken.to_string())
        }
    }
}

/// Root field of watching.
#[derive(Default)]
pub struct LoadsSubscription;

#[Subscription]
impl LoadsSubscription {
    /// How far the load is that this service runs, or else the next one, until it ends. A load of
    /// the command line is not seen.
    async fn load_progress(
        &self,
        ctx: &Context<'_>,
    ) -> Result<impl Stream<Item = LoadProgress> + use<>> {
        ctx.reads_sources()?;
        ctx.reads_people()?;
        Ok(ctx.loads().watch().map(LoadProgress::from))
    }
}
