//! The programmes that pay in a generated county; `programmes.csv` says which, one a line.

use std::io;

use serde::Deserialize;

use crate::model::codes::{AgencyKind, Basis, FundKind, PartyKind, Posting, ProgrammeUnit};

use super::{
    places::Province,
    tables::{Maybe, Tables},
};

/// A programme and how a generated county pays under it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    name: String,
    pub unit: ProgrammeUnit,
    basis: Basis,
    fund_kind: FundKind,
    /// The bureau that runs it.
    pub agency_kind: AgencyKind,
    pub payer: Payer,
    pub payee: PartyKind,
    posting: Posting,
    /// Months that one payment covers; 0 where a payment has no period.
    pub every: usize,
    /// How many of a thousand payments.
    pub weight: usize,
    /// Usual least amount of one payment in yuan.
    pub least: usize,
    /// Most of one payment in yuan.
    pub most: usize,
    /// Age from which persons are paid.
    pub from_age: usize,
    /// Age up to which persons are paid.
    pub to_age: usize,
    /// How many of a thousand of those who could be paid are.
    pub reach: usize,
}

/// Who pays a programme out.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Payer {
    /// The county's bureau of the programme's kind.
    County,
    /// The payee's township government.
    Township,
}

/// Writes the province's programmes and returns them; their ids are numbered as they stand.
pub fn announce(province: &Province, tables: &mut Tables) -> io::Result<Vec<Programme>> {
    let mut lines = csv::Reader::from_reader(include_str!("programmes.csv").as_bytes());
    let programmes = lines
        .deserialize()
        .collect::<Result<Vec<Programme>, csv::Error>>()?;
    for (number, programme) in programmes.iter().enumerate() {
        let ids = &tables.ids;
        tables.programmes.row(&[
            &ids.programme(number),
            &programme.name,
            &programme.unit,
            &programme.basis,
            &programme.fund_kind,
            &province.code,
            &ids.agency(province.bureau(programme.agency_kind)),
            &"2016-01-01",
            &Maybe((programme.every > 0).then_some(1)),
            &programme.posting,
            &Maybe((programme.posting != Posting::None).then_some(10)),
        ])?;
    }
    Ok(programmes)
}
