//! What was found wrong with the rows of a load: which were refused and which are doubted, and why.

use async_graphql::{Context, Object, OutputType, Result, SimpleObject, connection::Connection};
use serde::Deserialize;

use super::{
    context::{ContextExt, look_up},
    error::Code,
    page::Page,
};
use crate::{
    access::{Sensitive, sensitive::RejectedValue},
    load::{self, Doubt, FindingKind},
    model::{Fault, codes::Codes},
    statement,
};

statement! {
    /// One page of a batch's findings, by line.
    "sources/findings.cypher" => Finding;
    pub struct FindingsPage<'a> {
        batch: i64,
        kind: FindingKind,
        code: Option<&'a str>,
        after_line: i64,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// How many findings some batches keep.
    "sources/findings_count.cypher" => FindingCount;
    pub struct CountFindings<'a> { ids: &'a [i64] }
}

/// A finding as the graph keeps it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finding {
    id: String,
    place: i64,
    file: String,
    line: Option<i32>,
    column: String,
    code: String,
    reason: String,
    value: Option<Value>,
}

/// What stands in a refused cell.
type Value = Sensitive<RejectedValue, String>;

/// How many findings of a kind and code a batch keeps.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingCount {
    batch: i64,
    kind: FindingKind,
    code: String,
    count: i32,
}

look_up! {
    /// Key of a batch whose findings are counted.
    CountsOf(i64) => many FindingCount by batch from CountFindings;
}

/// A row that was refused.
#[derive(SimpleObject)]
pub struct Reject {
    /// Name of the file.
    file: String,
    /// The line the row begins on, the header being line 1.
    line: i32,
    /// The column at fault; empty when it is the row as a whole.
    column: String,
    /// What is wrong, as a word of a closed list.
    code: Fault,
    /// What is wrong, and what is expected.
    reason: String,
    /// What stands there, which may be anybody's number: for the role DATA that sees everywhere.
    value: Option<Value>,
}

/// Something that was loaded, or left out, and that someone should look at.
#[derive(SimpleObject)]
pub struct Warning {
    /// Name of the file.
    file: String,
    /// The line, the header being line 1, where one can be named.
    line: Option<i32>,
    /// The column; empty when none can be named.
    column: String,
    /// What is doubtful, as a word of a closed list.
    code: Doubt,
    /// What is doubtful.
    reason: String,
}

/// How many findings have a code.
#[derive(SimpleObject)]
pub struct CodeCount {
    /// The code.
    code: String,
    /// How many the batch keeps.
    count: i32,
}

impl From<load::Reject> for Reject {
    fn from(reject: load::Reject) -> Self {
        Self {
            file: reject.file,
            line: number(reject.line),
            column: reject.column,
            code: reject.code,
            reason: reject.reason,
            value: Some(reject.value.into()),
        }
    }
}

impl From<load::Warning> for Warning {
    fn from(warning: load::Warning) -> Self {
        Self {
            file: warning.file,
            line: warning.line.map(number),
            column: warning.column,
            code: warning.code,
            reason: warning.reason,
        }
    }
}

fn number(line: u64) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX)
}

/// What a finding is served as.
pub trait Found: OutputType {
    /// Its kind.
    const KIND: FindingKind;
    /// Its closed list of codes.
    type Code: Codes;

    /// A finding whose code is of the list.
    fn of(finding: Finding, code: Self::Code) -> Self;
}

impl Found for Reject {
    const KIND: FindingKind = FindingKind::Reject;
    type Code = Fault;

    fn of(finding: Finding, code: Fault) -> Self {
        Self {
            file: finding.file,
            line: finding.line.unwrap_or_default(),
            column: finding.column,
            code,
            reason: finding.reason,
            value: finding.value,
        }
    }
}

impl Found for Warning {
    const KIND: FindingKind = FindingKind::Warning;
    type Code = Doubt;

    fn of(finding: Finding, code: Doubt) -> Self {
        Self {
            file: finding.file,
            line: finding.line,
            column: finding.column,
            code,
            reason: finding.reason,
        }
    }
}

/// Counted over all findings of a kind that a batch keeps, not only this page.
pub struct FindingTotals {
    batch: i64,
    kind: FindingKind,
    code: Option<&'static str>,
    /// How many there were when the batch was loaded.
    found: i32,
}

impl FindingTotals {
    async fn counts(&self, ctx: &Context<'_>) -> Result<Vec<FindingCount>> {
        let mut counts = ctx.load(CountsOf(self.batch)).await?.unwrap_or_default();
        counts.retain(|count| count.kind == self.kind);
        Ok(counts)
    }
}

#[Object]
impl FindingTotals {
    /// How many there are.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let counts = self.counts(ctx).await?.into_iter();
        let asked = counts.filter(|count| self.code.is_none_or(|code| count.code == code));
        Ok(asked.map(|count| count.count).sum())
    }

    /// How many there are of each code, whichever is asked for.
    async fn codes(&self, ctx: &Context<'_>) -> Result<Vec<CodeCount>> {
        let counts = self.counts(ctx).await?.into_iter();
        let counts = counts.map(|FindingCount { code, count, .. }| CodeCount { code, count });
        Ok(counts.collect())
    }

    /// Whether the file had more than the 10,000 that are kept of a batch.
    async fn truncated(&self, ctx: &Context<'_>) -> Result<bool> {
        let kept: i32 = self
            .counts(ctx)
            .await?
            .iter()
            .map(|count| count.count)
            .sum();
        Ok(self.found > kept)
    }
}

/// The findings of a kind that a batch keeps, by line. `found` is how many there were.
///
/// # Errors
/// For callers who have no business with people, whom a reason may name; for a page that cannot be;
/// when the graph gives no answer.
pub async fn page<F: Found>(
    ctx: &Context<'_>,
    (batch, found): (i64, i32),
    (first, after): (Option<i32>, Option<String>),
    code: Option<F::Code>,
) -> Result<Connection<String, F, FindingTotals>> {
    ctx.reads_people()?;
    let code = code.map(Codes::word);
    let page = Page::<(i64, String)>::read(ctx, first, after.as_deref(), &(batch, code))?;
    let (after_line, after_id) = page.after.clone().unwrap_or((-1, String::new()));
    let asked = FindingsPage {
        batch,
        kind: F::KIND,
        code,
        after_line,
        after_id: &after_id,
        limit: page.limit(),
    };
    let rows = ctx.graph().fetch(asked).await?.into_iter().map(|finding| {
        let code = finding.code.parse();
        let code = code.map_err(|_| Code::Internal.error("a finding has a code of no list"))?;
        let place = (finding.place, finding.id.clone());
        Ok((place, F::of(finding, code)))
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    let totals = FindingTotals {
        batch,
        kind: F::KIND,
        code,
        found,
    };
    page.connection(rows, totals, |row| row.0.clone(), |row| row.1)
}
