//! What follows from rows and is nobody's row: which region is a part of which, and who is a
//! brother or sister of whom.

pub(super) mod divisions;
mod family;
pub(super) mod household;
pub(super) mod siblings;

use super::{LoadError, catalogue::Table, run::Run, statements::Between};
use crate::model::{PersonId, codes::KinshipKind};

/// Brings all derived kin up to date after what some batches brought, and what else a run noted.
///
/// Where a link goes that stood before others, those come back: so it takes rounds until none goes.
pub(super) async fn kin(run: &mut Run<'_>, batches: &[i64]) -> Result<(), LoadError> {
    household::derive(run, batches).await?;
    siblings::derive(run, batches).await?;
    while !run.kinless.is_empty() {
        household::derive(run, &[]).await?;
        siblings::derive(run, &[]).await?;
    }
    Ok(())
}

impl Run<'_> {
    /// Notes whose derived kin may change, as a link of a table went or changed.
    pub(super) fn kin_moved(
        &mut self,
        table: &Table,
        between: &Between,
        [begin, finish]: [&str; 2],
    ) {
        match (table.name, begin.parse::<PersonId>(), finish.parse()) {
            ("kinships", Ok(one), Ok(other)) => {
                if between.kind == KinshipKind::ParentOf.as_str() {
                    self.orphaned.insert(PersonId::clone(&other));
                }
                self.kinless.extend([one, other]);
            }
            ("memberships", Ok(one), _) => {
                self.left.entry(finish.to_owned()).or_default().insert(one);
            }
            _ => {}
        }
    }
}
