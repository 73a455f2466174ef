//! Small random lots and everyone around them, and what any two bidders share by brute force over plain
//! rows. Shares no code with the product.

use std::collections::BTreeMap;

use crate::{
    money::Draw,
    oracle::{County, Within},
};

const DAYS: [&str; 4] = ["2021-03-01", "2022-03-01", "2023-03-01", "2024-03-01"];
/// Around the half that counts, alone or together.
const SHARES: [&str; 6] = ["50", "49.9999", "25", "25.0001", "100", ""];

/// Tables by name, each row with its line.
#[derive(Default)]
pub struct Tables(BTreeMap<&'static str, Vec<String>>);

impl Tables {
    /// Adds a row and says in which line it stands.
    fn put(&mut self, table: &'static str, cells: &[&str]) -> Place {
        let rows = self.0.entry(table).or_default();
        rows.push(cells.join(","));
        (table, rows.len() + 1)
    }

    /// The files by name.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let header = |table: &str| match table {
            "regions" => "id,name,level",
            "persons" => "id,name,idNumber,regionCode,phone,address",
            "companies" => "id,name,regionCode,phone,address",
            "kinships" => "fromId,kind,toId,from,to",
            "interests" => "holderKind,holderId,companyId,kind,share,from,to",
            "accounts" => "id",
            "projects" => "id,name,regionCode",
            "tenders" => "id,projectId,method,noticeOn,bidsDueOn,bidsOpenedOn",
            "bids" => "tenderId,bidderKind,bidderId,status,accountId,phone,address,agentId",
            other => panic!("{other}"),
        };
        let tables = self.0.iter();
        tables
            .map(|(name, rows)| (*name, format!("{}\n{}\n", header(name), rows.join("\n"))))
            .collect()
    }
}

/// A table and the line of a row.
pub type Place = (&'static str, usize);
/// What something is, and its id or key.
pub type Thing = (&'static str, String);

/// Who bids or holds.
#[derive(Clone)]
struct Party {
    thing: Thing,
    /// Of a person with several records, one that stands for all.
    who: Thing,
    contacts: Vec<Thing>,
    place: Place,
}

/// Who has what to say in a company.
struct Interest {
    holder: Party,
    company: Thing,
    kind: &'static str,
    share: &'static str,
    from: &'static str,
    to: &'static str,
    place: Place,
}

struct Bid {
    bidder: Party,
    agent: Party,
    account: Thing,
    contacts: Vec<Thing>,
    place: Place,
}

/// One lot of a project.
pub struct Lot {
    pub id: String,
    pub project: String,
    /// The day on which its bidders are judged.
    pub day: &'static str,
    bids: Vec<Bid>,
}

pub struct World {
    /// Where the projects are.
    pub region: String,
    pub lots: Vec<Lot>,
    interests: Vec<Interest>,
    regions: BTreeMap<Thing, String>,
    /// The least ways from a person to kin on a day, found before.
    kin: BTreeMap<(String, &'static str), BTreeMap<String, String>>,
}

/// One thing of a bidder that another may share.
struct Fact {
    way: &'static str,
    thing: Thing,
    /// What shows it: of a person, the record.
    record: Thing,
    place: Place,
}

impl Fact {
    fn is_behind(&self) -> bool {
        ["BIDS", "LEGAL_REPRESENTATIVE", "CONTROLLER", "HOLDER"].contains(&self.way)
    }
}

/// Two bidders who share something, and each way in which it may be told.
pub struct Link {
    pub kind: &'static str,
    pub told: Vec<Told>,
}

/// What is shared, of a person one of the records, or the chain of kin from the one to the other; and the
/// rows it stands in.
#[derive(Clone)]
pub struct Told {
    pub bidders: [Thing; 2],
    pub thing: Thing,
    pub chain: Option<String>,
    pub places: [Place; 2],
}

impl World {
    pub fn draw(seed: u64, tables: &mut Tables) -> Self {
        let mut draw = Draw::new(seed);
        let province = (10 + seed).to_string();
        let region = format!("{province}0111");
        let (prefix, other) = (format!("b{seed}-"), format!("{province}0121"));
        for (code, level) in [
            (&province, "PROVINCE"),
            (&format!("{province}01"), "PREFECTURE"),
            (&region, "COUNTY"),
            (&other, "COUNTY"),
        ] {
            tables.put("regions", &[code, "某地", level]);
        }
        let mut world = Self {
            region: region.clone(),
            lots: Vec::new(),
            interests: Vec::new(),
            regions: BTreeMap::new(),
            kin: BTreeMap::new(),
        };
        let regions = [region.clone(), region, other];
        let people = world.people(&mut draw, tables, &prefix, &regions);
        kin(&mut draw, tables, &people);
        let companies = world.companies(&mut draw, tables, &prefix, &regions);
        for at in 0..companies.len() {
            world.hold(&mut draw, tables, (&companies, at), &people);
        }
        world.bid(&mut draw, tables, &prefix, [&people, &companies]);
        world
    }

    fn party(
        &mut self,
        thing: Thing,
        who: Thing,
        contacts: Vec<Thing>,
        region: &str,
        place: Place,
    ) -> Party {
        self.regions.insert(thing.clone(), region.to_owned());
        Party {
            thing,
            who,
            contacts,
            place,
        }
    }

    /// The first two are records of one person, as are the next two.
    fn people(
        &mut self,
        draw: &mut Draw,
        tables: &mut Tables,
        prefix: &str,
        regions: &[String],
    ) -> Vec<Party> {
        let mut people = Vec::new();
        for at in 0..12 {
            let one = if at < 4 { at / 2 * 2 } else { at };
            let id = |at| ("PERSON", format!("{prefix}p{at:02}"));
            let (number, region) = (
                format!("{}19800101{one:03}1", regions[0]),
                draw.pick(regions),
            );
            let (cells, contacts) = contacts(draw, &regions[0]);
            let row = [&id(at).1, "王伟", &number, &region, &cells[0], &cells[1]];
            let place = tables.put("persons", &row);
            people.push(self.party(id(at), id(one), contacts, &region, place));
        }
        people
    }

    fn companies(
        &mut self,
        draw: &mut Draw,
        tables: &mut Tables,
        prefix: &str,
        regions: &[String],
    ) -> Vec<Party> {
        let mut companies = Vec::new();
        for at in 0..7 {
            let (thing, region) = (("COMPANY", format!("{prefix}c{at}")), draw.pick(regions));
            let (cells, contacts) = contacts(draw, &regions[0]);
            let place = tables.put(
                "companies",
                &[&thing.1, "某公司", &region, &cells[0], &cells[1]],
            );
            companies.push(self.party(thing.clone(), thing, contacts, &region, place));
        }
        companies
    }

    /// Whoever holds a company twice began on different days.
    fn hold(
        &mut self,
        draw: &mut Draw,
        tables: &mut Tables,
        (companies, at): (&[Party], usize),
        people: &[Party],
    ) {
        let company = companies[at].thing.clone();
        let kinds = [
            "LEGAL_REPRESENTATIVE",
            "CONTROLLER",
            "DIRECTOR",
            "SHAREHOLDER",
            "SHAREHOLDER",
            "SHAREHOLDER",
        ];
        let mut met = Vec::new();
        for kind in kinds {
            let holder = match draw.chance(30) && at > 0 {
                true => companies[draw.below(at)].clone(),
                // Often two records of one person, who hold together.
                false if kind == "SHAREHOLDER" => draw.pick(&people[..5]),
                false => draw.pick(&people[..8]),
            };
            let (from, to) = (
                draw.pick(&["", "", DAYS[0], DAYS[2]]),
                draw.pick(&["", "", "", DAYS[2], DAYS[3]]),
            );
            let key = (holder.thing.clone(), kind, from);
            if !draw.chance(70) || met.contains(&key) || !to.is_empty() && to < from {
                continue;
            }
            met.push(key);
            let share = if kind == "SHAREHOLDER" {
                draw.pick(&SHARES)
            } else {
                ""
            };
            let row = [
                holder.thing.0,
                &holder.thing.1,
                &company.1,
                kind,
                share,
                from,
                to,
            ];
            let place = tables.put("interests", &row);
            self.interests.push(Interest {
                holder,
                company: company.clone(),
                kind,
                share,
                from,
                to,
                place,
            });
        }
    }

    fn bid(
        &mut self,
        draw: &mut Draw,
        tables: &mut Tables,
        prefix: &str,
        [people, companies]: [&[Party]; 2],
    ) {
        let accounts: Vec<_> = (0..5)
            .map(|at| ("ACCOUNT", format!("{prefix}a{at}")))
            .collect();
        for (_, account) in &accounts {
            tables.put("accounts", &[account]);
        }
        let bidders = [companies, &people[..5]].concat();
        for number in 0..2 {
            let project = format!("{prefix}project{number}");
            tables.put("projects", &[&project, "某工程", &self.region]);
            for lot in 0..2 {
                let id = format!("{prefix}lot{number}-{lot}");
                let days = [0; 3].map(|_| {
                    if draw.chance(60) {
                        draw.pick(&DAYS)
                    } else {
                        ""
                    }
                });
                let [notice, due, opened] = days;
                tables.put("tenders", &[&id, &project, "OPEN", notice, due, opened]);
                let day = [opened, due, notice]
                    .into_iter()
                    .find(|day| !day.is_empty());
                let mut lot = Lot {
                    id,
                    project: project.clone(),
                    day: day.unwrap_or(super::TODAY),
                    bids: Vec::new(),
                };
                for bidder in bidders
                    .iter()
                    .filter(|_| draw.chance(40))
                    .cloned()
                    .collect::<Vec<_>>()
                {
                    let (agent, account) = (draw.pick(people), draw.pick(&accounts));
                    let (cells, contacts) = contacts(draw, &self.region);
                    let row = [
                        &lot.id,
                        bidder.thing.0,
                        &bidder.thing.1,
                        "VALID",
                        &account.1,
                        &cells[0],
                        &cells[1],
                        &agent.thing.1,
                    ];
                    let place = tables.put("bids", &row);
                    lot.bids.push(Bid {
                        bidder,
                        agent,
                        account,
                        contacts,
                        place,
                    });
                }
                self.lots.push(lot);
            }
        }
    }

    /// Whether someone of some regions sees a person or a company.
    pub fn sees(&self, scope: &str, thing: &Thing) -> bool {
        self.regions[thing].starts_with(scope)
    }

    fn facts(&self, lot: &Lot, bid: &Bid) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut add = |way, thing: &Thing, record: &Thing, place| {
            facts.push(Fact {
                way,
                thing: thing.clone(),
                record: record.clone(),
                place,
            });
        };
        add("BIDS", &bid.bidder.who, &bid.bidder.thing, bid.place);
        add("AGENT", &bid.agent.who, &bid.agent.thing, bid.place);
        add("BOND_ACCOUNT", &bid.account, &bid.account, bid.place);
        for contact in &bid.contacts {
            add(contact.0, contact, contact, bid.place);
        }
        for contact in &bid.bidder.contacts {
            add(contact.0, contact, contact, bid.bidder.place);
        }
        let of_day = self.interests.iter().filter(|held| {
            held.company == bid.bidder.thing
                && (held.from.is_empty() || held.from <= lot.day)
                && (held.to.is_empty() || lot.day <= held.to)
        });
        let of_day: Vec<_> = of_day.collect();
        for held in &of_day {
            let way = match held.kind {
                "SHAREHOLDER" => "HOLDER",
                other => other,
            };
            let together = of_day
                .iter()
                .filter(|other| other.kind == held.kind && other.holder.who == held.holder.who);
            let share: usize = together.map(|other| millionths(other.share)).sum();
            if ["LEGAL_REPRESENTATIVE", "CONTROLLER"].contains(&way)
                || way == "HOLDER" && share >= 500_000
            {
                add(way, &held.holder.who, &held.holder.thing, held.place);
            }
        }
        facts
    }

    /// The least chain of a person's kin that leads from the one record to the other on a day, or the
    /// other way about.
    fn chain(
        &mut self,
        county: &County,
        [one, other]: [&Thing; 2],
        day: &'static str,
    ) -> Option<String> {
        if [one, other].iter().any(|thing| thing.0 != "PERSON") {
            return None;
        }
        let mut from = |one: &str, other: &str| {
            let found = self.kin.entry((one.to_owned(), day));
            let found =
                found.or_insert_with(|| county.chains(one, Within::Scope("AVOIDANCE"), day));
            found.get(other).cloned()
        };
        from(&one.1, &other.1).or_else(|| from(&other.1, &one.1))
    }

    /// What any two bidders of a lot share.
    pub fn links(&mut self, county: &County, lot: usize) -> Vec<Link> {
        let mut links = Vec::new();
        let lot = &self.lots[lot];
        let facts: Vec<_> = lot
            .bids
            .iter()
            .map(|bid| (bid.bidder.thing.clone(), self.facts(lot, bid)))
            .collect();
        let day = lot.day;
        for (at, (bidder, ones)) in facts.iter().enumerate() {
            for (rival, others) in &facts[at + 1..] {
                let mut found = BTreeMap::<(&str, [&Thing; 2]), Vec<Told>>::new();
                let pairs = ones
                    .iter()
                    .flat_map(|one| others.iter().map(move |other| (one, other)));
                for (one, other) in pairs {
                    let behind = one.is_behind() && other.is_behind();
                    let kind = match (one.thing == other.thing, one.way == other.way) {
                        (true, true) if one.way != "BIDS" => one.way,
                        (true, _) if behind => "PARTY",
                        (false, _) if behind => "KIN",
                        _ => continue,
                    };
                    let things = [&one.thing, &other.thing];
                    for (bidders, [one, other]) in [
                        ([bidder, rival], [one, other]),
                        ([rival, bidder], [other, one]),
                    ] {
                        let chain = self.chain(county, [&one.record, &other.record], day);
                        if kind == "KIN" && chain.is_none() {
                            continue;
                        }
                        found.entry((kind, things)).or_default().push(Told {
                            bidders: bidders.map(Clone::clone),
                            thing: one.record.clone(),
                            chain: chain.filter(|_| kind == "KIN"),
                            places: [one.place, other.place],
                        });
                    }
                }
                let plain = |thing| {
                    ["LEGAL_REPRESENTATIVE", "CONTROLLER", "HOLDER"].map(|kind| (kind, thing))
                };
                let kept = found.iter().filter(|((kind, things), _)| {
                    *kind != "PARTY" || plain(*things).iter().all(|key| !found.contains_key(key))
                });
                for ((kind, _), told) in kept {
                    let told = told.clone();
                    links.push(Link { kind, told });
                }
            }
        }
        links
    }
}

/// Kin of the first ten: each child has at most two parents.
fn kin(draw: &mut Draw, tables: &mut Tables, people: &[Party]) {
    let mut met = Vec::new();
    for _ in 0..9 {
        let (one, other) = (draw.below(10), draw.below(10));
        let (one, other) = (one.min(other), one.max(other));
        let kind = draw.pick(&["SPOUSE_OF", "SIBLING_OF", "PARENT_OF", "PARENT_OF"]);
        let parents = met
            .iter()
            .filter(|(_, child, kind)| *child == other && *kind == "PARENT_OF");
        let known = met.iter().any(|(a, b, _)| (*a, *b) == (one, other));
        if people[one].who == people[other].who
            || known
            || kind == "PARENT_OF" && parents.count() == 2
        {
            continue;
        }
        met.push((one, other, kind));
        let (from, to) = match kind {
            "SPOUSE_OF" => (
                draw.pick(&["", DAYS[0]]),
                draw.pick(&["", DAYS[1], DAYS[2]]),
            ),
            _ => ("", ""),
        };
        tables.put(
            "kinships",
            &[&people[one].thing.1, kind, &people[other].thing.1, from, to],
        );
    }
}

/// Cells of a telephone number and an address, and what they name.
fn contacts(draw: &mut Draw, region: &str) -> ([String; 2], Vec<Thing>) {
    let mut contacts = Vec::new();
    let mut cell = |kind, text: String| {
        if !draw.chance(50) {
            return String::new();
        }
        let text = format!("{text}{}", draw.below(8));
        contacts.push((kind, text.clone()));
        text
    };
    let phone = cell("PHONE", format!("1990000{}0", &region[..2]));
    let address = cell("ADDRESS", format!("ADDRESS{region}"));
    ([phone, address], contacts)
}

fn millionths(percent: &str) -> usize {
    let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
    format!("0{whole}{decimals:0<4}").parse().unwrap()
}
