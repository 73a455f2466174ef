//! `households.csv`: households of any register.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Serialize;

use super::prelude::*;
use crate::{
    load::known::Facts,
    model::{HouseholdId, RegionCode, codes::HouseholdKind},
};

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Household {
    id: HouseholdId,
    kind: Option<HouseholdKind>,
    address: Option<String>,
    category: Option<String>,
    #[serde(flatten)]
    place: Place,
    formed_on: Option<NaiveDate>,
    dissolved_on: Option<NaiveDate>,
    split_from_id: Option<HouseholdId>,
}

statement! {
    /// Makes households.
    "load/households/new.cypher" => Nothing;
    pub(super) struct NewHouseholds<'a> { rows: &'a [Entry<'a, Household>] }
}
statement! {
    /// Corrects households.
    "load/households/changed.cypher" => Nothing;
    pub(super) struct ChangedHouseholds<'a> { rows: &'a [Entry<'a, Household>] }
}
statement! {
    /// Links households to those that they were split from.
    "load/households/split_from.cypher" => Nothing;
    pub(super) struct HouseholdsSplitFrom<'a> { links: &'a [Ends<'a>] }
}

impl Table for Household {
    const NAME: &'static str = "households";
    const REQUIRED: &'static [&'static str] = &["id", "regionCode"];
    const OPTIONAL: &'static [&'static str] = &[
        "kind",
        "address",
        "category",
        "formedOn",
        "dissolvedOn",
        "splitFromId",
    ];
    const LABEL: Option<Label> = Some(Label::Household);

    fn read(cells: &mut Cells<'_>) -> Result<Self, Refusal> {
        let (formed_on, dissolved_on) = cells.life("formedOn", "dissolvedOn")?;
        let household = Self {
            id: cells.id("id")?,
            kind: cells.optional("kind", HouseholdKind::from_str)?,
            address: cells.optional("address", text)?,
            category: cells.optional("category", text)?,
            place: cells.required("regionCode", RegionCode::from_str)?.into(),
            formed_on,
            dissolved_on,
            split_from_id: cells.optional_id("splitFromId")?,
        };
        if household.split_from_id.as_ref() == Some(&household.id) {
            let reason = "a household is not split from itself";
            return Err(cells.refuse("splitFromId", Fault::SelfLink, reason));
        }
        Ok(household)
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn facts(&self) -> Facts {
        Facts::at(&self.place)
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let origin = &self.split_from_id;
        Vec::from_iter(Reference::optional("splitFromId", Label::Household, origin))
    }

    fn recall(rows: &[&Self]) -> Exchanges {
        recall_nodes(Label::Household, rows)
    }

    fn write(rows: &Changes<'_, Self>) -> Exchanges {
        let origins = rows.ends(|household| household.split_from_id.as_ref());
        Transaction::default()
            .add(&rows.changed, || ChangedHouseholds {
                rows: &rows.changed,
            })?
            .add(&rows.new, || NewHouseholds { rows: &rows.new })?
            .add(&origins, || HouseholdsSplitFrom { links: &origins })?
            .done()
    }
}
