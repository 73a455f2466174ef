//! Money for land: claimed beyond its area, or never posted (rules S8 and S13).

use std::io;

use super::{Grant, Planter};
use crate::generate::{calendar::day, tables::Hundredths};

pub const LAND: &str = "耕地地力保护补贴";

/// A household that the person heads since before 2019 and that has land.
fn landed(
    planter: &Planter,
    person: usize,
    plots: std::ops::RangeInclusive<usize>,
) -> Option<usize> {
    let books = planter.desk.books;
    let home = books.households.home(person)?;
    let household = &books.households.households[home];
    let land = &books.land.households[home];
    let fits = household.head == person
        && household.formed < day(2018, 1, 1)
        && plots.contains(&land.len())
        && land.first().is_some_and(|plot| plot.area >= 150);
    fits.then_some(home)
}

/// A grant for all land of a household in 2023, with so many percent of its area claimed.
fn land_grant(planter: &Planter, home: usize, percent: usize) -> Grant {
    let books = planter.desk.books;
    let programme = planter.programme(LAND);
    let month = 48 + books.programmes[programme].within(programme);
    let mut grant = planter.grant(programme, books.household(home), vec![month]);
    let plots = books.land.households[home].iter();
    grant.application.plots = plots
        .map(|plot| (*plot, plot.area * percent / 100))
        .collect();
    grant.application.period = "2023".to_owned();
    grant.application.to = Some(day(2023, 12, 31));
    grant
}

pub fn over_area(planter: &mut Planter) -> io::Result<bool> {
    let heads = |planter: &Planter, person: usize| landed(planter, person, 1..=1);
    let Some(person) = planter.person(|planter, person| heads(planter, person).is_some()) else {
        return Ok(false);
    };
    let Some(home) = heads(planter, person) else {
        return Ok(false);
    };
    let grant = land_grant(planter, home, 180);
    let (number, payments) = planter.write(&grant, |_| {})?;
    let mut rows = planter.rows_of(&payments);
    let ids = &planter.desk.tables.ids;
    let application = ids.application(number).to_string();
    let plot = ids
        .plot(planter.desk.books.land.households[home][0].number)
        .to_string();
    rows.push(format!("claims:{application}:{plot}"));
    let key = format!("{};2023", planter.programme_id(grant.application.programme));
    let claimed = Hundredths(grant.application.plots[0].1);
    let what = format!("{claimed} mu claimed, 1.8 times what is confirmed");
    planter.tell("S8", ("Plot", &plot), &key, &what, &rows)
}

pub fn undisclosed_payout(planter: &mut Planter) -> io::Result<bool> {
    let heads = |planter: &Planter, person: usize| {
        let home = landed(planter, person, 1..=9)?;
        let village = planter.desk.books.households.households[home].village;
        (!planter.used.contains(&("posting", village))).then_some((home, village))
    };
    let Some(person) = planter.person(|planter, person| heads(planter, person).is_some()) else {
        return Ok(false);
    };
    let Some((home, village)) = heads(planter, person) else {
        return Ok(false);
    };
    planter.used.insert(("posting", village));
    let grant = land_grant(planter, home, 100);
    let list = (grant.application.programme, village, grant.months[0]);
    planter.desk.unposted.insert(list);
    let (_, payments) = planter.write(&grant, |_| {})?;
    let rows = planter.rows_of(&payments);
    let key = format!("{};2023", planter.programme_id(list.0));
    let region = planter.desk.books.county.villages[village].code.clone();
    let what = "a list that had to be posted and never was";
    planter.tell("S13", ("Region", &region), &key, what, &rows)
}
