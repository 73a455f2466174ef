//! The rows of one table out of the lines of a file.

use std::{collections::VecDeque, sync::Arc};

use serde_json::Value;

use super::{
    Context, Format,
    index::Index,
    lines::{Lines, Text},
    made::Table,
};
use crate::{
    load::{
        FileFault,
        read::{
            cells::Header,
            rows::{Ignored, Line, Rows},
        },
    },
    model::Fault,
};

/// Rows of one table.
pub(super) struct Entities {
    pub format: Format,
    pub table: &'static Table,
    pub lines: Lines,
    /// The number of the file among those of its format.
    pub file: u32,
    pub index: Arc<Index>,
    pub region: Option<String>,
    /// Whether this pass answers for lines that feed no table.
    pub first: bool,
    pub header: Header,
    pub ready: VecDeque<Line>,
    pub ignored: Ignored,
}

impl Rows for Entities {
    fn header(&self) -> &Header {
        &self.header
    }

    fn next(&mut self) -> Result<Option<Line>, FileFault> {
        while self.ready.is_empty() {
            let Some(line) = self.lines.next()? else {
                return Ok(None);
            };
            let refused = |why| self.first.then(|| broken(self.table, line.number, why));
            let text = match line.text {
                Text::Whole(text) => text,
                Text::TooLong => {
                    self.ready.extend(refused(
                        "this line is longer than 16 MB; hand over one object a line",
                    ));
                    continue;
                }
            };
            if !self.first && !feeds(self.table, text) {
                continue;
            }
            let value = match serde_json::from_slice::<Value>(text) {
                Ok(value) if value.is_object() => value,
                _ => {
                    self.ready.extend(refused(
                        "this line is no JSON object; hand over one object a line",
                    ));
                    continue;
                }
            };
            let context = Context {
                index: &self.index,
                region: self.region.as_deref(),
                position: (self.file, line.number),
            };
            let made = self.format.rows(self.table, &value, &context);
            self.ready
                .extend(made.into_iter().map(|row| row.at(line.number)));
            if self.first {
                let ignored = &mut self.ignored;
                self.format.ignored(&value, &context, &mut |path| {
                    *ignored.entry(path).or_default() += 1
                });
            }
        }
        Ok(self.ready.pop_front())
    }

    fn ignored(&self) -> Ignored {
        self.ignored.clone()
    }
}

/// Whether a line may feed a table, told without parsing it.
fn feeds(table: &Table, text: &[u8]) -> bool {
    let has = |sign: &str| memchr::memmem::find(text, sign.as_bytes()).is_some();
    // A letter written as \u0050 could hide a sign.
    table.signs.is_empty() || table.signs.iter().any(|sign| has(sign)) || has("\\u00")
}

fn broken(table: &'static Table, number: u64, why: &str) -> Line {
    table.row().whole(Fault::BadRow, why).at(number)
}
