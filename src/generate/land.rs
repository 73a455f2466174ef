//! Plots, and which household holds which by contract.

use std::io;

use crate::model::codes::{LandRight, PartyKind};

use super::{
    households::Households,
    places::County,
    random::Random,
    tables::{Hundredths, Maybe, Tables},
};

/// A plot: the number of its id and its confirmed area in hundredths of a mu.
#[derive(Clone, Copy)]
pub struct Plot {
    pub number: usize,
    pub area: usize,
}

/// The plots of each household.
pub struct Land {
    pub households: Vec<Vec<Plot>>,
}

/// Measures a county's land and writes who holds it: nine of ten households have one to four plots.
pub fn survey(
    random: &mut Random,
    county: &County,
    households: &Households,
    tables: &mut Tables,
) -> io::Result<Land> {
    let mut land = Vec::with_capacity(households.households.len());
    for (number, household) in households.households.iter().enumerate() {
        let mut plots = Vec::new();
        let some = random.chance(900);
        for _ in 0..random.tail(1, 5).min(4) * usize::from(some) {
            let plot = Plot {
                number: tables.plots.rows,
                area: random.tail(80, 6000),
            };
            let ids = &tables.ids;
            let id = ids.plot(plot.number);
            let holder = ids.household(households.first + number);
            let area = Hundredths(plot.area);
            let region = &county.villages[household.village].code;
            tables.plots.row(&[&id, &area, region])?;
            tables.landRights.row(&[
                &id,
                &PartyKind::Household,
                &holder,
                &LandRight::Contract,
                &area,
                &household.formed,
                &Maybe(household.dissolved),
            ])?;
            plots.push(plot);
        }
        land.push(plots);
    }
    Ok(Land { households: land })
}
