//! Posts and who holds them: village, township and county.

use std::{collections::BTreeSet, io};

use chrono::{Days, NaiveDate};

use crate::model::{
    codes::{EmploymentKind, PostKind, PowerKind},
    kin::Sex,
    region::Level,
};

use super::{
    calendar::{AS_OF, day, eve},
    people::People,
    places::{BUREAUS, County},
    random::Random,
    tables::{Maybe, Tables},
};

/// Posts of a township government: title, rank, power.
const TOWNSHIP_POSTS: [(&str, &str, PowerKind); 6] = [
    ("党委书记", "正科级", PowerKind::Directs),
    ("乡镇长", "正科级", PowerKind::Directs),
    ("副乡镇长", "副科级", PowerKind::Handles),
    ("民政办主任", "股级", PowerKind::Handles),
    ("财政所所长", "股级", PowerKind::Pays),
    ("农业服务中心主任", "股级", PowerKind::Handles),
];
/// Posts of a county bureau: title, rank, power beside directing it.
const BUREAU_POSTS: [(&str, &str, PowerKind); 2] = [
    ("局长", "正科级", PowerKind::Awards),
    ("副局长", "副科级", PowerKind::Approves),
];

/// Somebody's time in a post of a county.
pub struct Term {
    pub person: usize,
    /// The number of the agency's id.
    pub agency: usize,
    pub power: PowerKind,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Term {
    /// Whether the post was held on that day.
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// Who ever held a post in a county.
pub struct Officials {
    pub persons: BTreeSet<usize>,
    pub terms: Vec<Term>,
}

impl Officials {
    /// Whether somebody held a post on a day.
    pub fn serves(&self, person: usize, on: NaiveDate) -> bool {
        let mut terms = self.terms.iter();
        terms.any(|term| term.person == person && term.covers(on))
    }
}

/// Fills the posts of a county and says who ever held one.
pub fn appoint(
    random: &mut Random,
    county: &County,
    people: &People,
    villages: &[usize],
    tables: &mut Tables,
) -> io::Result<Officials> {
    let mut residents = vec![Vec::new(); county.villages.len()];
    for (number, person) in people.persons.iter().enumerate() {
        if person.is_alive() && person.has_age(34, AS_OF) && !person.has_age(66, AS_OF) {
            residents[villages[number]].push(number);
        }
    }
    let mut cadres = Cadres {
        random,
        people,
        tables,
        officials: BTreeSet::new(),
        terms: Vec::new(),
    };
    for (village, residents) in county.villages.iter().zip(&residents) {
        cadres.village(village.agency, &village.code, residents)?;
    }
    for (number, township) in county.townships.iter().enumerate() {
        let near: Vec<usize> = residents
            .iter()
            .zip(&county.villages)
            .filter(|(_, village)| village.township == number)
            .flat_map(|(residents, _)| residents.iter().copied())
            .collect();
        for (title, rank, power) in TOWNSHIP_POSTS {
            let post = Post {
                title,
                rank,
                power,
                kind: PostKind::Cadre,
            };
            cadres.fill(&post, township.agency, &township.code, &near)?;
        }
    }
    let everybody = residents.concat();
    for (kind, _) in BUREAUS {
        for (title, rank, power) in BUREAU_POSTS {
            let post = Post {
                title,
                rank,
                power,
                kind: PostKind::Cadre,
            };
            cadres.fill(&post, county.bureau(kind), &county.code, &everybody)?;
        }
    }
    Ok(Officials {
        persons: cadres.officials,
        terms: cadres.terms,
    })
}

struct Post {
    title: &'static str,
    rank: &'static str,
    power: PowerKind,
    kind: PostKind,
}

struct Cadres<'a> {
    random: &'a mut Random,
    people: &'a People,
    tables: &'a mut Tables,
    officials: BTreeSet<usize>,
    terms: Vec<Term>,
}

impl Cadres<'_> {
    /// Secretary and head of the committee (mostly one person since 2018), clerk and women's
    /// director (mostly one person too).
    fn village(&mut self, agency: usize, region: &str, residents: &[usize]) -> io::Result<()> {
        let post = |title, power| Post {
            title,
            rank: "",
            power,
            kind: PostKind::VillageCadre,
        };
        let first = post("村党支部书记", PowerKind::Directs);
        let secretary = self.fill(&first, agency, region, residents)?;
        let head = post("村民委员会主任", PowerKind::Handles);
        if self.random.chance(850) {
            self.fill_with(&head, agency, region, secretary)?;
        } else {
            self.fill(&head, agency, region, residents)?;
        }
        let mut women = residents.to_vec();
        women.retain(|person| self.people.persons[*person].sex == Sex::Female);
        let director = self.fill(
            &post("妇女主任", PowerKind::Handles),
            agency,
            region,
            &women,
        )?;
        let clerk = post("村会计", PowerKind::Handles);
        if self.random.chance(850) {
            self.fill_with(&clerk, agency, region, director)?;
        } else {
            self.fill(&clerk, agency, region, residents)?;
        }
        Ok(())
    }

    /// Writes a post held by somebody of these, in one of twelve after a predecessor.
    fn fill(
        &mut self,
        post: &Post,
        agency: usize,
        region: &str,
        candidates: &[usize],
    ) -> io::Result<Option<usize>> {
        let holder = self.choose(candidates);
        let since = self.fill_with(post, agency, region, holder)?;
        if self.random.chance(80) {
            let from = since - Days::new(self.random.between(700, 3000) as u64);
            let before = self.choose(candidates).filter(|before| {
                Some(*before) != holder && self.people.persons[*before].has_age(22, from)
            });
            self.tenure(post, agency, before, (from, Some(eve(since))))?;
        }
        Ok(holder)
    }

    /// Writes a post and its holder, if any, and says since when.
    fn fill_with(
        &mut self,
        post: &Post,
        agency: usize,
        region: &str,
        holder: Option<usize>,
    ) -> io::Result<NaiveDate> {
        let ids = &self.tables.ids;
        let id = ids.post(self.tables.posts.rows);
        let managed = match post.kind {
            PostKind::Cadre => Level::County,
            PostKind::VillageCadre => Level::Township,
        };
        self.tables.posts.row(&[
            &id,
            &post.title,
            &post.rank,
            &post.kind,
            &ids.agency(agency),
            &region,
            &managed,
        ])?;
        let directs = post.power == PowerKind::Awards;
        let powers = directs.then_some(PowerKind::Directs);
        for power in powers.into_iter().chain([post.power]) {
            let row: [&dyn std::fmt::Display; 6] = [&id, &power, &"", &region, &"", &""];
            self.tables.powers.row(&row)?;
        }
        let since = self.random.day(day(2013, 1, 1), day(2023, 6, 30));
        let left = self.random.day(day(2023, 7, 1), AS_OF);
        let to = self.random.chance(50).then_some(left);
        self.tenure(post, agency, holder, (since, to))?;
        Ok(since)
    }

    /// Writes who held the last post written, and, for a post of the state, that it was paid.
    fn tenure(
        &mut self,
        post: &Post,
        agency: usize,
        holder: Option<usize>,
        (from, to): (NaiveDate, Option<NaiveDate>),
    ) -> io::Result<()> {
        let Some(holder) = holder else { return Ok(()) };
        self.officials.insert(holder);
        self.terms.push(Term {
            person: holder,
            agency,
            power: post.power,
            from,
            to,
        });
        let ids = &self.tables.ids;
        let person = ids.person(self.people.first + holder);
        let id = ids.post(self.tables.posts.rows - 1);
        self.tables
            .tenures
            .row(&[&person, &id, &from, &Maybe(to)])?;
        if post.kind == PostKind::Cadre {
            self.tables.employments.row(&[
                &person,
                &ids.agency(agency),
                &EmploymentKind::CivilServant,
                &post.title,
                &from,
                &Maybe(to),
            ])?;
        }
        Ok(())
    }

    /// Somebody of these, mostly a man who holds no post yet.
    fn choose(&mut self, candidates: &[usize]) -> Option<usize> {
        let mut chosen = self.random.pick(candidates)?;
        for _ in 0..6 {
            let man = self.people.persons[chosen].sex == Sex::Male;
            if !self.officials.contains(&chosen) && (man || self.random.chance(250)) {
                break;
            }
            chosen = self.random.pick(candidates)?;
        }
        Some(chosen)
    }
}
