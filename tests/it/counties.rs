//! Small random counties with everything that hurts, and questions about them. A county is a
//! function of its seed: what fails prints the call that draws it again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::oracle::{Channel, Question, Within};

const HEADERS: [(&str, &str); 13] = [
    ("regions", "id,name,level"),
    ("agencies", "id,name,kind,regionCode"),
    ("posts", "id,title,kind,agencyId,regionCode"),
    (
        "persons",
        "id,name,sex,bornOn,birthOrder,idNumber,regionCode",
    ),
    ("tenures", "personId,postId,from,to"),
    ("kinships", "fromId,kind,toId,nature,from,to"),
    ("households", "id,kind,regionCode"),
    ("memberships", "personId,householdId,from,to"),
    ("companies", "id,name,regionCode"),
    (
        "interests",
        "holderKind,holderId,companyId,kind,share,from,to",
    ),
    ("accounts", "id,ownerKind,ownerId,openedOn,closedOn"),
    ("programmes", "id,name,unit,regionCode"),
    ("payments", PAYMENTS),
];
const PAYMENTS: &str = "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,accountId,status,\
                        correctsId,regionCode";

/// Each code goes on from the province's.
const REGIONS: [(&str, &str); 14] = [
    ("", "PROVINCE"),
    ("01", "PREFECTURE"),
    ("0111", "COUNTY"),
    ("0111100", "TOWNSHIP"),
    ("0111100201", "VILLAGE"),
    ("0111100202", "VILLAGE"),
    ("0111101", "TOWNSHIP"),
    ("0111101201", "VILLAGE"),
    ("0121", "COUNTY"),
    ("0121100", "TOWNSHIP"),
    ("0121100201", "VILLAGE"),
    ("02", "PREFECTURE"),
    ("0211", "COUNTY"),
    ("0211100", "TOWNSHIP"),
];

/// Parts of ids that sort by case and by script; the last two by code point otherwise than by
/// UTF-16.
const STEMS: [&str; 8] = ["P", "p", "Z", "a", "王", "阿", "﨑", "𠮷"];

/// Few, so that they tie, and written in several ways.
const AMOUNTS: [&str; 8] = [
    "500",
    "500.00",
    "500.0",
    "120.5",
    "120.50",
    "0.01",
    "79.99",
    "1234567.89",
];

/// Around the five percent that count, two of which are not one.
const SHARES: [&str; 8] = ["5", "5.000", "4.99", "4.9999", "3", "2.5", "100", ""];

/// The files of one county, and questions about it.
#[derive(Clone, PartialEq)]
pub struct Files {
    pub seed: u64,
    pub prefix: String,
    pub region_root: String,
    /// File name and text.
    pub tables: Vec<(String, String)>,
    pub questions: Vec<Question>,
}

impl Files {
    pub fn write_to(&self, directory: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(directory)?;
        let mut tables = self.tables.iter();
        tables.try_for_each(|(name, text)| std::fs::write(directory.join(name), text))
    }
}

impl fmt::Debug for Files {
    /// The call that draws it again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "county({}, {:?}, {:?})",
            self.seed, self.prefix, self.region_root
        )
    }
}

/// Any county. A failing one is not shrunk, as another seed is another county.
pub fn counties(prefix: &str, region_root: &str) -> impl Strategy<Value = Files> {
    let (prefix, region_root) = (prefix.to_owned(), region_root.to_owned());
    any::<u64>()
        .no_shrink()
        .prop_map(move |seed| county(seed, &prefix, &region_root))
}

/// Draws a county of 10 to 40 people. All ids start with `prefix`, all region codes with
/// `region_root`, the two digits of a province.
pub fn county(seed: u64, prefix: &str, region_root: &str) -> Files {
    let mut draw = Draw::new(seed, prefix, region_root);
    let agencies = draw.agencies();
    let people = draw.people();
    draw.kin(&people);
    let officials = draw.officials(&people, &agencies);
    let households = draw.households(&people);
    let companies = draw.companies(&people);
    let parties = [
        ("PERSON", people),
        ("HOUSEHOLD", households),
        ("COMPANY", companies),
        ("AGENCY", agencies),
    ];
    let accounts = draw.accounts(&parties);
    let programmes = draw.programmes();
    draw.payments(&parties, &accounts, &programmes);
    Files {
        seed,
        prefix: prefix.to_owned(),
        region_root: region_root.to_owned(),
        questions: (0..8)
            .map(|_| draw.question(&officials, &programmes))
            .collect(),
        tables: draw.tables(),
    }
}

struct Draw {
    rng: TestRng,
    prefix: String,
    regions: Vec<String>,
    /// The few days on which everything starts, ends and is paid.
    days: Vec<NaiveDate>,
    rows: BTreeMap<&'static str, Vec<String>>,
    /// What ID numbers begin with: the county's own.
    number: String,
    /// Ends, kind and start of each link: two rows of one link would contradict each other.
    links: BTreeSet<String>,
}

impl Draw {
    fn new(seed: u64, prefix: &str, region_root: &str) -> Self {
        let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed.to_le_bytes().repeat(4));
        let ends = [(2019, 12, 31), (2020, 2, 29), (2021, 12, 31), (2022, 3, 31)];
        let mut days = BTreeSet::new();
        for (year, month, day) in ends {
            let end = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
            let other = end + Days::new(rng.random_range(10..300));
            days.extend([end, end + Days::new(1), other, other + Days::new(1)]);
        }
        let mut rows = BTreeMap::<_, Vec<_>>::new();
        for (code, level) in REGIONS {
            rows.entry("regions")
                .or_default()
                .push(format!("{region_root}{code},某地,{level}"));
        }
        Self {
            rng,
            prefix: prefix.to_owned(),
            regions: REGIONS
                .map(|(code, _)| format!("{region_root}{code}"))
                .to_vec(),
            days: Vec::from_iter(days),
            rows,
            number: {
                let birthday = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap_or_default();
                let birthday = birthday + Days::new(seed % 18_000);
                format!("{region_root}0111{}", birthday.format("%Y%m%d"))
            },
            links: BTreeSet::new(),
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_ratio(percent, 100)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.rng.random_range(0..from.len())].clone()
    }

    fn pair(&mut self, from: &[String]) -> [String; 2] {
        [self.pick(from), self.pick(from)]
    }

    fn some(&mut self, percent: u32, from: &[String]) -> String {
        if self.chance(percent) {
            self.pick(from)
        } else {
            String::new()
        }
    }

    /// One of those, or rarely one that is in no table.
    fn known(&mut self, from: &[String]) -> String {
        if self.chance(95) {
            self.pick(from)
        } else {
            self.nowhere()
        }
    }

    fn nowhere(&self) -> String {
        format!("{}nowhere", self.prefix)
    }

    fn region(&mut self) -> String {
        self.regions[self.rng.random_range(0..self.regions.len())].clone()
    }

    fn day(&mut self) -> NaiveDate {
        self.days[self.rng.random_range(0..self.days.len())]
    }

    fn days_in_order(&mut self) -> [NaiveDate; 2] {
        let (one, other) = (self.day(), self.day());
        [one.min(other), one.max(other)]
    }

    /// Ids are unique within a table only: the first may also be one of `others`.
    fn ids(&mut self, kind: &str, count: Range<usize>, others: &[String]) -> Vec<String> {
        let mut ids = Vec::new();
        for number in 0..self.rng.random_range(count) {
            let stem = self.pick(&STEMS);
            ids.push(format!("{}{kind}{stem}{number}", self.prefix));
        }
        if !others.is_empty() && self.chance(40) {
            ids[0] = self.pick(others);
        }
        ids
    }

    fn put<const N: usize>(&mut self, table: &'static str, cells: [&str; N]) {
        self.rows.entry(table).or_default().push(cells.join(","));
    }

    /// When a link held, starting otherwise than every other row of it; a month or a year stands
    /// for its first or last day.
    fn interval(&mut self, link: &str) -> Option<[String; 2]> {
        let [start, end] = self.days_in_order();
        let (from_open, to_open) = (self.chance(40), self.chance(40));
        let first_day = if from_open {
            String::new()
        } else {
            start.to_string()
        };
        if !self.links.insert(format!("{link} {first_day}")) {
            return None;
        }
        let after = end + Days::new(1);
        let from = self.written(start, [start.day() == 1, start.ordinal() == 1]);
        let to = self.written(end, [after.day() == 1, after.ordinal() == 1]);
        let bound = |open, day| if open { String::new() } else { day };
        Some([bound(from_open, from), bound(to_open, to)])
    }

    fn written(&mut self, day: NaiveDate, [bounds_month, bounds_year]: [bool; 2]) -> String {
        let form = match self.rng.random_range(0..3) {
            0 if bounds_year => "%Y",
            0 | 1 if bounds_month => "%Y-%m",
            _ => "%Y-%m-%d",
        };
        day.format(form).to_string()
    }

    fn agencies(&mut self) -> Vec<String> {
        let agencies = self.ids("A", 3..5, &[]);
        for agency in &agencies {
            let region = self.region();
            self.put("agencies", [agency, "某局", "FINANCE", &region]);
        }
        agencies
    }

    /// In order of age, but for some whose birth is not on file. Some have several records with one
    /// ID number, and sometimes a number is on too many to be anybody's.
    fn people(&mut self) -> Vec<String> {
        let people = self.ids("", 10..41, &[]);
        let crowded = self.chance(20);
        for (n, person) in people.iter().enumerate() {
            let name = self.pick(&["王伟", "李秀英", "欧阳强", "𠮷田芳"]);
            let sex = self.pick(&["MALE", "FEMALE", "MALE", "FEMALE", ""]);
            let born = self.some(80, &[format!("{}-05-15", 1930 + 75 * n / people.len())]);
            let order = self.pick(&["", "", "1", "2", "3"]);
            let number = match self.rng.random_range(0..10) {
                0..4 => String::new(),
                4 | 5 if crowded => format!("{}9990", self.number),
                4 if n > 0 => format!("{}{:03}1", self.number, self.rng.random_range(0..n)),
                _ => format!("{}{n:03}1", self.number),
            };
            let region = self.region();
            self.put(
                "persons",
                [person, name, sex, &born, order, &number, &region],
            );
        }
        people
    }

    /// Four generations; parents come from the one before. In an entangled county cousins,
    /// brothers and sisters, and the generations marry; in a few, one parent has too many
    /// children.
    fn kin(&mut self, people: &[String]) {
        let entangled = self.chance(50);
        let start = |generation: usize| people.len() * generation / 4;
        for generation in 0..4 {
            let peers = &people[start(generation)..start(generation + 1)];
            let neighbours = peers.windows(2).step_by(2);
            let mut couples =
                Vec::from_iter(neighbours.map(|two| [two[0].clone(), two[1].clone()]));
            if entangled {
                couples.extend([self.pair(peers), self.pair(peers)]);
                let (siblings, anyone) = (self.pair(peers), [self.pick(peers), self.pick(people)]);
                self.siblings(&siblings);
                self.marry(&anyone);
            }
            for couple in &couples {
                self.marry(couple);
            }
            for child in &people[start(generation + 1)..start(generation + 2).min(people.len())] {
                self.parents(&couples, peers, child);
            }
        }
        if people.len() > 25 && self.chance(30) {
            let many = self.pick(&[20, 21, 21, 22]);
            for child in people.iter().skip(1).take(many) {
                self.parent(&people[0], child, "ADOPTIVE");
            }
        }
        let gone = self.nowhere();
        for person in self.pair(people) {
            let kind = self.pick(&["PARENT_OF", "PARENT_OF", "SPOUSE_OF", "SIBLING_OF"]);
            let [from, to] = self.pick(&[[&gone, &person], [&person, &gone]]);
            self.put("kinships", [from, kind, to, "", "", ""]);
        }
    }

    /// Both of a couple, or one who had the child with another, or one, or none on file; and
    /// perhaps one by adoption or marriage.
    fn parents(&mut self, couples: &[[String; 2]], peers: &[String], child: &str) {
        let [one, other] = self.pick(couples);
        let another = self.pick(peers);
        let on_file = match self.rng.random_range(0..10) {
            0 => vec![],
            1 => vec![one],
            2 => vec![one, another.clone()],
            _ => vec![one, other],
        };
        for parent in on_file {
            let nature = self.pick(&["BLOOD", ""]);
            self.parent(&parent, child, nature);
        }
        if self.chance(15) {
            let nature = self.pick(&["ADOPTIVE", "STEP"]);
            self.parent(&another, child, nature);
        }
    }

    fn parent(&mut self, parent: &str, child: &str, nature: &str) {
        if parent != child && self.links.insert(format!("{parent} PARENT_OF {child}")) {
            self.put("kinships", [parent, "PARENT_OF", child, nature, "", ""]);
        }
    }

    fn siblings(&mut self, [one, other]: &[String; 2]) {
        let link = format!("{} SIBLING_OF {}", one.min(other), one.max(other));
        if one != other && self.links.insert(link) {
            let nature = self.pick(&["BLOOD", "HALF", "ADOPTIVE", "STEP", ""]);
            self.put("kinships", [one, "SIBLING_OF", other, nature, "", ""]);
        }
    }

    /// Once, or again after a divorce; told from either side.
    fn marry(&mut self, [one, other]: &[String; 2]) {
        let link = format!("{} SPOUSE_OF {}", one.min(other), one.max(other));
        for _ in 0..self.pick(&[1, 1, 2, 3]) {
            if one != other
                && let Some([from, to]) = self.interval(&link)
            {
                let [one, other] = self.pick(&[[one, other], [other, one]]);
                self.put("kinships", [one, "SPOUSE_OF", other, "", &from, &to]);
            }
        }
    }

    /// Who held a post, holds one or will; the last perhaps none that exists.
    fn officials(&mut self, people: &[String], agencies: &[String]) -> Vec<String> {
        let posts = self.ids("T", 3..5, &[]);
        for post in &posts {
            let kind = self.pick(&["CADRE", "VILLAGE_CADRE"]);
            let (agency, region) = (self.some(70, agencies), self.region());
            self.put("posts", [post, "主任", kind, &agency, &region]);
        }
        let mut officials = Vec::from_iter((0..4).map(|_| self.pick(people)));
        for official in &officials {
            for post in self.pair(&posts) {
                if let Some([from, to]) = self.interval(&format!("{official} HOLDS {post}")) {
                    self.put("tenures", [official, &post, &from, &to]);
                }
            }
        }
        let (other, gone) = (self.pick(people), self.nowhere());
        self.put("tenures", [&other, &gone, "", ""]);
        officials.push(other);
        officials
    }

    fn households(&mut self, people: &[String]) -> Vec<String> {
        let households = self.ids("H", 3..8, people);
        for household in &households {
            let (kind, region) = (self.pick(&["REGISTERED", "AID"]), self.region());
            self.put("households", [household, kind, &region]);
            for _ in 0..self.rng.random_range(1..7) {
                let person = self.known(people);
                if let Some([from, to]) = self.interval(&format!("{person} IN {household}")) {
                    self.put("memberships", [&person, household, &from, &to]);
                }
            }
        }
        households
    }

    /// Held by people, and by each other in a circle.
    fn companies(&mut self, people: &[String]) -> Vec<String> {
        let companies = self.ids("C", 2..6, people);
        let roles = [
            "LEGAL_REPRESENTATIVE",
            "DIRECTOR",
            "SUPERVISOR",
            "CONTROLLER",
        ];
        for (n, company) in companies.iter().enumerate() {
            let region = self.region();
            self.put("companies", [company, "某公司", &region]);
            let next = &companies[(n + 1) % companies.len()];
            self.put(
                "interests",
                ["COMPANY", company, next, "SHAREHOLDER", "60", "", ""],
            );
            for _ in 0..self.rng.random_range(2..6) {
                let person = self.known(people);
                let (share, role) = (self.pick(&SHARES), self.pick(&roles));
                let [kind, share] = self.pick(&[["SHAREHOLDER", share], [role, ""]]);
                let link = format!("{person} {kind} {company}");
                for _ in 0..self.pick(&[1, 1, 2]) {
                    if let Some([from, to]) = self.interval(&link) {
                        let cells = ["PERSON", &person, company, kind, share, &from, &to];
                        self.put("interests", cells);
                    }
                }
            }
        }
        companies
    }

    fn accounts(&mut self, parties: &[(&str, Vec<String>); 4]) -> Vec<String> {
        let accounts = self.ids("B", 4..16, &parties[0].1);
        for account in &accounts {
            let (kind, ids) = &parties[self.pick(&[0, 0, 0, 0, 1, 2, 2, 3])];
            let owner = self.known(ids);
            let [kind, owner] = if self.chance(95) {
                [*kind, &owner]
            } else {
                ["", ""]
            };
            let [opened, closed] = self
                .days_in_order()
                .map(|day| self.some(60, &[day.to_string()]));
            self.put("accounts", [account, kind, owner, &opened, &closed]);
        }
        accounts
    }

    fn programmes(&mut self) -> Vec<String> {
        let programmes = self.ids("G", 2..4, &[]);
        for programme in &programmes {
            let (unit, region) = (self.pick(&["PERSON", "HOUSEHOLD"]), self.region());
            self.put("programmes", [programme, "某补贴", unit, &region]);
        }
        programmes
    }

    /// Some are given back, some stand in for others, a few point nowhere, and a row may be there
    /// twice.
    fn payments(
        &mut self,
        parties: &[(&str, Vec<String>); 4],
        accounts: &[String],
        programmes: &[String],
    ) {
        let [.., (_, agencies)] = parties;
        let mut paid = Vec::new();
        for id in self.ids("Y", 30..70, &[]) {
            let (kind, ids) = &parties[self.pick(&[0, 0, 0, 1, 1, 1, 2, 2, 3])];
            let corrects = if paid.is_empty() {
                String::new()
            } else {
                self.some(20, &paid)
            };
            let statuses = match corrects.as_str() {
                "" => ["PAID", "PAID", "PAID", "PAID", "", "", "", "RETURNED"],
                _ => [
                    "RETURNED", "RETURNED", "RETURNED", "REVERSED", "REVERSED", "PAID", "", "",
                ],
            };
            let region = self.region();
            let mut cells = [
                id.clone(),
                self.pick(agencies),
                (*kind).to_owned(),
                self.pick(ids),
                self.pick(&AMOUNTS).to_owned(),
                self.day().to_string(),
                self.some(60, programmes),
                self.some(75, accounts),
                self.pick(&statuses).to_owned(),
                corrects,
                self.some(25, &[region]),
            ];
            paid.push(id);
            if self.chance(8) {
                cells[self.pick(&[1, 3, 6, 7, 9])] = self.nowhere();
            }
            for _ in 0..if self.chance(3) { 2 } else { 1 } {
                self.put("payments", cells.each_ref().map(String::as_str));
            }
        }
    }

    fn question(&mut self, officials: &[String], programmes: &[String]) -> Question {
        let mut channels = Channel::ALL.to_vec();
        if self.chance(30) {
            let (one, alone) = (self.pick(&Channel::ALL), self.chance(50));
            channels.retain(|channel| (*channel == one) == alone);
        }
        let everywhere = self.pick(&["", &self.regions[0].clone()]).to_owned();
        let somewhere = Vec::from_iter((0..self.rng.random_range(1..4)).map(|_| self.region()));
        let (paid_from, paid_to) = (self.day().to_string(), self.day().to_string());
        Question {
            official: self.pick(officials),
            within: self.pick(&[
                Within::Hops(1),
                Within::Hops(2),
                Within::Hops(3),
                Within::Hops(3),
                Within::Hops(4),
                Within::Hops(4),
                Within::Scope("AVOIDANCE"),
                Within::Scope("DIBAO_FILING"),
                Within::Scope("DIBAO_FILING_NINGXIA"),
            ]),
            channels,
            paid_from: self.chance(25).then_some(paid_from),
            paid_to: self.chance(25).then_some(paid_to),
            programmes: if self.chance(20) {
                self.pair(programmes).to_vec()
            } else {
                Vec::new()
            },
            min_amount_fen: self.pick(&[0, 0, 0, 12_050, 12_051, 50_000]),
            scope: if self.chance(50) {
                somewhere
            } else {
                vec![everywhere]
            },
            today: self.day().to_string(),
        }
    }

    /// Rows in no order, as a load may find them.
    fn tables(mut self) -> Vec<(String, String)> {
        let mut tables = Vec::new();
        for (table, header) in HEADERS {
            let mut rows = self.rows.remove(table).unwrap_or_default();
            rows.sort_by_cached_key(|_| self.rng.random::<u64>());
            tables.push((
                format!("{table}.csv"),
                format!("{header}\n{}\n", rows.join("\n")),
            ));
        }
        tables
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;
    use crate::oracle::{County, Row};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn ids_and_codes_are_the_countys_own(files in counties("x-", "61")) {
            for (name, text) in &files.tables {
                for row in text.lines().skip(1) {
                    let own = if name == "regions.csv" { "61" } else { "x-" };
                    let holder = row.trim_start_matches("PERSON,").trim_start_matches("COMPANY,");
                    prop_assert!(holder.starts_with(own), "{name}: {row}");
                    let code = row.rsplit(',').next().unwrap_or_default();
                    let is_coded = ["persons.csv", "households.csv"].contains(&name.as_str());
                    prop_assert!(!is_coded || code.starts_with("61"), "{name}: {row}");
                }
                let people = text.lines().skip(1).count();
                prop_assert!(name != "persons.csv" || (10..=40).contains(&people));
            }
            prop_assert_eq!(&files, &county(files.seed, "x-", "61"));
        }
    }

    #[test]
    fn written_files_read_the_same() -> Result<(), Box<dyn Error>> {
        let files = county(7, "x-", "61");
        let directory = std::env::temp_dir().join(format!("kinflow-county-{}", std::process::id()));
        files.write_to(&directory)?;
        let (written, drawn) = (County::load(&directory)?, County::read(&files.tables)?);
        std::fs::remove_dir_all(&directory)?;
        for question in &files.questions {
            let answers = [&written, &drawn].map(|c| c.subsidies_reaching_relatives(question));
            assert_eq!(answers[0], answers[1], "{question:?}");
        }
        Ok(())
    }

    /// What no county shows, no comparison with the oracle can test.
    #[test]
    fn forty_counties_show_everything() -> Result<(), Box<dyn Error>> {
        let mut seen = BTreeMap::new();
        let mut see = |what: &'static str, count: usize| *seen.entry(what).or_insert(0) += count;
        let twice = |row: &Row| {
            row.reaches
                .windows(2)
                .any(|two| two[0].relative == two[1].relative)
        };
        for seed in 0..40 {
            let files = county(seed, "x-", "61");
            let county = County::read(&files.tables)?;
            for question in &files.questions {
                let Some(answer) = county.subsidies_reaching_relatives(question) else {
                    see("nobody in scope", 1);
                    continue;
                };
                let rows = &answer.rows;
                let reaches = || rows.iter().flat_map(|row| &row.reaches);
                let gross: i64 = rows.iter().map(|row| row.amount_fen).sum();
                see("no rows", usize::from(rows.is_empty()));
                see("many rows", usize::from(rows.len() > 20));
                see("given back", usize::from(gross > answer.total_amount_fen));
                see(
                    "tie",
                    rows.windows(2)
                        .filter(|w| w[0].amount_fen == w[1].amount_fen)
                        .count(),
                );
                see(
                    "another record",
                    reaches()
                        .filter(|r| r.people.len() > r.chain.len() + 1)
                        .count(),
                );
                see("two channels", rows.iter().filter(|row| twice(row)).count());
                see(
                    "payer hidden",
                    rows.iter().filter(|row| row.payer_hidden).count(),
                );
                see(
                    "more hidden than rows",
                    usize::from(answer.hidden_by_scope > rows.len() + 5),
                );
                see(
                    "relative hidden",
                    reaches().filter(|r| r.relative_hidden).count(),
                );
                see("via hidden", reaches().filter(|r| r.via_hidden).count());
                for (what, channel) in ["direct", "household", "company", "account"]
                    .into_iter()
                    .zip(Channel::ALL)
                {
                    see(what, reaches().filter(|r| r.channel == channel).count());
                }
                for (hops, what) in [(1, "1 hop"), (2, "2 hops"), (3, "3 hops"), (4, "4 hops")] {
                    see(what, reaches().filter(|r| r.chain.len() == hops).count());
                }
            }
        }
        let missing = Vec::from_iter(seen.iter().filter(|(_, count)| **count < 5));
        assert!(missing.is_empty(), "{missing:?} of {seen:?}");
        Ok(())
    }
}
