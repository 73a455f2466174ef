//! `programmes.csv`: subsidy and fund programmes.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::read::values::count,
    model::{
        AgencyId, ProgrammeId, RegionCode,
        codes::{Basis, FundKind, Posting, ProgrammeUnit, StatusKind},
    },
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Programme {
    id: ProgrammeId,
    name: String,
    unit: ProgrammeUnit,
    basis: Option<Basis>,
    fund_kind: Option<FundKind>,
    #[serde(flatten)]
    place: Option<Place>,
    agency_id: Option<AgencyId>,
    #[serde(flatten)]
    span: Span,
    successors: Option<Vec<ProgrammeId>>,
    count_per_period: Option<i64>,
    once_per_years: Option<i64>,
    grace_months: Option<i64>,
    excludes: Option<Vec<ProgrammeId>>,
    requires_status: Option<StatusKind>,
    forbids_status: Option<StatusKind>,
    posting: Option<Posting>,
    posting_days: Option<i64>,
}

statement! {
    /// Makes programmes.
    "load/programmes/new.cypher" => Nothing;
    pub(super) struct NewProgrammes<'a> { rows: &'a [Entry<'a, Programme>] }
}
statement! {
    /// Corrects programmes.
    "load/programmes/changed.cypher" => Nothing;
    pub(super) struct ChangedProgrammes<'a> { rows: &'a [Entry<'a, Programme>] }
}
statement! {
    /// Links programmes to the agencies that run them.
    "load/programmes/run_by.cypher" => Nothing;
    pub(super) struct ProgrammesRunBy<'a> { links: &'a [Ends<'a>] }
}

impl Table for Programme {
    const NAME: &'static str = "programmes";
    const REQUIRED: &'static [&'static str] = &["id", "name", "unit"];
    const OPTIONAL: &'static [&'static str] = &[
        "basis",
        "fundKind",
        "regionCode",
        "agencyId",
        "from",
        "to",
        "successors",
        "countPerPeriod",
        "oncePerYears",
        "graceMonths",
        "excludes",
        "requiresStatus",
        "forbidsStatus",
        "posting",
        "postingDays",
    ];
    const LABEL: Option<Label> = Some(Label::Programme);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            id: cells.id("id")?,
            name: cells.required("name", text)?,
            unit: cells.required("unit", ProgrammeUnit::from_str)?,
            basis: cells.optional("basis", Basis::from_str)?,
            fund_kind: cells.optional("fundKind", FundKind::from_str)?,
            place: cells
                .optional("regionCode", RegionCode::from_str)?
                .map(Place::from),
            agency_id: cells.optional_id("agencyId")?,
            span: cells.span()?,
            successors: cells.list("successors", ProgrammeId::from_str)?,
            count_per_period: cells.optional("countPerPeriod", count(1_000))?,
            once_per_years: cells.optional("oncePerYears", count(100))?,
            grace_months: cells.optional("graceMonths", count(1_200))?,
            excludes: cells.list("excludes", ProgrammeId::from_str)?,
            requires_status: cells.optional("requiresStatus", StatusKind::from_str)?,
            forbids_status: cells.optional("forbidsStatus", StatusKind::from_str)?,
            posting: cells.optional("posting", Posting::from_str)?,
            posting_days: cells.optional("postingDays", count(36_500))?,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        Vec::from_iter(Reference::optional(
            "agencyId",
            Label::Agency,
            &self.agency_id,
        ))
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Programme, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let agencies = rows.ends(|programme| programme.agency_id.as_ref());
        Transaction::default()
            .add(&rows.changed, || ChangedProgrammes {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewProgrammes { rows: &rows.new })?
            .add(&agencies, || ProgrammesRunBy { links: &agencies })?
            .done()
    }
}
