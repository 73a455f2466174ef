//! The stored graph held against the model, and one hash for what it says.
//!
//! The walk goes label by label over every node and everything that leaves it, a few thousand at a
//! time; only ids, kinships and what versions ask for stay in memory. What the loader derives is
//! derived here in another way. The hash depends on nothing but what the rows say, who brought them
//! and what follows from them: not on the engine, nor on the order, portions and times of loading.

mod canon;
mod check;
mod finding;
mod payment_sums;
mod people;
mod siblings;
mod statements;
mod stored;
mod versions;
mod walk;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use canon::TableHash;
pub use finding::{Finding, Findings, NAMED, Wrong};

use crate::{
    graph::{Backend, BackendError, Exchange, Filled, Record, Statement},
    load::BatchState,
    model::RegionCode,
    statement,
};
use canon::Canon;
use payment_sums::Sums;
use people::People;
use siblings::Families;
use statements::WALKS;
use versions::Asked;

/// Nodes that are looked at together.
const CHUNK: usize = 2_000;
/// Ids that are read together.
const PAGE: usize = 100_000;
/// How long one exchange may take.
const PATIENCE: Duration = Duration::from_secs(600);

/// Why a graph could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The engine failed.
    #[error("{file}: {cause}")]
    Graph {
        /// The statement's path below `cypher/`.
        file: &'static str,
        /// What happened.
        #[source]
        cause: BackendError,
    },
    /// Rows do not fit what is bound to a statement.
    #[error("rows do not fit a statement: {0}")]
    Shape(#[from] serde_json::Error),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What each table hashes to.
    pub tables: Vec<TableHash>,
    /// One hash for all.
    pub hash: String,
    /// Everything that is wrong.
    pub findings: Findings,
}

/// A batch.
#[derive(Debug, Deserialize)]
pub struct Batch {
    id: i64,
    source: String,
    file: String,
    state: BatchState,
}

statement! {
    /// Every batch.
    "verify/batches.cypher" => Batch;
    struct Batches {}
}

/// A verification under way.
struct Verifier<'a> {
    backend: &'a dyn Backend,
    source_order: &'a [String],
    /// The source of each batch.
    batches: HashMap<i64, String>,
    canon: Canon,
    findings: Findings,
    asked: Asked,
    families: Families,
    people: People,
    sums: Sums,
    /// What each region is a part of.
    regions: BTreeMap<String, Vec<String>>,
    /// Ids, hashed, of links that the source numbers.
    numbered: HashSet<i64>,
}

/// Holds a whole graph against the model. Sources are believed in the order given, as when loading.
///
/// # Errors
/// [`VerifyError`] when the engine fails; what is wrong with the graph is no error but a finding.
pub async fn verify(
    backend: &dyn Backend,
    source_order: &[String],
) -> Result<Verdict, VerifyError> {
    let mut verifier = Verifier {
        backend,
        source_order,
        batches: HashMap::new(),
        canon: Canon::default(),
        findings: Findings::default(),
        asked: Asked::default(),
        families: Families::default(),
        people: People::default(),
        sums: Sums::default(),
        regions: BTreeMap::new(),
        numbered: HashSet::new(),
    };
    verifier.batches().await?;
    verifier.versions().await?;
    for walk in WALKS.iter() {
        verifier.walk(walk).await?;
    }
    verifier.versions_left();
    verifier.divisions();
    verifier.payment_sums().await?;
    let Verifier {
        canon,
        families,
        people,
        mut findings,
        ..
    } = verifier;
    let who = people.check(&mut findings);
    families.of_people(&who).check(&mut findings);
    findings.named.sort_by(|one, other| {
        let key = |finding: &Finding| (finding.kind, finding.table.clone(), finding.id.clone());
        key(one).cmp(&key(other))
    });
    let (tables, hash) = canon.done();
    Ok(Verdict {
        tables,
        hash,
        findings,
    })
}

impl Verifier<'_> {
    async fn read(&self, exchange: Exchange) -> Result<Vec<Record>, VerifyError> {
        let file = exchange.file;
        let rows = self.backend.read(exchange, Instant::now() + PATIENCE).await;
        rows.map_err(|cause| VerifyError::Graph { file, cause })
    }

    /// The next ids of a label, in order.
    async fn page(&self, statement: &Filled, after: &str) -> Result<Vec<String>, VerifyError> {
        let asked = [("after", after.into()), ("most", PAGE.into())];
        let found = self.read(statement.exchange(asked)).await?;
        let ids = found
            .into_iter()
            .next()
            .and_then(|mut row| row.remove("ids"));
        let mut ids: Vec<String> = serde_json::from_value(ids.unwrap_or(Value::Array(Vec::new())))?;
        ids.sort_unstable();
        Ok(ids)
    }

    async fn batches(&mut self) -> Result<(), VerifyError> {
        for record in self.read(Batches {}.exchange()?).await? {
            let batch: Batch = serde_json::from_value(Value::Object(record))?;
            if batch.state == BatchState::Running {
                let detail = format!(
                    "{} of {} was not loaded to its end",
                    batch.file, batch.source
                );
                let id = batch.id.to_string();
                self.findings
                    .add(Wrong::InterruptedLoad, "batches", &id, detail);
            }
            self.batches.insert(batch.id, batch.source);
        }
        Ok(())
    }

    /// Every region is a part of the nearest one on file that contains it, and of no other.
    fn divisions(&mut self) {
        for (id, wholes) in &self.regions {
            let nearest = id.parse::<RegionCode>().ok().and_then(|code| {
                let above = code.tiers().rev().skip(1);
                let mut above = above.map(|(_, code)| code.to_owned());
                above.find(|code| self.regions.contains_key(code))
            });
            if !wholes.iter().eq(nearest.iter()) {
                let nearest = nearest.as_deref().unwrap_or("nothing");
                let detail = format!("it must be a part of {nearest}");
                self.findings.add(Wrong::WrongPart, "regions", id, detail);
            }
        }
    }
}

impl fmt::Display for Verdict {
    /// A table of counts and hashes, then what is wrong and what to do about it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for TableHash { table, count, hash } in &self.tables {
            writeln!(f, "{table:<20}{count:>12}  {hash}")?;
        }
        let rows: u64 = self.tables.iter().map(|table| table.count).sum();
        writeln!(f, "{:<20}{rows:>12}  {}", "all", self.hash)?;
        for (kind, count) in &self.findings.counts {
            writeln!(f, "\n{kind}: {count}; {}", kind.advice())?;
            for finding in self
                .findings
                .named
                .iter()
                .filter(|finding| finding.kind == *kind)
            {
                writeln!(f, "  {} {}: {}", finding.table, finding.id, finding.detail)?;
            }
        }
        Ok(())
    }
}
