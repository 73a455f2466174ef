//! The second reading of a file: rows are parsed, judged and written, a batch at a time.

use std::{collections::HashSet, io::Read};

use super::{
    LoadError,
    finding::{Refusal, Reject},
    judge::{Chance, Judged},
    ledger::Batches,
    read::{
        cells::{Cells, Doubtful},
        rows::{Line, Rows as _},
        sheet::{Sheet, open},
    },
    run::Run,
    survey::Survey,
    table::{Changes, Entry, Table, digest},
};
use crate::{
    graph::{Exchange, Statement},
    model::Fault,
};

/// A row that was parsed.
pub(super) struct Row<T> {
    pub line: Line,
    /// The place of its source's batch.
    pub batch: usize,
    pub digest: i64,
    pub value: T,
    pub doubts: Vec<Doubtful>,
}

/// The load of one file.
pub(super) struct Intake<'r, 'a, T> {
    pub run: &'r mut Run<'a>,
    pub survey: &'r Survey,
    pub batches: Batches,
    /// Ids, hashed, of repeated rows that were met once.
    pub met: HashSet<i64>,
    /// Rows that point at rows of their own file which are not written yet.
    pub waiting: Vec<Row<T>>,
}

impl<'r, 'a, T: Table> Intake<'r, 'a, T> {
    pub fn new(run: &'r mut Run<'a>, survey: &'r Survey) -> Self {
        Self {
            batches: Batches::new(&mut run.ledger, run.options),
            run,
            survey,
            met: HashSet::new(),
            waiting: Vec::new(),
        }
    }

    /// Loads every row; the batches stay open until all that follows from them is written too.
    pub async fn load(mut self) -> Result<Batches, LoadError> {
        let source = open(self.run.files, &self.survey.name)?;
        let (name, charset) = (&self.survey.name, self.survey.charset);
        let mut sheet = Sheet::new(name, source, charset, T::REQUIRED, T::OPTIONAL)?;
        let session = self.run.session;
        let mut writing = Vec::new();
        loop {
            // One core reads and judges the next rows while the other writes these.
            let (written, next) = tokio::join!(session.write(writing), self.next(&mut sheet));
            written?;
            match next? {
                Some(exchanges) => writing = exchanges,
                None => break,
            }
        }
        self.load_waiting().await?;
        let begin = Vec::from_iter(self.begin()?);
        self.run.session.write(begin).await?;
        Ok(self.batches)
    }

    /// The statements that write the next rows, or nothing at the end of the file.
    async fn next(
        &mut self,
        sheet: &mut Sheet<impl Read + Send>,
    ) -> Result<Option<Vec<Exchange>>, LoadError> {
        match self.parse(sheet)? {
            Some(rows) => self.take(rows, Chance::First).await.map(Some),
            None => Ok(None),
        }
    }

    /// The statements that write some rows, once they are judged. The rows count as loaded from
    /// here on: if they cannot be written, the load fails.
    async fn take(
        &mut self,
        rows: Vec<Row<T>>,
        chance: Chance,
    ) -> Result<Vec<Exchange>, LoadError> {
        let judged = self.judge(rows, chance).await?;
        let exchanges = self.exchanges(&judged)?;
        self.accept(&judged);
        Ok(exchanges)
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
                let exchanges = self.take(batch, chance).await?;
                self.run.session.write(exchanges).await?;
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
        sheet: &mut Sheet<impl Read + Send>,
    ) -> Result<Option<Vec<Row<T>>>, LoadError> {
        let width = sheet.width();
        let most = self.run.options.batch_rows.max(1);
        let mut rows = Vec::with_capacity(most);
        let mut read = 0;
        while read < most {
            let Some(line) = sheet.next()? else { break };
            read += 1;
            let mut cells = Cells::new(&sheet.header, &line.record);
            let batch = self.batch_of(&cells);
            self.batches.count(batch, |counts| counts.read += 1);
            let value = if line.record.len() == width {
                T::read(&mut cells)
            } else {
                let reason = format!(
                    "the header has {width} cells, this row {}",
                    line.record.len()
                );
                Err(Refusal::new("", "", Fault::BadRow, reason))
            };
            let doubts = cells.doubts;
            match value {
                Err(refusal) => self.reject(batch, &line, refusal)?,
                Ok(value) => rows.push(Row {
                    line,
                    batch,
                    digest: digest(&value)?,
                    value,
                    doubts,
                }),
            }
        }
        Ok((read > 0).then_some(rows))
    }

    /// The statement that begins batches which the graph does not have.
    fn begin(&mut self) -> Result<Option<Exchange>, LoadError> {
        let begin = self.batches.begin(self.survey, self.run.options);
        Ok(begin.map(|batches| batches.exchange()).transpose()?)
    }

    fn entry<'row>(&self, row: &'row Row<T>) -> Entry<'row, T> {
        Entry {
            of: &row.value,
            batch: self.batches.id(row.batch),
            row: row.line.number,
            digest: row.digest,
        }
    }

    fn batch_of(&mut self, cells: &Cells<'_>) -> usize {
        match cells.raw("source").trim() {
            "" => 0,
            source => self.batches.of(&mut self.run.ledger, source),
        }
    }

    /// Refuses a row: counted, named in the report, written with its text to the reject file.
    pub fn reject(&mut self, batch: usize, line: &Line, refusal: Refusal) -> Result<(), LoadError> {
        self.batches.count(batch, |counts| counts.rejected += 1);
        self.run.progress.advance(1);
        let reject = Reject {
            file: self.survey.name.clone(),
            line: line.number,
            column: refusal.column.to_owned(),
            value: refusal.value,
            reason: refusal.invalid.reason,
            code: refusal.invalid.fault,
        };
        let written = self.run.rejects.write(&reject, &line.record);
        written.map_err(LoadError::RejectFile)?;
        self.run.report.reject(reject);
        Ok(())
    }

    /// The statements that write what was judged fit, after those that begin its batches.
    fn exchanges(&mut self, judged: &Judged<T>) -> Result<Vec<Exchange>, LoadError> {
        let changes = Changes {
            new: judged.new.iter().map(|row| self.entry(row)).collect(),
            changed: judged.changed.iter().map(|row| self.entry(row)).collect(),
        };
        let rows = T::write(&changes)?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let mut exchanges = Vec::from_iter(self.begin()?);
        exchanges.extend(rows);
        Ok(exchanges)
    }
}
