//! `interests.csv`: who holds, represents, directs or controls which company, and when.

use std::str::FromStr;

use serde::Serialize;

use super::prelude::*;
use crate::{
    load::{
        links::{self, Link},
        read::party::Party,
    },
    model::{
        CompanyId, Invalid, LinkId,
        codes::{InterestKind, PartyKind},
        money::decimal,
    },
};

/// The whole of a company in millionths.
const WHOLE: i64 = 1_000_000;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Interest {
    id: LinkId,
    holder: Party,
    company_id: CompanyId,
    kind: InterestKind,
    /// In millionths of the company.
    share: Option<i64>,
    #[serde(flatten)]
    span: Span,
}

statement! {
    /// Makes interests that persons have in companies.
    "load/interests/of_persons.cypher" => Nothing;
    pub(super) struct NewInterestsOfPersons<'a> { rows: &'a [&'a Entry<'a, Interest>] }
}
statement! {
    /// Makes interests that companies have in companies.
    "load/interests/of_companies.cypher" => Nothing;
    pub(super) struct NewInterestsOfCompanies<'a> { rows: &'a [&'a Entry<'a, Interest>] }
}

impl Interest {
    fn link(&self) -> Link<'_> {
        Link {
            holder: self.holder.kind,
            from: &self.holder.id,
            id: self.id.as_str(),
        }
    }

    fn share(cells: &mut Cells<'_>, kind: InterestKind) -> Result<Option<i64>, Refusal> {
        let share = cells.optional("share", share)?;
        if share.is_some() && kind != InterestKind::Shareholder {
            let words = "only a shareholder has a share; this one is not kept";
            cells.doubt("share", Doubt::IgnoredValue, words);
            return Ok(None);
        }
        Ok(share)
    }
}

impl Table for Interest {
    const NAME: &'static str = "interests";
    const REQUIRED: &'static [&'static str] = &["holderKind", "holderId", "companyId", "kind"];
    const OPTIONAL: &'static [&'static str] = &["share", "from", "to"];
    const LABEL: Option<Label> = None;

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let kinds = [PartyKind::Person, PartyKind::Company];
        let holder = Party::of_kind(cells, "holderKind", "holderId", &kinds)?;
        let company_id: CompanyId = cells.id("companyId")?;
        if holder.kind == PartyKind::Company && holder.id == company_id.as_str() {
            let reason = "a company has no interest in itself";
            return Err(cells.refuse("companyId", Fault::SelfLink, reason));
        }
        let kind = cells.required("kind", InterestKind::from_str)?;
        let span = cells.span()?;
        let from = format!("{}:{}", holder.kind, holder.id);
        let (company, occurrence) = (company_id.as_str(), span.occurrence(cells));
        Ok(Self {
            id: LinkId::of(Self::NAME, &from, company, kind.as_str(), &occurrence),
            holder,
            share: Self::share(cells, kind)?,
            company_id,
            kind,
            span,
        })
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn references(&self) -> Vec<Reference<'_>> {
        vec![
            self.holder.reference("holderId"),
            Reference::new("companyId", Label::Company, &self.company_id),
        ]
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        links::recall(rows.iter().map(|row| row.link()))
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let held = |kind| -> Vec<_> {
            rows.all()
                .filter(|entry| entry.of.holder.kind == kind)
                .collect()
        };
        let (persons, companies) = (held(PartyKind::Person), held(PartyKind::Company));
        links::remove(rows.changed.iter().map(|entry| entry.of.link()))?
            .add(&persons, || NewInterestsOfPersons { rows: &persons })?
            .add(&companies, || NewInterestsOfCompanies { rows: &companies })?
            .done()
    }
}

/// A share in percent, as millionths.
fn share(text: &str) -> Result<i64, Invalid> {
    decimal(text, 4)
        .filter(|share| (0..=WHOLE).contains(share))
        .ok_or_else(|| {
            Invalid::new(
                Fault::BadShare,
                "a share is a percentage from 0 to 100 with at most four decimals",
            )
        })
}
