//! What a load carries from file to file.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    graph::{Backend, Statement},
    model::PersonId,
};

use super::{
    LoadError, Options,
    catalogue::Label,
    derive::divisions,
    finding::{Doubt, Warning},
    findings::Findings,
    known::Known,
    ledger::{KnownBatches, Ledger},
    progress::Progress,
    read::files::Files,
    rejects::Rejects,
    report::Report,
    row::Row,
    session::Session,
    settle::OnFile,
    transaction::hash,
    write::{ForsakenAddresses, ForsakenPhones},
};

/// What a load carries from file to file.
pub(super) struct Run<'a> {
    pub session: Session<'a>,
    pub files: &'a dyn Files,
    pub options: &'a Options,
    pub progress: &'a dyn Progress,
    /// The source of rows that name none.
    pub source: String,
    /// SHA-256 of the mapping's text, where there is one.
    pub mapping_digest: Option<String>,
    pub ledger: Ledger,
    pub known: Known,
    /// Codes of the regions on file; where there are none, any code is taken.
    pub regions: BTreeSet<String>,
    /// Children of whom a parent came or went, so that their siblings are to be derived anew.
    pub orphaned: BTreeSet<PersonId>,
    /// Persons who lost a kin link, so that one from a household may take its place.
    pub kinless: BTreeSet<PersonId>,
    /// Households that members left, and who they were.
    pub left: BTreeMap<String, BTreeSet<PersonId>>,
    pub rejects: Rejects,
    pub report: Report,
    /// Whether nodes changed or went, so that addresses and telephones may be left alone.
    pub forsakes: bool,
    /// Doubts about several rows that were told already.
    pub told: BTreeSet<i64>,
    /// Doubts about the file at hand.
    pub doubts: u64,
    /// What is found about batches.
    pub findings: Findings,
}

impl<'a> Run<'a> {
    /// A load at its beginning, knowing what earlier ones left.
    pub async fn begin(
        backend: &'a dyn Backend,
        files: &'a dyn Files,
        options: &'a Options,
        progress: &'a dyn Progress,
    ) -> Result<Self, LoadError> {
        let session = Session(backend);
        Ok(Self {
            session,
            files,
            options,
            progress,
            source: String::new(),
            mapping_digest: None,
            ledger: Ledger::new(session.read(KnownBatches {}.exchange()?).await?),
            known: Known::default(),
            regions: divisions::on_file(session).await?,
            orphaned: BTreeSet::new(),
            kinless: BTreeSet::new(),
            left: BTreeMap::new(),
            rejects: Rejects::default(),
            report: Report {
                load: options.load_id.clone(),
                ..Report::default()
            },
            forsakes: false,
            told: BTreeSet::new(),
            doubts: 0,
            findings: Findings::default(),
        })
    }
}

/// What was looked up or written: a row is judged once everything it points at is looked up.
impl OnFile for Run<'_> {
    fn has(&self, label: Label, id: &str) -> bool {
        self.known.get(label, id).is_some()
    }

    fn region(&self, label: Label, id: &str) -> Option<&str> {
        self.known.get(label, id)?.region.as_deref()
    }

    fn born_on(&self, id: &str) -> Option<NaiveDate> {
        self.known.get(Label::PERSON, id)?.born_on
    }

    fn has_region(&self, code: &str) -> bool {
        self.regions.is_empty() || self.regions.contains(code)
    }
}

impl Run<'_> {
    /// Whether a doubt about several rows is told for the first time.
    pub fn once(&mut self, words: &str) -> bool {
        self.told.insert(hash(words.as_bytes()))
    }

    /// Takes away addresses, telephones and unregistered payees that nothing is linked to any more.
    pub async fn tidy(&mut self) -> Result<(), LoadError> {
        if !self.forsakes {
            return Ok(());
        }
        let exchanges = vec![
            ForsakenAddresses {}.exchange()?,
            ForsakenPhones {}.exchange()?,
        ];
        self.session.write(exchanges).await?;
        self.forget_payees().await
    }

    /// Notes a doubt about a row of a batch, or about the file as a whole. What is of no batch is
    /// told and not kept.
    pub fn doubt(
        &mut self,
        batch: Option<i64>,
        file: &str,
        line: Option<u64>,
        (column, code, reason): (&str, Doubt, String),
    ) {
        self.doubts += 1;
        let warning = Warning {
            file: file.to_owned(),
            line,
            column: column.to_owned(),
            reason,
            code,
        };
        if let Some(batch) = batch {
            self.findings.warning(batch, &warning);
        }
        self.report.warn(warning);
    }

    /// Notes the doubts about a row that is in the graph.
    pub fn doubts_of(&mut self, batch: i64, file: &str, row: &Row) {
        for doubt in &row.doubts {
            self.doubt(Some(batch), file, Some(row.line.number), doubt.clone());
        }
    }
}
