//! `regions.csv`: national divisions, from province to village.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::read::place::Tiers,
    model::{Level, RegionCode},
};

#[derive(Debug, Serialize)]
pub(in crate::load) struct Region {
    id: RegionCode,
    name: String,
    level: Level,
    #[serde(flatten)]
    span: Span,
    successors: Option<Vec<RegionCode>>,
    #[serde(flatten)]
    tiers: Tiers,
}

statement! {
    /// Makes regions.
    "load/regions/new.cypher" => Nothing;
    pub(super) struct NewRegions<'a> { rows: &'a [Entry<'a, Region>] }
}
statement! {
    /// Corrects regions.
    "load/regions/changed.cypher" => Nothing;
    pub(super) struct ChangedRegions<'a> { rows: &'a [Entry<'a, Region>] }
}

impl Table for Region {
    const NAME: &'static str = "regions";
    const REQUIRED: &'static [&'static str] = &["id", "name", "level"];
    const OPTIONAL: &'static [&'static str] = &["from", "to", "successors"];
    const LABEL: Option<Label> = Some(Label::Region);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let id = cells.required("id", RegionCode::from_str)?;
        let level = cells.required("level", Level::from_str)?;
        if id.level() != level {
            return Err(cells.refuse(
                "level",
                Fault::BadRegion,
                format!("a code of {} digits is a {}", id.as_str().len(), id.level()),
            ));
        }
        Ok(Self {
            name: cells.required("name", text)?,
            level,
            span: cells.span()?,
            successors: cells.list("successors", RegionCode::from_str)?,
            tiers: Tiers::of(&id),
            id,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Region, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        Transaction::default()
            .add(&rows.changed, || ChangedRegions {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewRegions { rows: &rows.new })?
            .done()
    }
}
