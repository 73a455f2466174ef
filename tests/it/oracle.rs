//! The answers by brute force, from the loader's own tables: what Kinflow says must equal what is
//! found here. It shares no code with the product on purpose: it scans whole tables, tries every
//! chain, and compares ISO dates as text.

mod companies;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

/// One row of a table, by column.
type Record = BTreeMap<String, String>;
/// Steps that can be taken from each person on one day.
type Steps<'a> = BTreeMap<&'a str, BTreeSet<(char, &'a str)>>;
/// The records of each person who has several, by each of them.
type Records<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;
/// The least chain to each record of a relative: its length, its letters, its people, where whoever
/// is left by another record than reached stands twice.
type Kinships<'a> = BTreeMap<&'a str, (usize, String, Vec<&'a str>)>;

/// A table, its column, and the table that column points at or the column that says which.
const REFERENCES: [(&str, &str, &str); 18] = [
    ("agencies", "parentId", "agencies"),
    ("posts", "agencyId", "agencies"),
    ("tenures", "personId", "persons"),
    ("tenures", "postId", "posts"),
    ("kinships", "fromId", "persons"),
    ("kinships", "toId", "persons"),
    ("households", "splitFromId", "households"),
    ("memberships", "personId", "persons"),
    ("memberships", "householdId", "households"),
    ("interests", "holderId", "holderKind"),
    ("interests", "companyId", "companies"),
    ("accounts", "ownerId", "ownerKind"),
    ("programmes", "agencyId", "agencies"),
    ("payments", "payerId", "agencies"),
    ("payments", "payeeId", "payeeKind"),
    ("payments", "accountId", "accounts"),
    ("payments", "programmeId", "programmes"),
    ("payments", "correctsId", "payments"),
];

/// A parent with more children on file than this makes no siblings.
const MOST_CHILDREN: usize = 20;
/// An ID number on more records than this is nobody's.
const MOST_RECORDS: usize = 5;

/// How money reaches a relative, in the order of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    Direct,
    Household,
    Company,
    Account,
}

impl Channel {
    pub const ALL: [Self; 4] = [Self::Direct, Self::Household, Self::Company, Self::Account];
}

/// How far kinship is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// 1 to 4.
    Hops(usize),
    Scope(&'static str),
}

impl Within {
    /// Whether a chain counts, as the civil-servant law and the practice of two provinces have it.
    fn has(self, chain: &str) -> bool {
        match self {
            Self::Hops(hops) => chain.len() <= hops,
            Self::Scope(_) => self.listed().any(|word| word == chain),
        }
    }

    /// The most steps.
    fn hops(self) -> usize {
        match self {
            Self::Hops(hops) => hops,
            Self::Scope(_) => self.listed().map(str::len).max().unwrap_or(0),
        }
    }

    fn listed(self) -> impl Iterator<Item = &'static str> {
        let listed = match self {
            Self::Hops(_) => "",
            Self::Scope("AVOIDANCE") => "s p pp c cc b pb pbc bc sp sb sbs cs csp bs pbs pbcs bcs",
            Self::Scope("DIBAO_FILING") => "s p sp c b sb pb",
            Self::Scope("DIBAO_FILING_NINGXIA") => "s p sp b sb c cs pp cc pb spb",
            Self::Scope(name) => panic!("the oracle does not know the scope {name}"),
        };
        listed.split(' ')
    }
}

/// Which payments reached the relatives of `official`, as one viewer asks it on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub official: String,
    pub within: Within,
    pub channels: Vec<Channel>,
    pub paid_from: Option<String>,
    pub paid_to: Option<String>,
    /// Empty for all, payments without one included.
    pub programmes: Vec<String>,
    pub min_amount_fen: i64,
    /// Prefixes of region codes; `[""]` is everywhere.
    pub scope: Vec<String>,
    pub today: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub total_count: usize,
    /// Net of what was returned or reversed.
    pub total_amount_fen: i64,
    /// Rounded up to a multiple of 5.
    pub hidden_by_scope: usize,
    /// By amount descending, then payment.
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub payment: String,
    pub amount_fen: i64,
    pub payer_hidden: bool,
    /// By length, letters and people of the chain, then channel.
    pub reaches: Vec<Reach>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub channel: Channel,
    /// Label (`Household`, `Company`, `Account`) and id; none where the person was paid.
    pub via: Option<(&'static str, String)>,
    pub via_hidden: bool,
    pub relative: String,
    pub relative_hidden: bool,
    /// One letter a step: `p`arent, `c`hild, `s`pouse, `b` for a brother or sister.
    pub chain: String,
    /// The official first, the relative last; several records of one person one after another.
    pub people: Vec<String>,
}

/// By official, relative and channel, the least chain with its length.
pub type Related = BTreeMap<(String, String, Channel), (usize, String)>;

/// The tables of one directory, each row once, without those whose references dangle.
pub struct County {
    tables: BTreeMap<String, BTreeSet<Record>>,
}

impl County {
    /// Reads every `TABLE.csv` of a directory.
    pub fn load(directory: &Path) -> Result<Self, Box<dyn Error>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "csv") {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                files.push((name.into_owned(), std::fs::read_to_string(&path)?));
            }
        }
        Self::read(&files)
    }

    /// Reads the same from file names and their text.
    pub fn read(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> Result<Self, Box<dyn Error>> {
        let mut tables = BTreeMap::new();
        for (name, text) in files {
            let table = name.as_ref().trim_end_matches(".csv").to_owned();
            let rows = csv::Reader::from_reader(text.as_ref().as_bytes())
                .deserialize()
                .collect::<Result<_, _>>()?;
            tables.insert(table, rows);
        }
        let mut county = Self { tables };
        while county.drop_dangling() {}
        Ok(county)
    }

    /// Nothing where the official does not exist, never held a post, or is out of scope.
    pub fn subsidies_reaching_relatives(&self, question: &Question) -> Option<Answer> {
        let official = question.official.as_str();
        let mut tenures = self.rows("tenures");
        if !tenures.any(|t| cell(t, "personId") == official) || !self.sees(question, official) {
            return None;
        }
        let mut rows = Vec::new();
        let mut hidden = 0;
        let mut kinships_on = BTreeMap::new();
        let records = self.records();
        for payment in self.rows("payments").filter(|p| asked_for(question, p)) {
            let day = cell(payment, "paidOn");
            let kinships = kinships_on
                .entry(day)
                .or_insert_with(|| self.kinships(official, question.within, day));
            let reaches = self.reaches(question, payment, kinships, &records);
            if reaches.is_empty() {
                continue;
            }
            let payee = self.region(cell(payment, "payeeKind"), cell(payment, "payeeId"));
            let payer = self.region("AGENCY", cell(payment, "payerId"));
            let own = cell(payment, "regionCode");
            if ![own, payee, payer]
                .iter()
                .any(|code| covers(question, code))
            {
                hidden += 1;
                continue;
            }
            let payer_hidden = !covers(question, payer);
            if payer_hidden || reaches.iter().any(|r| r.relative_hidden || r.via_hidden) {
                hidden += 1;
            }
            rows.push(Row {
                payment: cell(payment, "id").to_owned(),
                amount_fen: fen(cell(payment, "amount")),
                payer_hidden,
                reaches,
            });
        }
        rows.sort_by(|a, b| (b.amount_fen, &a.payment).cmp(&(a.amount_fen, &b.payment)));
        let kept = |row: &Row| row.amount_fen - self.given_back(&row.payment);
        Some(Answer {
            total_count: rows.len(),
            total_amount_fen: rows.iter().map(kept).sum(),
            hidden_by_scope: usize::next_multiple_of(hidden, 5),
            rows,
        })
    }

    /// Each relative on that day once with the least chain and its people, the least first.
    pub fn relatives(
        &self,
        person: &str,
        within: Within,
        on: &str,
    ) -> Vec<(String, String, Vec<String>)> {
        let mut found = Vec::from_iter(self.kinships(person, within, on));
        found.sort_by(|(_, a), (_, b)| a.cmp(b));
        let (records, mut met) = (self.records(), BTreeSet::new());
        found.retain(|(relative, _)| met.insert(who(&records, relative)));
        found
            .into_iter()
            .map(|(relative, (_, chain, people))| (relative.to_owned(), chain, owned(&people)))
            .collect()
    }

    /// The least chain to each record of each relative on that day.
    pub fn chains(&self, person: &str, within: Within, on: &str) -> BTreeMap<String, String> {
        let found = self.kinships(person, within, on).into_iter();
        found
            .map(|(relative, (_, chain, _))| (relative.to_owned(), chain))
            .collect()
    }

    /// Every shortest chain from one person to another on that day, and the people along each.
    pub fn kinships_between(&self, from: &str, to: &str, on: &str) -> Vec<(String, Vec<String>)> {
        let mut found = Vec::new();
        self.walk(from, 4, on, &mut |chain, people| {
            if people.last() == Some(&to) {
                found.push((chain.to_owned(), owned(people)));
            }
        });
        let least = found.iter().map(|(chain, _)| chain.len()).min();
        found.retain(|(chain, _)| Some(chain.len()) == least);
        found.sort();
        found
    }

    /// The least of a person's records, which stands for all.
    pub fn who<'a>(&'a self, record: &'a str) -> &'a str {
        who(&self.records(), record)
    }

    /// Whose kin a payment reached: by official and relative, of several records the least, and
    /// channel, the least chain.
    pub fn related_officials(&self, payment: &str, within: Within) -> Related {
        let mut related = Related::new();
        let records = self.records();
        let officials: BTreeSet<_> = self.rows("tenures").map(|t| cell(t, "personId")).collect();
        for payment in self.rows("payments").filter(|p| cell(p, "id") == payment) {
            for official in &officials {
                let question = everything_of(official, within);
                if !asked_for(&question, payment) {
                    continue;
                }
                let kinships = self.kinships(official, within, cell(payment, "paidOn"));
                for reach in self.reaches(&question, payment, &kinships, &records) {
                    let pair = (who(&records, official), who(&records, &reach.relative));
                    let key = (pair.0.to_owned(), pair.1.to_owned(), reach.channel);
                    let chain = (reach.chain.len(), reach.chain);
                    let least = related.entry(key).or_insert_with(|| chain.clone());
                    *least = chain.min(least.clone());
                }
            }
        }
        related
    }

    /// Who held a post of a region or a part of it on a day of the range: of any kind but VILLAGE_CADRE
    /// as CADRE.
    pub fn officials_of(&self, region: &str, [from, to]: [&str; 2]) -> BTreeMap<String, String> {
        let mut kinds = BTreeMap::new();
        for tenure in self.rows("tenures") {
            let (person, post) = (cell(tenure, "personId"), cell(tenure, "postId"));
            let posts = self.rows("posts").find(|row| cell(row, "id") == post);
            let (Some(post), true) = (posts, overlaps(tenure, [from, to])) else {
                continue;
            };
            if cell(post, "regionCode").starts_with(region) {
                let kind = kinds
                    .entry(person.to_owned())
                    .or_insert_with(|| cell(post, "kind").to_owned());
                if cell(post, "kind") == "CADRE" {
                    "CADRE".clone_into(kind);
                }
            }
        }
        kinds
    }

    /// A person is seen by their own region, or by that of a post they hold today.
    pub fn sees(&self, question: &Question, person: &str) -> bool {
        let by_post = |tenure: &Record| {
            cell(tenure, "personId") == person
                && holds(tenure, ["from", "to"], &question.today)
                && covers(question, self.region("POST", cell(tenure, "postId")))
        };
        covers(question, self.region("PERSON", person)) || self.rows("tenures").any(by_post)
    }

    fn reaches(
        &self,
        asked: &Question,
        payment: &Record,
        kinships: &Kinships,
        records: &Records,
    ) -> Vec<Reach> {
        let mut reaches = Vec::new();
        for &channel in &asked.channels {
            let payee = || cell(payment, "payeeId").to_owned();
            let payee_region = self.region(cell(payment, "payeeKind"), cell(payment, "payeeId"));
            // Whoever is reached by several records is reached once, by the least chain.
            let mut least = BTreeMap::new();
            for record in self.receivers(channel, payment) {
                if let Some(kinship) = kinships.get(record) {
                    let known = least
                        .entry(who(records, record))
                        .or_insert((kinship, record));
                    *known = (*known).min((kinship, record));
                }
            }
            for ((_, chain, people), person) in least.into_values() {
                let relative_hidden = !self.sees(asked, person);
                let (via, via_hidden) = match channel {
                    Channel::Direct => (None, false),
                    Channel::Household => {
                        (Some(("Household", payee())), !covers(asked, payee_region))
                    }
                    Channel::Company => (Some(("Company", payee())), !covers(asked, payee_region)),
                    Channel::Account => {
                        let account = cell(payment, "accountId").to_owned();
                        (Some(("Account", account)), relative_hidden)
                    }
                };
                reaches.push(Reach {
                    channel,
                    via,
                    via_hidden,
                    relative: person.to_owned(),
                    relative_hidden,
                    chain: chain.clone(),
                    people: owned(people),
                });
            }
        }
        reaches.sort_by_key(|r| (r.chain.len(), r.chain.clone(), r.people.clone(), r.channel));
        reaches
    }

    /// The people a payment reached by one channel.
    fn receivers(&self, channel: Channel, payment: &Record) -> BTreeSet<&str> {
        let day = cell(payment, "paidOn");
        let paid =
            |kind, id: &str| cell(payment, "payeeKind") == kind && cell(payment, "payeeId") == id;
        match channel {
            Channel::Direct => self
                .rows("persons")
                .map(|person| cell(person, "id"))
                .filter(|id| paid("PERSON", id))
                .collect(),
            Channel::Household => self
                .rows("memberships")
                .filter(|m| paid("HOUSEHOLD", cell(m, "householdId")))
                .filter(|m| holds(m, ["from", "to"], day))
                .map(|m| cell(m, "personId"))
                .collect(),
            Channel::Company => self
                .rows("interests")
                .filter(|i| paid("COMPANY", cell(i, "companyId")))
                .filter(|i| cell(i, "holderKind") == "PERSON" && is_weighty(i))
                .filter(|i| holds(i, ["from", "to"], day))
                .map(|i| cell(i, "holderId"))
                .collect(),
            Channel::Account => self
                .rows("accounts")
                .filter(|a| cell(a, "id") == cell(payment, "accountId"))
                .filter(|a| cell(a, "ownerKind") == "PERSON")
                .filter(|a| holds(a, ["openedOn", "closedOn"], day))
                .map(|a| cell(a, "ownerId"))
                .collect(),
        }
    }

    /// What was returned or reversed of a payment, whenever and wherever that was.
    fn given_back(&self, payment: &str) -> i64 {
        self.rows("payments")
            .filter(|p| cell(p, "correctsId") == payment)
            .filter(|p| ["RETURNED", "REVERSED"].contains(&cell(p, "status")))
            .map(|p| fen(cell(p, "amount")))
            .sum()
    }

    /// The least way to each record.
    fn kinships<'a>(&'a self, person: &'a str, within: Within, day: &str) -> Kinships<'a> {
        let mut least = Kinships::new();
        self.walk(person, within.hops(), day, &mut |chain, people| {
            let (Some(record), true) = (people.last(), within.has(chain)) else {
                return;
            };
            let this = (chain.len(), chain.to_owned(), people.to_vec());
            if least.get(record).is_none_or(|known| this < *known) {
                least.insert(record, this);
            }
        });
        least
    }

    /// Shows every chain of so many steps from a person, with the people along it.
    fn walk<'a>(
        &'a self,
        person: &'a str,
        hops: usize,
        day: &str,
        show: &mut dyn FnMut(&str, &[&'a str]),
    ) {
        let (steps, records) = (self.steps(day), self.records());
        let walk = Walk {
            steps: &steps,
            records: &records,
            hops,
        };
        walk.from(person, "", &[], show);
    }

    /// Persons with one ID number are one person with several records.
    fn records(&self) -> Records<'_> {
        let mut by_number = BTreeMap::<&str, BTreeSet<&str>>::new();
        for person in self.rows("persons") {
            let bearers = by_number.entry(cell(person, "idNumber")).or_default();
            bearers.insert(cell(person, "id"));
        }
        let mut records = Records::new();
        for (number, bearers) in by_number {
            if !number.is_empty() && (2..=MOST_RECORDS).contains(&bearers.len()) {
                records.extend(bearers.iter().map(|id| (*id, bearers.clone())));
            }
        }
        records
    }

    fn steps(&self, day: &str) -> Steps<'_> {
        let mut steps = Steps::new();
        let mut step = |from, letter, to| {
            steps.entry(from).or_default().insert((letter, to));
        };
        let mut children = BTreeMap::<&str, BTreeSet<&str>>::new();
        let records = self.records();
        for kinship in self.rows("kinships") {
            let (from, to) = (cell(kinship, "fromId"), cell(kinship, "toId"));
            match cell(kinship, "kind") {
                "PARENT_OF" => {
                    step(from, 'c', to);
                    step(to, 'p', from);
                    let parent = who(&records, from);
                    children.entry(parent).or_default().insert(to);
                }
                "SPOUSE_OF" if holds(kinship, ["from", "to"], day) => {
                    step(from, 's', to);
                    step(to, 's', from);
                }
                "SIBLING_OF" => {
                    step(from, 'b', to);
                    step(to, 'b', from);
                }
                _ => {}
            }
        }
        for shared in children.values().filter(|c| c.len() <= MOST_CHILDREN) {
            for one in shared {
                for other in shared {
                    if who(&records, one) != who(&records, other) {
                        step(one, 'b', other);
                    }
                }
            }
        }
        steps
    }

    /// Takes out the rows that point nowhere; true if that may have left others pointing nowhere.
    fn drop_dangling(&mut self) -> bool {
        let mut ids = BTreeSet::new();
        for (table, rows) in &self.tables {
            ids.extend(
                rows.iter()
                    .map(|row| (table.clone(), cell(row, "id").to_owned())),
            );
        }
        let mut dropped = false;
        for (table, column, target) in REFERENCES {
            let rows = self.tables.entry(table.to_owned()).or_default();
            let before = rows.len();
            rows.retain(|row| {
                let kind = row.get(target).map(|kind| table_of(kind));
                let key = (
                    kind.unwrap_or(target).to_owned(),
                    cell(row, column).to_owned(),
                );
                key.1.is_empty() || ids.contains(&key)
            });
            dropped |= rows.len() < before;
        }
        dropped
    }

    fn rows(&self, table: &str) -> impl Iterator<Item = &Record> {
        self.tables.get(table).into_iter().flatten()
    }

    fn region(&self, kind: &str, id: &str) -> &str {
        let found = self.rows(table_of(kind)).find(|row| cell(row, "id") == id);
        found.map_or("nowhere", |row| cell(row, "regionCode"))
    }
}

/// The least record of a person stands for all.
fn who<'a>(records: &Records<'a>, record: &'a str) -> &'a str {
    let of_person = records.get(record).and_then(BTreeSet::first);
    of_person.unwrap_or(&record)
}

/// Tries every chain.
struct Walk<'w, 'a> {
    steps: &'w Steps<'a>,
    records: &'w Records<'a>,
    hops: usize,
}

impl<'a> Walk<'_, 'a> {
    /// Goes on from a record that `chain` leads to through `people`: from it, or from another record
    /// of the same person.
    fn from(
        &self,
        record: &'a str,
        chain: &str,
        people: &[&'a str],
        show: &mut dyn FnMut(&str, &[&'a str]),
    ) {
        let alone = BTreeSet::from([record]);
        for other in self.records.get(record).unwrap_or(&alone) {
            let mut people = [people, &[record]].concat();
            people.extend((*other != record).then_some(*other));
            if !chain.is_empty() {
                show(chain, &people);
            }
            let met: BTreeSet<_> = people.iter().map(|id| who(self.records, id)).collect();
            let steps = self.steps.get(other).into_iter().flatten();
            for (letter, next) in steps.filter(|_| chain.len() < self.hops) {
                let turns_back = *letter == 'c' && chain.ends_with('p');
                if !turns_back && !met.contains(who(self.records, next)) {
                    self.from(next, &format!("{chain}{letter}"), &people, show);
                }
            }
        }
    }
}

/// What reached the kin of an official in all years, as someone sees it who sees everything.
pub fn everything_of(official: &str, within: Within) -> Question {
    Question {
        official: official.to_owned(),
        within,
        channels: Channel::ALL.to_vec(),
        paid_from: None,
        paid_to: None,
        programmes: Vec::new(),
        min_amount_fen: 0,
        scope: vec![String::new()],
        today: "2024-01-01".to_owned(),
    }
}

/// Whether a tenure has a day in the range.
fn overlaps(tenure: &Record, [from, to]: [&str; 2]) -> bool {
    let (begins, ends) = (cell(tenure, "from"), cell(tenure, "to"));
    // A bound may name a month or a year: its own length decides.
    let starts = begins.is_empty() || begins <= &to[..begins.len()];
    let lasts = ends.is_empty() || &from[..ends.len()] <= ends;
    starts && lasts
}

fn asked_for(question: &Question, payment: &Record) -> bool {
    let (day, programme) = (cell(payment, "paidOn"), cell(payment, "programmeId"));
    ["", "PAID"].contains(&cell(payment, "status"))
        && question.paid_from.as_deref().is_none_or(|from| from <= day)
        && question.paid_to.as_deref().is_none_or(|to| day <= to)
        && (question.programmes.is_empty() || question.programmes.iter().any(|p| p == programme))
        && fen(cell(payment, "amount")) >= question.min_amount_fen
}

/// Is this an interest through which a company's money reaches its holder?
fn is_weighty(interest: &Record) -> bool {
    match cell(interest, "kind") {
        "LEGAL_REPRESENTATIVE" | "DIRECTOR" | "CONTROLLER" => true,
        "SHAREHOLDER" => cell(interest, "share")
            .split('.')
            .next()
            .is_some_and(|percent| percent.parse::<u32>().is_ok_and(|percent| percent >= 5)),
        _ => false,
    }
}

/// Both ends count, a missing one is open. A bound may name a month or a year; its last day is
/// taken as the 31st, which as text compares like the real one.
fn holds(record: &Record, [from, to]: [&str; 2], day: &str) -> bool {
    let bound = |column, day: &str| match cell(record, column) {
        date if date.len() == 10 => date.to_owned(),
        start => format!("{start}{}", &day[start.len()..]),
    };
    bound(from, "0000-01-01").as_str() <= day && day <= bound(to, "9999-12-31").as_str()
}

fn covers(question: &Question, code: &str) -> bool {
    let mut prefixes = question.scope.iter();
    prefixes.any(|prefix| code.starts_with(prefix.as_str()))
}

fn table_of(kind: &str) -> &'static str {
    match kind {
        "PERSON" => "persons",
        "HOUSEHOLD" => "households",
        "COMPANY" => "companies",
        "AGENCY" => "agencies",
        "POST" => "posts",
        _ => "none",
    }
}

fn cell<'a>(record: &'a Record, column: &str) -> &'a str {
    record.get(column).map_or("", String::as_str)
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// Yuan with at most two decimals.
fn fen(yuan: &str) -> i64 {
    let (whole, cents) = yuan.split_once('.').unwrap_or((yuan, ""));
    let digits = format!("{whole}{cents:0<2}");
    digits
        .parse()
        .unwrap_or_else(|fault| panic!("amount {yuan}: {fault}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Tested = Result<(), Box<dyn Error>>;

    /// `table:` starts a table; its header and rows follow, parted by blanks.
    fn county(text: &str) -> Result<County, Box<dyn Error>> {
        let ordinary = "agencies: id,regionCode G,500101 H,51
            posts: id,regionCode T,5002 V,500101
            tenures: personId,postId,from,to O,V,,2020
            persons: id,regionCode O,50 A,50 B,50 C,50 D,50 E,50 F,50 Z,50 a,50 﨑,50 𠮷,50 ";
        let mut tables = BTreeMap::new();
        let mut table = "";
        for word in (ordinary.to_owned() + text).split_whitespace() {
            if let Some(name) = word.strip_suffix(':') {
                table = name;
                tables.insert(name.to_owned(), String::new());
            } else if let Some(rows) = tables.get_mut(table) {
                *rows += &format!("{word}\n");
            }
        }
        County::read(&Vec::from_iter(tables))
    }

    /// What is asked of `O` by someone who sees everything, but for `change`.
    fn question(change: impl FnOnce(&mut Question)) -> Question {
        let mut question = Question {
            official: "O".to_owned(),
            within: Within::Hops(4),
            channels: Channel::ALL.to_vec(),
            paid_from: None,
            paid_to: None,
            programmes: Vec::new(),
            min_amount_fen: 0,
            scope: vec![String::new()],
            today: "2024-01-01".to_owned(),
        };
        change(&mut question);
        question
    }

    /// Payment, channel, relative and chain of each reach.
    fn reached(county: &County, question: &Question) -> Vec<String> {
        let mut lines = Vec::new();
        for row in county
            .subsidies_reaching_relatives(question)
            .map_or(Vec::new(), |a| a.rows)
        {
            for r in row.reaches {
                lines.push(format!(
                    "{} {:?} {} {}",
                    row.payment, r.channel, r.relative, r.chain
                ));
            }
        }
        lines
    }

    /// The least chain to each relative of `O`, and its people.
    fn kin(county: &County, hops: usize) -> Vec<String> {
        let relatives = county.relatives("O", Within::Hops(hops), "2020-01-01");
        let relatives = relatives.into_iter();
        relatives
            .map(|(_, chain, people)| format!("{chain} {}", people.concat()))
            .collect()
    }

    #[test]
    fn a_marriage_counts_inside_its_interval_only() -> Tested {
        let county = county(
            "kinships: fromId,kind,toId,from,to
             A,SPOUSE_OF,O,2020-03,2021-02 O,SPOUSE_OF,A,2023, A,PARENT_OF,B,,
             payments: id,payeeKind,payeeId,paidOn
             1,PERSON,A,2020-02-29 2,PERSON,A,2020-03-01 3,PERSON,A,2021-02-28
             4,PERSON,A,2021-03-01 5,PERSON,A,2023-01-01 6,PERSON,B,2022-01-01
             7,PERSON,B,2024-01-01",
        )?;
        let expected = [
            "2 Direct A s",
            "3 Direct A s",
            "5 Direct A s",
            "7 Direct B sc",
        ];
        assert_eq!(reached(&county, &question(|_| ())), expected);
        Ok(())
    }

    #[test]
    fn siblings_are_handed_over_or_share_a_parent_of_few_children() -> Tested {
        let of = |children: usize| {
            let shared = (1..=children)
                .map(|n| format!("E,PARENT_OF,{n},"))
                .collect::<Vec<_>>();
            let persons = (1..=children)
                .map(|n| format!("{n},50"))
                .collect::<Vec<_>>();
            county(&format!(
                "persons: id,regionCode O,50 A,50 B,50 C,50 E,50 {}
                 kinships: fromId,kind,toId,nature
                 B,SIBLING_OF,O, A,PARENT_OF,O,STEP A,PARENT_OF,C,BLOOD E,PARENT_OF,O, {}",
                persons.join(" "),
                shared.join(" ")
            ))
        };
        let twenty = kin(&of(19)?, 1);
        assert_eq!(twenty.len(), 2 + 19 + 2);
        assert_eq!(twenty.first().map(String::as_str), Some("b O1"));
        assert_eq!(
            kin(&of(20)?, 4),
            ["b OB", "b OC", "p OA", "p OE"],
            "and no chain is pc"
        );
        Ok(())
    }

    #[test]
    fn no_chain_turns_from_a_parent_to_a_child() -> Tested {
        let county =
            county("kinships: fromId,kind,toId A,PARENT_OF,O A,PARENT_OF,B B,SPOUSE_OF,C")?;
        assert_eq!(kin(&county, 4), ["b OB", "p OA", "bs OBC"]);
        Ok(())
    }

    #[test]
    fn persons_with_one_number_are_one() -> Tested {
        let county = county(
            "persons: id,idNumber,regionCode O,1,50 O2,1,50 A,2,50 A2,2,50 B,,50 C,,50 D,3,50 D2,3,50
             kinships: fromId,kind,toId,nature
             O2,PARENT_OF,A, A2,SPOUSE_OF,B, O,SIBLING_OF,O2, D,PARENT_OF,O, D2,PARENT_OF,C,
             households: id,regionCode H,50
             memberships: personId,householdId A,H A2,H
             payments: id,payeeKind,payeeId,paidOn
             1,PERSON,A2,2020-01-01 2,PERSON,A,2020-01-01 3,PERSON,O2,2020-01-01
             4,HOUSEHOLD,H,2020-01-01 5,PERSON,B,2020-01-01",
        )?;
        assert_eq!(
            kin(&county, 2),
            ["b OC", "c OO2A", "p OD", "cs OO2AA2B"],
            "each once, by the least chain; a brother by either record of the father"
        );
        let expected = [
            "1 Direct A2 c",
            "2 Direct A c",
            "4 Household A c",
            "5 Direct B cs",
        ];
        assert_eq!(reached(&county, &question(|_| ())), expected);
        Ok(())
    }

    #[test]
    fn the_least_chain_is_by_length_then_letters_then_people() -> Tested {
        let county = county(
            "kinships: fromId,kind,toId
             O,PARENT_OF,A A,SPOUSE_OF,C O,SPOUSE_OF,B B,PARENT_OF,C
             O,PARENT_OF,a a,SPOUSE_OF,D O,PARENT_OF,Z Z,SPOUSE_OF,D D,PARENT_OF,F
             O,PARENT_OF,𠮷 𠮷,SPOUSE_OF,E O,PARENT_OF,﨑 﨑,SPOUSE_OF,E",
        )?;
        let least = ["cs OAC", "cs OZD", "cs O﨑E"];
        let nearest = ["c OA", "c OZ", "c Oa", "c O﨑", "c O𠮷", "s OB"];
        assert_eq!(kin(&county, 2), [&nearest[..], &least[..]].concat());
        let people = |ids: &str| ids.chars().map(String::from).collect();
        let kinships = |to| county.kinships_between("O", to, "2020-01-01");
        let through = |ids| ("csc".to_owned(), people(ids));
        assert_eq!(kinships("F"), [through("OZDF"), through("OaDF")]);
        assert_eq!(kinships("O"), []);
        Ok(())
    }

    #[test]
    fn a_household_is_reached_through_members_of_the_day() -> Tested {
        let county = county(
            "kinships: fromId,kind,toId O,PARENT_OF,A O,PARENT_OF,B
             households: id,regionCode H1,50 H2,50
             memberships: personId,householdId,from,to
             O,H1,, A,H1,2020-05-02,2020-05-03 A,H2,, B,H1,,2020-05-01
             payments: id,payeeKind,payeeId,paidOn
             1,HOUSEHOLD,H1,2020-05-01 2,HOUSEHOLD,H1,2020-05-02 3,HOUSEHOLD,H1,2020-05-03
             4,HOUSEHOLD,H1,2020-05-04 5,HOUSEHOLD,H2,2020-05-04",
        )?;
        let expected = [
            "1 Household B c",
            "2 Household A c",
            "3 Household A c",
            "5 Household A c",
        ];
        assert_eq!(reached(&county, &question(|_| ())), expected);
        Ok(())
    }

    #[test]
    fn a_company_is_reached_through_those_who_lead_it_or_hold_five_percent() -> Tested {
        let county = county(
            "kinships: fromId,kind,toId O,PARENT_OF,A O,PARENT_OF,B
             companies: id,regionCode 1,50 2,50 3,50 4,50 5,50 6,50 7,50 8,50 9,50
             interests: holderKind,holderId,companyId,kind,share,from,to
             PERSON,A,1,SHAREHOLDER,5,, PERSON,A,2,SHAREHOLDER,4.99,,
             PERSON,A,3,SHAREHOLDER,3,2019, PERSON,A,3,SHAREHOLDER,3,2018,
             PERSON,A,4,SHAREHOLDER,,, PERSON,A,5,SUPERVISOR,,,
             PERSON,A,6,DIRECTOR,,,2020-01-01 PERSON,A,7,CONTROLLER,,2020-01-02,
             PERSON,A,8,LEGAL_REPRESENTATIVE,,, PERSON,B,8,SHAREHOLDER,5.000,,
             COMPANY,8,9,SHAREHOLDER,100,, COMPANY,9,8,SHAREHOLDER,100,,
             payments: id,payeeKind,payeeId,paidOn
             1,COMPANY,1,2020-01-01 2,COMPANY,2,2020-01-01 3,COMPANY,3,2020-01-01
             4,COMPANY,4,2020-01-01 5,COMPANY,5,2020-01-01 6,COMPANY,6,2020-01-01
             7,COMPANY,7,2020-01-01 7b,COMPANY,7,2020-01-02 8,COMPANY,8,2020-01-01
             9,COMPANY,9,2020-01-01",
        )?;
        let expected = "1 Company A c; 6 Company A c; 7b Company A c; 8 Company A c; 8 Company B c";
        assert_eq!(reached(&county, &question(|_| ())).join("; "), expected);
        Ok(())
    }

    #[test]
    fn an_account_is_reached_while_the_person_has_it_open() -> Tested {
        let county = county(
            "kinships: fromId,kind,toId O,PARENT_OF,A
             companies: id,regionCode A,50
             accounts: id,ownerKind,ownerId,openedOn,closedOn
             X,PERSON,A,2020-01-02,2020-01-03 Y,COMPANY,A,, W,,,,
             payments: id,payeeKind,payeeId,paidOn,accountId
             1,AGENCY,H,2020-01-01,X 2,AGENCY,H,2020-01-02,X 3,PERSON,A,2020-01-03,X
             4,AGENCY,H,2020-01-04,X 5,AGENCY,H,2020-01-02,Y 6,AGENCY,H,2020-01-02,W
             7,AGENCY,H,2020-01-02, 8,PERSON,O,2020-01-02,",
        )?;
        let expected = ["2 Account A c", "3 Direct A c", "3 Account A c"];
        assert_eq!(reached(&county, &question(|_| ())), expected);
        let direct = question(|q| q.channels = vec![Channel::Direct]);
        assert_eq!(reached(&county, &direct), ["3 Direct A c"]);
        Ok(())
    }

    #[test]
    fn filters_include_their_bounds_and_totals_are_net_of_returns() -> Tested {
        let county = county(
            "kinships: fromId,kind,toId O,PARENT_OF,A
             programmes: id P
             payments: id,payeeKind,payeeId,amount,paidOn,programmeId,status,correctsId
             b,PERSON,A,9.5,2020-01-01,P,PAID, a,PERSON,A,9.50,2020-01-02,,,
             a,PERSON,A,9.50,2020-01-02,,, c,PERSON,A,100,2020-01-03,P,,r
             r,PERSON,A,0.4,2031-01-01,,RETURNED,b s,PERSON,O,0.05,2019-01-01,,REVERSED,b
             t,PERSON,A,7,2020-01-01,,REVERSED,",
        )?;
        let total = |change: fn(&mut Question)| {
            let answer = county.subsidies_reaching_relatives(&question(change))?;
            let ids: String = answer.rows.into_iter().map(|row| row.payment).collect();
            Some(format!(
                "{} {ids} {}",
                answer.total_count, answer.total_amount_fen
            ))
        };
        assert_eq!(total(|_| ()).as_deref(), Some("3 cab 11855"));
        let until = total(|q| q.paid_to = Some("2020-01-02".to_owned()));
        assert_eq!(until.as_deref(), Some("2 ab 1855"));
        let since = total(|q| q.paid_from = Some("2020-01-02".to_owned()));
        assert_eq!(since.as_deref(), Some("2 ca 10950"));
        assert_eq!(
            total(|q| q.min_amount_fen = 950).as_deref(),
            Some("3 cab 11855")
        );
        assert_eq!(
            total(|q| q.min_amount_fen = 951).as_deref(),
            Some("1 c 10000")
        );
        let under = total(|q| q.programmes = vec!["P".to_owned()]);
        assert_eq!(under.as_deref(), Some("2 cb 10905"));
        Ok(())
    }

    #[test]
    fn what_is_out_of_scope_is_hidden_and_counted() -> Tested {
        let county = county(
            "persons: id,regionCode O,5101 A,5001 B,5102 C,5102
             tenures: personId,postId,from,to O,T,2020,2023-06 C,T,,
             kinships: fromId,kind,toId O,PARENT_OF,A O,PARENT_OF,B O,PARENT_OF,C
             households: id,regionCode L,51
             memberships: personId,householdId A,L
             payments: id,payerId,payeeKind,payeeId,paidOn,regionCode
             1,G,PERSON,A,2020-01-01, 2,H,PERSON,A,2020-01-01, 3,H,PERSON,B,2020-01-01,
             4,H,PERSON,B,2020-01-01,5001 5,G,PERSON,C,2020-01-01,51
             6,G,HOUSEHOLD,L,2020-01-01,51 7,H,HOUSEHOLD,L,2020-01-01, 8,G,PERSON,B,2020-01-01,",
        )?;
        let asked = question(|q| {
            q.scope = vec!["500".to_owned()];
            q.today = "2023-06-30".to_owned();
        });
        let answer = county
            .subsidies_reaching_relatives(&asked)
            .ok_or("in scope by post")?;
        let hidden = |row: &Row| {
            let reach = row.reaches.first()?;
            Some((
                row.payment.clone(),
                row.payer_hidden,
                reach.relative_hidden,
                reach.via_hidden,
            ))
        };
        let expected = [
            ("1", false, false, false),
            ("2", true, false, false),
            ("4", true, true, false),
            ("5", false, false, false),
            ("6", false, false, true),
            ("8", false, true, false),
        ];
        let expected =
            expected.map(|(id, payer, person, via)| Some((id.to_owned(), payer, person, via)));
        assert_eq!(answer.rows.iter().map(hidden).collect::<Vec<_>>(), expected);
        assert_eq!(answer.total_count, 6);
        assert_eq!(answer.hidden_by_scope, 10, "2 4 6 8 and 3 7, rounded up");
        let later = Question {
            today: "2023-07-01".to_owned(),
            ..asked
        };
        assert_eq!(county.subsidies_reaching_relatives(&later), None);
        let own = Question {
            scope: vec!["52".to_owned(), "5101".to_owned()],
            ..later
        };
        assert!(county.subsidies_reaching_relatives(&own).is_some());
        Ok(())
    }

    #[test]
    fn rows_that_point_nowhere_are_not_there() -> Tested {
        let county = county(
            "tenures: personId,postId O,V A,gone
             kinships: fromId,kind,toId O,PARENT_OF,A O,SPOUSE_OF,gone gone,PARENT_OF,B
             accounts: id,ownerKind,ownerId X,PERSON,gone
             payments: id,payerId,payeeKind,payeeId,paidOn,accountId,programmeId,correctsId
             1,gone,PERSON,A,2020-01-01,,, 2,G,HOUSEHOLD,A,2020-01-01,,,
             3,G,PERSON,A,2020-01-01,X,, 4,G,PERSON,A,2020-01-01,,gone,
             5,G,PERSON,A,2020-01-01,,,4 6,G,PERSON,A,2020-01-01,,,7 7,G,PERSON,A,2020-01-01,,,",
        )?;
        assert_eq!(
            reached(&county, &question(|_| ())),
            ["6 Direct A c", "7 Direct A c"]
        );
        for nobody in ["A", "gone"] {
            let asked = question(|q| q.official = nobody.to_owned());
            assert_eq!(
                county.subsidies_reaching_relatives(&asked),
                None,
                "{nobody}"
            );
        }
        Ok(())
    }
}
