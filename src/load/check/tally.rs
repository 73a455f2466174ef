//! What was refused and doubted in one file: all of it counted, the first of it named.

use std::collections::{BTreeMap, HashSet};

use super::{
    profile::Profile,
    report::{FileCheck, Found},
};
use crate::{
    access::sensitive::mask,
    load::{
        catalogue::{Column, Table},
        finding::{Doubt, Refusal, Reject, Warning},
        read::{cells::Doubtful, layout::Layout, rows::At},
    },
    model::{Fault, ids},
};

/// Why the end of a file refuses a row that seemed sound.
#[derive(Clone, Copy)]
pub(super) enum Late {
    Contradicts,
    Dangles(&'static Column),
}

/// What was found in one file so far.
pub(super) struct Tally {
    table: &'static Table,
    file: String,
    named: usize,
    rows: u64,
    profile: Profile,
    refused: Vec<(At, &'static str, Fault)>,
    doubted: Vec<(At, &'static str, Doubt)>,
    rejects: BTreeMap<At, Reject>,
    warnings: Vec<(At, Warning)>,
}

impl Tally {
    pub fn new(table: &'static Table, file: &str, named: usize) -> Self {
        Self {
            table,
            file: file.to_owned(),
            named,
            rows: 0,
            profile: Profile::new(table),
            refused: Vec::new(),
            doubted: Vec::new(),
            rejects: BTreeMap::new(),
            warnings: Vec::new(),
        }
    }

    pub fn take(&mut self, rows: u64, profile: Profile) {
        self.rows += rows;
        self.profile.add(profile);
    }

    pub fn refuse(&mut self, line: At, refusal: Refusal) {
        self.refused
            .push((line, refusal.column, refusal.invalid.fault));
        self.name(line, refusal);
    }

    /// Names a refused row, unless enough before it are.
    pub fn name(&mut self, line: At, refusal: Refusal) {
        let reject = Reject {
            file: self.file.clone(),
            line: line.0,
            column: refusal.column.to_owned(),
            value: shown(self.table.column(refusal.column), &refusal.value),
            reason: refusal.invalid.reason,
            code: refusal.invalid.fault,
        };
        self.rejects.insert(line, reject);
        if self.rejects.len() > self.named {
            self.rejects.pop_last();
        }
    }

    pub fn doubt(&mut self, line: At, (column, code, reason): Doubtful) {
        self.doubted.push((line, column, code));
        if self.warnings.len() < self.named {
            let warning = Warning {
                file: self.file.clone(),
                line: Some(line.0),
                column: column.to_owned(),
                reason,
                code,
            };
            self.warnings.push((line, warning));
        }
    }

    /// Rows that cannot be read at all, so that nothing else can be wrong with them.
    pub fn broken(&self) -> HashSet<At> {
        let broken = |refused: &&(At, &str, Fault)| refused.2 != Fault::DanglingReference;
        self.refused
            .iter()
            .filter(broken)
            .map(|refused| refused.0)
            .collect()
    }

    /// Refuses rows at the end of the file; what was found of them before counts no more.
    pub fn late(&mut self, late: &BTreeMap<At, Late>) {
        self.refused.retain(|(line, ..)| !late.contains_key(line));
        self.doubted.retain(|(line, ..)| !late.contains_key(line));
        self.rejects.retain(|line, _| !late.contains_key(line));
        self.warnings.retain(|(line, _)| !late.contains_key(line));
        self.refused
            .extend(late.iter().map(|(line, why)| match why {
                Late::Contradicts => (*line, "id", Fault::ContradictoryDuplicate),
                Late::Dangles(column) => (*line, column.name, Fault::DanglingReference),
            }));
    }

    /// The report of the file.
    pub fn report(mut self, layout: &Layout, repeated: u64, unknown: Vec<String>) -> FileCheck {
        self.warnings.sort_by_key(|(line, _)| *line);
        let rejected = self.refused.len() as u64;
        let refused = self.refused.iter();
        let doubted = self.doubted.iter();
        FileCheck {
            file: self.file,
            table: self.table.name,
            rows: self.rows,
            sound: (self.rows - rejected).saturating_sub(repeated),
            repeated,
            rejected,
            reasons: counted(refused.map(|(_, column, code)| (*column, code.as_str()))),
            doubts: counted(doubted.map(|(_, column, code)| (*column, code.as_str()))),
            columns: self.profile.columns(self.table, layout, self.rows),
            unknown,
            unjudged: Vec::new(),
            rejects: self.rejects.into_values().collect(),
            warnings: self
                .warnings
                .into_iter()
                .map(|(_, warning)| warning)
                .collect(),
            seconds: 0.0,
        }
    }
}

/// How often each was found, the most frequent first.
fn counted(found: impl Iterator<Item = (&'static str, &'static str)>) -> Vec<Found> {
    let mut counts = BTreeMap::<_, u64>::new();
    for one in found {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts: Vec<Found> = counts
        .into_iter()
        .map(|((column, code), rows)| Found { column, code, rows })
        .collect();
    counts.sort_by_key(|found| std::cmp::Reverse(found.rows));
    counts
}

/// A value as a report shows it: what is or may be a person's keeps its ends alone.
pub(super) fn shown(column: Option<&Column>, value: &str) -> String {
    let personal = column.is_some_and(|column| column.meaning.is_personal());
    let sensitive = || ids::check(value).is_err_and(|invalid| invalid.fault == Fault::SensitiveId);
    if personal || sensitive() {
        mask(value)
    } else {
        value.to_owned()
    }
}
