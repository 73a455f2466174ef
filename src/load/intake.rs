//! The second reading of a file: rows are parsed, judged and written, a batch at a time.

use std::collections::{BTreeSet, HashSet};

use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};

use super::{
    LoadError,
    catalogue::{Label, Table},
    finding::{Doubt, Refusal, Reject},
    history,
    judge::{Chance, Judged},
    known::Facts,
    ledger::{Batches, BeginBatches},
    read::{
        cells::Cells,
        layout::Layout,
        row,
        rows::{Line, Rows},
    },
    rejects::Refused,
    row::Row,
    run::Run,
    session::Session,
    survey::Survey,
    suspect::Touched,
    unregistered::Unregistered,
    write::{self, Write},
};
use crate::graph::{Exchange, Statement};

/// The load of one file.
pub(super) struct Intake<'r, 'a> {
    pub run: &'r mut Run<'a>,
    pub table: &'static Table,
    pub survey: &'r Survey,
    pub batches: Batches,
    /// Ids, hashed, of all links that the file speaks of.
    pub seen: HashSet<i64>,
    /// The counties that rows lie in.
    pub counties: BTreeSet<String>,
    /// Ids, hashed, of repeated rows that were met once.
    pub met: HashSet<i64>,
    /// Payees whom no register knows, to be made with the next transaction.
    pub unregistered: Vec<Unregistered>,
    /// Rows that point at rows of their own file which are not written yet.
    pub waiting: Vec<Row>,
}

impl<'r, 'a> Intake<'r, 'a> {
    pub fn new(run: &'r mut Run<'a>, table: &'static Table, survey: &'r Survey) -> Self {
        Self {
            batches: Batches::new(&mut run.ledger, survey, &run.source),
            run,
            table,
            survey,
            seen: HashSet::new(),
            counties: BTreeSet::new(),
            met: HashSet::new(),
            unregistered: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Loads every row; the batches stay open until all that follows from them is written too.
    pub async fn load(mut self) -> Result<(Batches, u64), LoadError> {
        let secret = self.run.options.id_secret.as_deref();
        let mut rows = self.survey.delivery.open(self.run.files, secret)?;
        let layout = Layout::new(self.table, rows.header());
        let session = self.run.session;
        self.doubt_columns();
        let writers = session.0.writers();
        let mut writing = FuturesUnordered::new();
        loop {
            // One core reads and judges the next rows while others write those before. What is
            // asked here at once begins to be written.
            let written = async {
                match writing.len() < writers {
                    true => writing.next().now_or_never().flatten(),
                    false => writing.next().await,
                }
            };
            let (written, next) = tokio::join!(written, self.next(&layout, &mut *rows));
            if let Some(written) = written {
                self.written(written?).await?;
            }
            let Some(next) = next? else { break };
            let alone = next.1.alone;
            while alone && let Some(written) = writing.next().await {
                self.written(written?).await?;
            }
            writing.push(write(session, next));
            while alone && let Some(written) = writing.next().await {
                self.written(written?).await?;
            }
        }
        while let Some(written) = writing.next().await {
            self.written(written?).await?;
        }
        self.load_waiting().await?;
        let mut begin = Vec::from_iter(self.begin()?);
        begin.extend(self.run.findings.take()?);
        self.run.session.write(begin).await?;
        let ended = self.end_what_is_missing().await?;
        history::compare(self.run, self.table, self.survey, &self.batches);
        history::cover(self.run, self.table, self.counties).await?;
        Ok((self.batches, ended))
    }

    /// Doubts columns that the table does not have.
    fn doubt_columns(&mut self) {
        let batch = Some(self.batches.id(0));
        for column in &self.survey.unknown {
            let words = format!("the table has no column {column}, so it is left out");
            let doubt = (column.as_str(), Doubt::UnknownColumn, words);
            self.run.doubt(batch, &self.survey.name, None, doubt);
        }
    }

    /// The statements that write the next rows, or nothing at the end of the file.
    async fn next(
        &mut self,
        layout: &Layout,
        rows: &mut dyn Rows,
    ) -> Result<Option<(Vec<Exchange>, Taken)>, LoadError> {
        match self.parse(layout, rows)? {
            Some(rows) => self.take(rows, Chance::First).await.map(Some),
            None => Ok(None),
        }
    }

    /// The statements that write some rows, once they are judged. The rows count as loaded from
    /// here on: if they cannot be written, the load fails.
    async fn take(
        &mut self,
        rows: Vec<Row>,
        chance: Chance,
    ) -> Result<(Vec<Exchange>, Taken), LoadError> {
        let mut judged = self.judge(rows, chance).await?;
        let touched = self.touched(&mut judged);
        let persons = !self.unregistered.is_empty();
        let facts = self.accept(&judged);
        let exchanges = self.exchanges(&mut judged)?;
        let begin = <BeginBatches<'_> as Statement>::FILE;
        let begins = exchanges.first().is_some_and(|first| first.file == begin);
        let taken = Taken {
            facts,
            touched,
            alone: begins || persons,
        };
        Ok((exchanges, taken))
    }

    /// Remembers rows for those that point at them, now that they are there, and looks at what only
    /// the graph can tell of them.
    async fn written(&mut self, taken: Taken) -> Result<(), LoadError> {
        if let Some(label) = self.table.label() {
            for (id, facts) in taken.facts {
                self.run.known.remember(label, id, facts);
            }
        }
        self.suspect(&taken.touched).await
    }

    /// Loads rows that pointed at rows of their own file, now that those are written; what is
    /// left when no round brings anything points at nothing.
    async fn load_waiting(&mut self) -> Result<(), LoadError> {
        let mut chance = Chance::Again;
        while !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            let before = waiting.len();
            let mut rows = waiting.into_iter().peekable();
            while rows.peek().is_some() {
                let batch = rows
                    .by_ref()
                    .take(self.run.options.batch_rows.max(1))
                    .collect();
                let next = self.take(batch, chance).await?;
                let taken = write(self.run.session, next).await?;
                self.written(taken).await?;
            }
            chance = if self.waiting.len() < before {
                Chance::Again
            } else {
                Chance::Last
            };
        }
        Ok(())
    }

    /// Parses the rows of one batch; none are left when there is no batch.
    fn parse(
        &mut self,
        layout: &Layout,
        lines: &mut dyn Rows,
    ) -> Result<Option<Vec<Row>>, LoadError> {
        let most = self.run.options.batch_rows.max(1);
        let mut rows = Vec::with_capacity(most);
        let mut read = 0;
        while read < most {
            let Some(line) = lines.next()? else { break };
            read += 1;
            let batch = self.batch_of(layout, &line);
            self.batches.count(batch, |counts| counts.read += 1);
            match row::read(layout, &line) {
                Err(refusal) => {
                    self.batches.could_not_read(batch);
                    self.reject(batch, &line, refusal)?;
                }
                Ok(row) => rows.push(Row { line, batch, ..row }),
            }
        }
        Ok((read > 0).then_some(rows))
    }

    /// The statement that begins batches which the graph does not have.
    pub fn begin(&mut self) -> Result<Option<Exchange>, LoadError> {
        let digest = self.run.mapping_digest.as_deref();
        let begin = self.batches.begin(self.survey, digest, self.run.options);
        Ok(begin.map(|batches| batches.exchange()).transpose()?)
    }

    /// The batch of a row: of its own source, where it names one, and of the file it first stood in.
    fn batch_of(&mut self, layout: &Layout, line: &Line) -> usize {
        let own = Cells::new(layout, &line.record).at(layout.source).trim();
        let file = line.origin.as_deref().unwrap_or(&self.survey.name);
        if own.is_empty() && line.origin.is_none() {
            return 0;
        }
        let source = match own {
            "" => self.run.source.as_str(),
            own => own,
        };
        let ledger = &mut self.run.ledger;
        self.batches.of(ledger, self.survey, source, file)
    }

    /// Refuses a row: counted, named in the report, written with its text to the reject file.
    pub fn reject(&mut self, batch: usize, line: &Line, refusal: Refusal) -> Result<(), LoadError> {
        self.batches.count(batch, |counts| counts.rejected += 1);
        self.run.progress.advance(1);
        let reject = Reject {
            file: line.origin.as_ref().unwrap_or(&self.survey.name).clone(),
            line: line.number,
            column: refusal.column.to_owned(),
            value: refusal.value,
            reason: refusal.invalid.reason,
            code: refusal.invalid.fault,
        };
        let row = Refused {
            table: self.table.name,
            titles: &self.survey.titles,
            record: &line.record,
            source: self.batches.source(batch),
        };
        let written = self.run.rejects.write(&reject, &row);
        written.map_err(LoadError::Rejects)?;
        self.run.findings.reject(self.batches.id(batch), &reject);
        self.run.report.reject(reject);
        Ok(())
    }

    /// The statements that write what was judged fit, after those that begin its batches.
    fn exchanges(&mut self, judged: &mut Judged) -> Result<Vec<Exchange>, LoadError> {
        self.run.forsakes |= judged.rows.iter().any(|(_, _, changed)| *changed);
        let rows: Vec<Write<'_>> = judged
            .rows
            .iter()
            .map(|(row, stamp, changed)| Write {
                row,
                stamp: stamp.clone(),
                changed: *changed,
            })
            .collect();
        let rows = write::exchanges(self.table, &rows)?;
        let findings = self.run.findings.take()?;
        if rows.is_empty() && judged.before.is_empty() && findings.is_none() {
            return Ok(rows);
        }
        let mut exchanges = Vec::from_iter(self.begin()?);
        exchanges.extend(findings);
        exchanges.extend(self.unregistered_payees()?);
        exchanges.append(&mut judged.before);
        exchanges.extend(rows);
        Ok(exchanges)
    }

    /// A row that the graph has: loaded by this batch before it was interrupted, or unchanged.
    pub fn unchanged(&mut self, row: &Row, own: bool) {
        self.batches.count(row.batch, |counts| {
            if own {
                counts.loaded += 1;
            } else {
                counts.unchanged += 1;
            }
        });
        self.run.progress.advance(1);
        let batch = self.batches.id(row.batch);
        self.run.doubts_of(batch, &self.survey.name, row);
    }

    /// Counts rows that are to be written, and says what is to be remembered of them.
    fn accept(&mut self, judged: &Judged) -> Vec<(String, Facts)> {
        let mut facts = Vec::new();
        for (row, _, changed) in &judged.rows {
            if let Some((between, ends)) = row.between(self.table).filter(|_| *changed) {
                self.run.kin_moved(self.table, &between, ends);
            }
            self.batches.count(row.batch, |counts| counts.loaded += 1);
            let batch = self.batches.id(row.batch);
            self.run.doubts_of(batch, &self.survey.name, row);
            if let Some(county) = row.county(self.table)
                && !self.counties.contains(county)
            {
                self.counties.insert(county.to_owned());
            }
            if let Some(label) = self.table.label() {
                facts.push((row.id.clone(), self.facts(row)));
                if label == Label::REGION {
                    self.run.regions.insert(row.id.clone());
                }
            }
        }
        self.run.progress.advance(judged.rows.len() as u64);
        facts
    }
}

/// Rows on their way into the graph.
struct Taken {
    facts: Vec<(String, Facts)>,
    touched: Touched,
    /// Whether they bring what the next rows need: the batch that they name, or persons.
    alone: bool,
}

async fn write(
    session: Session<'_>,
    (exchanges, taken): (Vec<Exchange>, Taken),
) -> Result<Taken, LoadError> {
    session.write(exchanges).await?;
    Ok(taken)
}
