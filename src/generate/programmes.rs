//! The programmes that pay in a generated county; `programmes.csv` says which, one a line.

use std::io;

use serde::Deserialize;

use crate::model::{
    Money,
    codes::{AgencyKind, Basis, FundKind, PartyKind, Posting, ProgrammeUnit, StatusKind},
};

use super::{
    places::Province,
    tables::{Maybe, Tables},
};

/// A programme and how a generated county pays under it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    pub name: String,
    pub unit: ProgrammeUnit,
    pub basis: Basis,
    pub fund_kind: FundKind,
    /// The bureau that runs it.
    pub agency_kind: AgencyKind,
    pub payer: Payer,
    pub payee: PartyKind,
    pub posting: Posting,
    /// Months that one payment covers; 0 where a payment has no period.
    pub every: usize,
    /// How many of a thousand payments.
    pub weight: usize,
    /// Usual least amount of one payment in yuan; for land, of one mu.
    pub least: usize,
    /// Most of one payment in yuan.
    pub most: usize,
    /// Age from which persons are paid.
    pub from_age: usize,
    /// Age up to which persons are paid.
    pub to_age: usize,
    /// How many of a thousand of those who could be paid are.
    pub reach: usize,
    /// What somebody must be to draw it.
    pub requires: Option<StatusKind>,
    /// The programme that nobody draws at the same time, by name.
    excludes: Option<String>,
}

/// What a class of payees gets, in percent of the least amount.
const CLASSES: [usize; 8] = [100, 125, 160, 200, 300, 400, 500, 600];
/// The names of the classes.
const CLASS_NAMES: [&str; 8] = [
    "一档", "二档", "三档", "四档", "五档", "六档", "七档", "八档",
];

/// How the amount of a payment is found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// So much a class.
    Class,
    /// So much a mu.
    Area,
    /// By need or cost, up to a cap.
    Cap,
}

impl Programme {
    pub fn standard(&self) -> Standard {
        match (self.unit, self.every) {
            (ProgrammeUnit::Plot, _) => Standard::Area,
            (_, 0) | (ProgrammeUnit::Household | ProgrammeUnit::Project, 12) => Standard::Cap,
            (ProgrammeUnit::Project, _) => Standard::Cap,
            _ => Standard::Class,
        }
    }

    /// The month of a period in which it is paid: the last, or, for the nth programme, some one
    /// of the year.
    pub fn within(&self, place: usize) -> usize {
        if self.every == 12 {
            3 + place % 9
        } else {
            self.every.saturating_sub(1)
        }
    }

    /// The classes that stay within the most of one payment.
    pub fn classes(&self) -> usize {
        let within = |percent: &&usize| self.least * **percent <= self.most * 100;
        CLASSES.iter().take_while(within).count()
    }

    /// What a unit of a class gets in a month, in fen: three percent of the first year's rate more
    /// every year.
    pub fn rate(&self, class: usize, month: usize) -> usize {
        self.least * CLASSES[class] / 100 * (100 + month / 12 * 3)
    }

    /// The most of one payment, in fen.
    pub fn cap(&self) -> usize {
        self.most * 100
    }

    pub fn class_name(&self, class: usize) -> &'static str {
        if self.standard() == Standard::Class {
            CLASS_NAMES[class]
        } else {
            ""
        }
    }
}

/// Which programme each one excludes and is excluded by.
pub fn rivals(programmes: &[Programme]) -> Vec<Option<usize>> {
    let named = |name: &Option<String>| {
        let name = name.as_ref()?;
        programmes.iter().position(|other| other.name == *name)
    };
    let mut rivals = vec![None; programmes.len()];
    for (number, programme) in programmes.iter().enumerate() {
        if let Some(other) = named(&programme.excludes) {
            rivals[number] = Some(other);
            rivals[other] = Some(number);
        }
    }
    rivals
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
    let rivals = rivals(&programmes);
    for (number, programme) in programmes.iter().enumerate() {
        let ids = &tables.ids;
        let regular = programme.every > 0;
        tables.programmes.row(&[
            &ids.programme(number),
            &programme.name,
            &programme.unit,
            &programme.basis,
            &programme.fund_kind,
            &province.code,
            &ids.agency(province.bureau(programme.agency_kind)),
            &"2016-01-01",
            &Maybe(regular.then_some(1)),
            &Maybe(regular.then_some(3)),
            &Maybe(rivals[number].map(|rival| ids.programme(rival))),
            &Maybe(programme.requires),
            &programme.posting,
            &Maybe((programme.posting != Posting::None).then_some(10)),
        ])?;
        set_rates(number, programme, province, tables)?;
    }
    Ok(programmes)
}

/// Writes what a programme pays, year by year where the rate grows.
fn set_rates(
    number: usize,
    programme: &Programme,
    province: &Province,
    tables: &mut Tables,
) -> io::Result<()> {
    let id = tables.ids.programme(number);
    let classes = match programme.standard() {
        Standard::Cap => {
            let cap = Money(programme.cap() as i64);
            let region = &province.code;
            return tables
                .rates
                .row(&[&id, region, &"", &"2016-01-01", &"", &"", &cap]);
        }
        Standard::Area => 1,
        Standard::Class => programme.classes(),
    };
    for (class, year) in (0..classes).flat_map(|class| (0..7).map(move |year| (class, year))) {
        tables.rates.row(&[
            &id,
            &province.code,
            &programme.class_name(class),
            &format_args!("{}-01-01", 2019 + year),
            &format_args!("{}-12-31", 2019 + year),
            &Money(programme.rate(class, year * 12) as i64),
            &"",
        ])?;
    }
    Ok(())
}
