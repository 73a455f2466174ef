//! Small random worlds of accounts, transfers and payments, as plain lists and as tables.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// A place with more links than this is passed by.
pub const HUB: usize = 14;
/// 2024-01-01T00:00:00+08:00, in milliseconds.
pub const BEGIN: i64 = 1_704_038_400_000;
pub const DAY: i64 = 86_400_000;
/// Days on which something happens, from the beginning.
pub const DAYS: i64 = 12;

/// What a place is, and its id.
pub type Place = (&'static str, String);

/// Money that moved.
#[derive(Clone, Debug)]
pub struct Link {
    pub kind: &'static str,
    pub id: String,
    pub from: Place,
    pub to: Place,
    pub amount_fen: i64,
    pub at: i64,
    /// Of a transfer.
    pub transfer_kind: &'static str,
    /// Region of a payment, and who paid and was paid.
    pub payment: Option<Payment>,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub region: String,
    pub payer: String,
    pub payee: Place,
    pub paid: bool,
    pub programme: Option<String>,
    pub project: Option<String>,
    pub contract: Option<String>,
}

pub struct World {
    pub prefix: String,
    pub regions: Vec<String>,
    /// Each party with its region.
    pub parties: BTreeMap<Place, String>,
    /// Each account with its owner, if one is on file.
    pub accounts: BTreeMap<String, Option<Place>>,
    pub public_funds: Vec<String>,
    pub links: Vec<Link>,
    pub programmes: Vec<String>,
    pub projects: Vec<(String, String)>,
    /// Household and whoever heads it.
    pub heads: Vec<(String, Place)>,
    /// Person and the registered household they are of.
    pub homes: Vec<(String, String)>,
    /// Contract and project.
    pub contracts: Vec<(String, String)>,
}

pub struct Draw(pub TestRng);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(TestRng::from_seed(
            RngAlgorithm::ChaCha,
            &seed.to_le_bytes().repeat(4),
        ))
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0.random_range(0..most)
    }

    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.random_ratio(percent, 100)
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn amount(&mut self) -> i64 {
        let few = [100, 100, 250, 9_999, 10_000, 1];
        if self.chance(70) {
            self.pick(&few)
        } else {
            self.0.random_range(1..50_000)
        }
    }

    /// Often the first instant of a day, which ties with payments, and often the same instant.
    fn instant(&mut self) -> i64 {
        let within = self.pick(&[0, 0, 1, 3_600_000, DAY - 1, 40_000_000]);
        BEGIN + self.0.random_range(0..DAYS) * DAY + within
    }
}

impl World {
    pub fn draw(seed: u64) -> Self {
        let mut draw = Draw::new(seed);
        let prefix = format!("w{seed}-");
        let root = format!("{}0111", 20 + seed);
        let mut world = Self {
            regions: ["", "100", "100201", "101"]
                .map(|code| format!("{root}{code}"))
                .to_vec(),
            parties: BTreeMap::new(),
            accounts: BTreeMap::new(),
            public_funds: Vec::new(),
            links: Vec::new(),
            programmes: (0..2).map(|i| format!("{prefix}prog{i}")).collect(),
            projects: Vec::new(),
            heads: Vec::new(),
            homes: Vec::new(),
            contracts: Vec::new(),
            prefix,
        };
        world.people(&mut draw);
        world.transfers(&mut draw);
        world.payments(&mut draw);
        world
    }

    fn people(&mut self, draw: &mut Draw) {
        for (label, many) in [
            ("AGENCY", 4),
            ("COMPANY", 3),
            ("HOUSEHOLD", 3),
            ("PERSON", 5),
        ] {
            for i in 0..many {
                let id = format!("{}{}{i}", self.prefix, label.to_lowercase());
                let region = draw.pick(&self.regions);
                self.parties.insert((label, id), region);
            }
        }
        self.homes(draw);
        let parties: Vec<Place> = self.parties.keys().cloned().collect();
        for i in 0..10 {
            let owner = draw.chance(90).then(|| draw.pick(&parties));
            let id = format!("{}ac{i}", self.prefix);
            if draw.chance(25) {
                self.public_funds.push(id.clone());
            }
            self.accounts.insert(id, owner);
        }
        for i in 0..2 {
            let project = format!("{}prj{i}", self.prefix);
            self.contracts
                .push((format!("{}ct{i}", self.prefix), project.clone()));
            self.projects.push((project, draw.pick(&self.regions)));
        }
    }

    /// The first two households are registered ones, the last is aided; the first of each is its head.
    fn homes(&mut self, draw: &mut Draw) {
        let of = |label: &str| {
            let found = self.parties.keys().filter(|place| place.0 == label);
            found.cloned().collect::<Vec<_>>()
        };
        let (homes, people) = (of("HOUSEHOLD"), of("PERSON"));
        for person in &people {
            if draw.chance(70) {
                let home = homes[draw.below(2)].1.clone();
                if self.homes.iter().all(|(_, other)| *other != home) {
                    self.heads.push((home.clone(), person.clone()));
                }
                self.homes.push((person.1.clone(), home));
            }
        }
        self.heads.push((homes[2].1.clone(), draw.pick(&people)));
    }

    fn transfers(&mut self, draw: &mut Draw) {
        let accounts: Vec<_> = self.accounts.keys().cloned().collect();
        let hub = draw.pick(&accounts);
        for i in 0..45 {
            let from = if draw.chance(25) {
                hub.clone()
            } else {
                draw.pick(&accounts)
            };
            let to = match draw.below(20) {
                0 => from.clone(),
                1..=4 => hub.clone(),
                _ => draw.pick(&accounts),
            };
            self.links.push(Link {
                kind: "TRANSFER",
                id: format!("{}tr{i:02}", self.prefix),
                from: ("ACCOUNT", from),
                to: ("ACCOUNT", to),
                amount_fen: draw.amount(),
                at: draw.instant(),
                transfer_kind: draw.pick(&[
                    "", "TRANSFER", "TRANSFER", "TRANSFER", "CASH_OUT", "WAGES", "BOND",
                ]),
                payment: None,
            });
        }
    }

    fn payments(&mut self, draw: &mut Draw) {
        let parties: Vec<Place> = self.parties.keys().cloned().collect();
        let payers: Vec<_> = parties
            .iter()
            .filter(|(label, _)| *label == "AGENCY")
            .cloned()
            .collect();
        let accounts: Vec<_> = self.accounts.keys().cloned().collect();
        for i in 0..45 {
            let payer = draw.pick(&payers);
            let payee = if draw.chance(25) {
                draw.pick(&payers)
            } else {
                draw.pick(&parties)
            };
            let named = draw.chance(55).then(|| draw.pick(&accounts));
            let own = draw.chance(40).then(|| draw.pick(&accounts));
            let place = |account: Option<String>, party: &Place| {
                account.map_or_else(|| party.clone(), |account| ("ACCOUNT", account))
            };
            self.links.push(Link {
                kind: "PAYMENT",
                id: format!("{}pay{i:02}", self.prefix),
                from: place(own, &payer),
                to: place(named, &payee),
                amount_fen: draw.amount(),
                at: BEGIN + draw.0.random_range(0..DAYS) * DAY,
                transfer_kind: "",
                payment: Some(Payment {
                    region: draw.pick(&self.regions),
                    payer: payer.1,
                    payee,
                    paid: draw.chance(90),
                    programme: draw.chance(60).then(|| draw.pick(&self.programmes)),
                    project: draw.chance(25).then(|| draw.pick(&self.projects).0),
                    contract: draw.chance(25).then(|| draw.pick(&self.contracts).0),
                }),
            });
        }
    }

    /// The tables by name, as CSV.
    pub fn tables(&self) -> Vec<(&'static str, String)> {
        let table = |header: &str, rows: Vec<String>| format!("{header}\n{}\n", rows.join("\n"));
        let (province, prefecture) = (&self.regions[0][..2], &self.regions[0][..4]);
        let mut regions = vec![
            format!("{province},某省,PROVINCE"),
            format!("{prefecture},某市,PREFECTURE"),
        ];
        let levels = ["COUNTY", "TOWNSHIP", "VILLAGE", "TOWNSHIP"];
        regions.extend(
            self.regions
                .iter()
                .zip(levels)
                .map(|(code, level)| format!("{code},某地,{level}")),
        );
        let of = |wanted: &str, row: fn(&str, &str) -> String| {
            let found = self
                .parties
                .iter()
                .filter(|((label, _), _)| *label == wanted);
            found
                .map(|((_, id), region)| row(id, region))
                .collect::<Vec<_>>()
        };
        let accounts = self.accounts.iter().map(|(id, owner)| {
            let (label, owner) = owner.clone().unwrap_or(("", String::new()));
            let purpose = if self.public_funds.contains(id) {
                "PUBLIC_FUND"
            } else {
                ""
            };
            format!("{id},{label},{owner},{purpose}")
        });
        let members = self.homes.iter().map(|(person, home)| {
            let head = self
                .heads
                .iter()
                .any(|(headed, (_, head))| headed == home && head == person);
            format!("{person},{home},{head}")
        });
        let aided = self
            .heads
            .last()
            .map(|(home, (_, head))| format!("{head},{home},true"));
        // With a row of their own: a later file without such would end those of other worlds.
        let members = members.chain(aided).enumerate();
        let members: Vec<_> = members.map(|(at, row)| format!("{row},{at}")).collect();
        let households = self
            .parties
            .iter()
            .filter(|((label, _), _)| *label == "HOUSEHOLD");
        let households = households.map(|((_, id), region)| {
            format!(
                "{id},{},{region}",
                if id.ends_with('2') {
                    "AID"
                } else {
                    "REGISTERED"
                }
            )
        });
        let (mut transfers, mut payments) = (Vec::new(), Vec::new());
        for link in &self.links {
            let Link {
                id,
                from,
                to,
                at,
                transfer_kind,
                ..
            } = link;
            let yuan = super::yuan(link.amount_fen);
            let time = chrono::DateTime::from_timestamp_millis(at + 8 * 3_600_000).unwrap();
            let Some(payment) = &link.payment else {
                let to = if from == to { "" } else { &to.1 };
                let time = time.format("%Y-%m-%dT%H:%M:%S%.3f+08:00");
                transfers.push(format!(
                    "{id},{},{to},{yuan},{time},{transfer_kind}",
                    from.1
                ));
                continue;
            };
            let account = |place: &Place| {
                if place.0 == "ACCOUNT" {
                    place.1.clone()
                } else {
                    String::new()
                }
            };
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            payments.push(format!(
                "{id},{},{},{},{yuan},{},{},{},{},{},{},{},{}",
                payment.payer,
                payment.payee.0,
                payment.payee.1,
                time.format("%Y-%m-%d"),
                text(&payment.programme),
                account(to),
                account(from),
                text(&payment.project),
                text(&payment.contract),
                if payment.paid { "PAID" } else { "RETURNED" },
                payment.region,
            ));
        }
        let company = self
            .parties
            .keys()
            .find(|(label, _)| *label == "COMPANY")
            .unwrap();
        vec![
            ("regions", table("id,name,level", regions)),
            (
                "agencies",
                table(
                    "id,name,kind,regionCode",
                    of("AGENCY", |id, region| format!("{id},某局,OTHER,{region}")),
                ),
            ),
            (
                "companies",
                table(
                    "id,name,regionCode",
                    of("COMPANY", |id, region| format!("{id},某公司,{region}")),
                ),
            ),
            (
                "households",
                table("id,kind,regionCode", households.collect()),
            ),
            (
                "memberships",
                table("personId,householdId,head,sourceRow", members),
            ),
            (
                "persons",
                table(
                    "id,name,regionCode",
                    of("PERSON", |id, region| format!("{id},某人,{region}")),
                ),
            ),
            (
                "accounts",
                table("id,ownerKind,ownerId,purpose", accounts.collect()),
            ),
            (
                "programmes",
                table(
                    "id,name,unit",
                    self.programmes
                        .iter()
                        .map(|id| format!("{id},某补贴,PERSON"))
                        .collect(),
                ),
            ),
            (
                "projects",
                table(
                    "id,name,regionCode",
                    self.projects
                        .iter()
                        .map(|(id, region)| format!("{id},某工程,{region}"))
                        .collect(),
                ),
            ),
            (
                "contracts",
                table(
                    "id,projectId,supplierKind,supplierId,amount",
                    self.contracts
                        .iter()
                        .map(|(id, project)| format!("{id},{project},COMPANY,{},1.00", company.1))
                        .collect(),
                ),
            ),
            (
                "transfers",
                table("id,fromAccountId,toAccountId,amount,at,kind", transfers),
            ),
            (
                "payments",
                table(
                    "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,accountId,payerAccountId,projectId,contractId,status,regionCode",
                    payments,
                ),
            ),
        ]
    }
}
