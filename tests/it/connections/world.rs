//! Small random worlds of everything that may tie two nodes, as a plain list of links and as tables.

use std::collections::BTreeMap;

use crate::money::Draw;

/// What has more links is a hub.
pub const HUB: usize = 9;
const DAYS: [&str; 5] = [
    "2020-03-01",
    "2021-03-01",
    "2022-03-01",
    "2023-03-01",
    "2024-03-01",
];

/// What a node is, and its id; of a bid no id, as it has none in the tables.
pub type Node = (&'static str, String);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub from: Node,
    pub to: Node,
    pub through: &'static str,
    pub kind: &'static str,
    pub since: Option<&'static str>,
    pub until: Option<&'static str>,
}

pub struct World {
    pub prefix: String,
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    /// Who is at which address or has which number.
    pub contacts: Vec<(Node, &'static str, String)>,
    tables: BTreeMap<&'static str, Vec<String>>,
    draw: Draw,
    region: String,
}

impl World {
    pub fn draw(seed: u64) -> Self {
        let mut world = Self {
            prefix: format!("v{seed}-"),
            nodes: Vec::new(),
            links: Vec::new(),
            contacts: Vec::new(),
            tables: BTreeMap::new(),
            draw: Draw::new(seed),
            region: format!("{}0111", 30 + seed),
        };
        let region = world.region.clone();
        for (digits, level) in [(2, "PROVINCE"), (4, "PREFECTURE"), (6, "COUNTY")] {
            world.row("regions", &[&region[..digits], "某地", level]);
        }
        let people = world.people();
        let households = world.households(&people);
        let companies = world.companies(&people);
        let agencies = world.agencies(&people);
        let owners = [&people[..], &households, &companies, &agencies].concat();
        let accounts = world.accounts(&owners);
        world.projects(&agencies, &companies, &people, &accounts);
        world
    }

    /// The tables of some worlds together.
    pub fn tables(worlds: &[Self]) -> BTreeMap<&'static str, String> {
        let header = |table: &str| match table {
            "regions" => "id,name,level",
            "persons" => "id,name,regionCode,phone,address",
            "kinships" => "fromId,kind,toId,from,to",
            "households" => "id,kind,regionCode,address,splitFromId",
            "memberships" => "personId,householdId,from,to",
            "companies" => "id,name,regionCode,phone,address",
            "interests" => "holderKind,holderId,companyId,kind,share,from,to",
            "agencies" => "id,name,regionCode",
            "posts" => "id,title,kind,regionCode,agencyId",
            "tenures" => "personId,postId,from,to",
            "employments" => "personId,agencyId,from,to",
            "accounts" => "id,ownerKind,ownerId,openedOn,closedOn",
            "transfers" => "id,fromAccountId,toAccountId,amount,at",
            "projects" => "id,name,regionCode,agencyId",
            "tenders" => "id,projectId,buyerId,method,noticeOn",
            "bids" => {
                "tenderId,bidderKind,bidderId,status,submittedOn,accountId,phone,address,agentId"
            }
            "contracts" => {
                "id,tenderId,projectId,buyerId,supplierKind,supplierId,performerKind,performerId,amount,signedOn"
            }
            "contractParties" => "contractId,partyKind,partyId,role",
            other => panic!("{other}"),
        };
        let mut tables = BTreeMap::new();
        for (name, rows) in worlds.iter().flat_map(|world| &world.tables) {
            let table = tables
                .entry(*name)
                .or_insert_with(|| header(name).to_owned() + "\n");
            table.push_str(&(rows.join("\n") + "\n"));
        }
        tables
    }

    fn row(&mut self, table: &'static str, cells: &[&str]) {
        self.tables.entry(table).or_default().push(cells.join(","));
    }

    fn node(&mut self, kind: &'static str, number: usize) -> Node {
        let node = (
            kind,
            format!("{}{}{number}", self.prefix, kind.to_lowercase()),
        );
        self.nodes.push(node.clone());
        node
    }

    fn interval(&mut self) -> (Option<&'static str>, Option<&'static str>) {
        let (one, other) = (self.draw.below(5), self.draw.below(5));
        let since = self.draw.chance(50).then(|| DAYS[one.min(other)]);
        let until = self.draw.chance(25).then(|| DAYS[one.max(other)]);
        (since, until)
    }

    fn day(&mut self) -> Option<&'static str> {
        self.draw.chance(80).then(|| DAYS[self.draw.below(5)])
    }

    fn link(
        &mut self,
        (from, kind, to): (&Node, &'static str, &Node),
        through: &'static str,
        (since, until): (Option<&'static str>, Option<&'static str>),
    ) {
        self.links.push(Link {
            from: from.clone(),
            to: to.clone(),
            through,
            kind,
            since,
            until,
        });
    }

    /// A contact of a node, or none.
    fn contact(&mut self, node: &Node, through: &'static str) -> String {
        if !self.draw.chance(35) {
            return String::new();
        }
        // The first is one that many have.
        let number = if self.draw.chance(40) {
            0
        } else {
            self.draw.below(9)
        };
        let key = match through {
            "PHONE" => format!("1990000{}0{number}", &self.region[..2]),
            _ => format!("ADDRESS{}{number}", self.region),
        };
        self.contacts.push((node.clone(), through, key.clone()));
        key
    }

    fn people(&mut self) -> Vec<Node> {
        let mut people = Vec::new();
        for number in 0..26 {
            let person = self.node("PERSON", number);
            let (phone, address) = (
                self.contact(&person, "PHONE"),
                self.contact(&person, "ADDRESS"),
            );
            let region = self.region.clone();
            self.row("persons", &[&person.1, "人", &region, &phone, &address]);
            people.push(person);
        }
        // Every parent has one child here, so that no siblings are derived.
        for number in (0..20).step_by(3) {
            let (one, other) = (
                people[number].clone(),
                people[self.draw.below(6) + 20].clone(),
            );
            let kind = ["SPOUSE_OF", "SIBLING_OF", "PARENT_OF"][number / 3 % 3];
            let interval = match kind {
                "SPOUSE_OF" => self.interval(),
                _ => (None, None),
            };
            // One that reads the same both ways is stored from the lesser id.
            let (from, to) = match kind == "PARENT_OF" || one < other {
                true => (one, other),
                false => (other, one),
            };
            self.row(
                "kinships",
                &[
                    &from.1,
                    kind,
                    &to.1,
                    interval.0.unwrap_or(""),
                    interval.1.unwrap_or(""),
                ],
            );
            self.link((&from, kind, &to), "KIN", interval);
        }
        people
    }

    fn households(&mut self, people: &[Node]) -> Vec<Node> {
        let mut households: Vec<Node> = Vec::new();
        for number in 0..7 {
            let household = self.node("HOUSEHOLD", number);
            let address = self.contact(&household, "ADDRESS");
            let of = match self.draw.chance(30) && !households.is_empty() {
                true => Some(self.draw.pick(&households)),
                false => None,
            };
            let (region, before) = (self.region.clone(), of.clone().unwrap_or_default().1);
            self.row(
                "households",
                &[&household.1, "AID", &region, &address, &before],
            );
            if let Some(of) = of {
                self.link((&household, "SPLIT_FROM", &of), "HOUSEHOLD", (None, None));
            }
            for _ in 0..self.draw.below(4) {
                let (member, interval) = (self.draw.pick(people), self.interval());
                let known = self
                    .links
                    .iter()
                    .any(|link| link.from == member && link.to == household);
                if !known {
                    self.row(
                        "memberships",
                        &[
                            &member.1,
                            &household.1,
                            interval.0.unwrap_or(""),
                            interval.1.unwrap_or(""),
                        ],
                    );
                    self.link((&member, "MEMBER_OF", &household), "HOUSEHOLD", interval);
                }
            }
            households.push(household);
        }
        households
    }

    fn companies(&mut self, people: &[Node]) -> Vec<Node> {
        let mut companies: Vec<Node> = Vec::new();
        for number in 0..6 {
            let company = self.node("COMPANY", number);
            let (phone, address) = (
                self.contact(&company, "PHONE"),
                self.contact(&company, "ADDRESS"),
            );
            let region = self.region.clone();
            self.row("companies", &[&company.1, "企", &region, &phone, &address]);
            for kind in [
                "SHAREHOLDER",
                "LEGAL_REPRESENTATIVE",
                "DIRECTOR",
                "SUPERVISOR",
                "CONTROLLER",
            ] {
                let holder = match self.draw.chance(30) && !companies.is_empty() {
                    true => self.draw.pick(&companies),
                    false => self.draw.pick(people),
                };
                let (interval, share) = (
                    self.interval(),
                    if kind == "SHAREHOLDER" { "40" } else { "" },
                );
                if self.draw.chance(55) {
                    let cells = [
                        holder.0,
                        &holder.1,
                        &company.1,
                        kind,
                        share,
                        interval.0.unwrap_or(""),
                        interval.1.unwrap_or(""),
                    ];
                    self.row("interests", &cells);
                    let kind = match kind {
                        "SHAREHOLDER" => "SHAREHOLDER_OF",
                        "LEGAL_REPRESENTATIVE" => "LEGAL_REPRESENTATIVE_OF",
                        "DIRECTOR" => "DIRECTOR_OF",
                        "SUPERVISOR" => "SUPERVISOR_OF",
                        _ => "CONTROLLER_OF",
                    };
                    self.link((&holder, kind, &company), "COMPANY", interval);
                }
            }
            companies.push(company);
        }
        companies
    }

    fn agencies(&mut self, people: &[Node]) -> Vec<Node> {
        let agencies: Vec<Node> = (0..3).map(|number| self.node("AGENCY", number)).collect();
        let region = self.region.clone();
        for agency in &agencies {
            self.row("agencies", &[&agency.1, "局", &region]);
        }
        for number in 0..5 {
            let (post, agency) = (self.node("POST", number), self.draw.pick(&agencies));
            self.row("posts", &[&post.1, "岗", "CADRE", &region, &agency.1]);
            self.link((&post, "AT", &agency), "POST", (None, None));
            let (holder, interval) = (self.draw.pick(people), self.interval());
            self.row(
                "tenures",
                &[
                    &holder.1,
                    &post.1,
                    interval.0.unwrap_or(""),
                    interval.1.unwrap_or(""),
                ],
            );
            self.link((&holder, "HOLDS", &post), "POST", interval);
        }
        for number in 0..8 {
            let agency = if number < 5 {
                agencies[0].clone()
            } else {
                self.draw.pick(&agencies)
            };
            let (person, interval) = (people[number * 3].clone(), self.interval());
            self.row(
                "employments",
                &[
                    &person.1,
                    &agency.1,
                    interval.0.unwrap_or(""),
                    interval.1.unwrap_or(""),
                ],
            );
            self.link((&person, "EMPLOYED_BY", &agency), "POST", interval);
        }
        agencies
    }

    fn accounts(&mut self, owners: &[Node]) -> Vec<Node> {
        let mut accounts = Vec::new();
        for number in 0..8 {
            let (account, owner, interval) = (
                self.node("ACCOUNT", number),
                self.draw.pick(owners),
                self.interval(),
            );
            let cells = [
                &account.1,
                owner.0,
                &owner.1,
                interval.0.unwrap_or(""),
                interval.1.unwrap_or(""),
            ];
            self.row("accounts", &cells);
            self.link((&account, "OWNED_BY", &owner), "ACCOUNT", interval);
            accounts.push(account);
        }
        for number in 0..10 {
            let (from, to) = (self.draw.pick(&accounts), self.draw.pick(&accounts));
            let on = DAYS[self.draw.below(5)];
            let id = format!("{}transfer{number}", self.prefix);
            // In Shanghai it is the next day from 16:00 on.
            let at = match on {
                "2020-03-01" => "2020-02-29T16:00:00Z".to_owned(),
                on => format!("{on}T15:59:59Z"),
            };
            let received = if from == to { "" } else { to.1.as_str() };
            self.row("transfers", &[&id, &from.1, received, "100", &at]);
            self.link((&from, "TRANSFER", &to), "ACCOUNT", (Some(on), None));
        }
        accounts
    }

    fn projects(
        &mut self,
        agencies: &[Node],
        companies: &[Node],
        people: &[Node],
        accounts: &[Node],
    ) {
        let region = self.region.clone();
        let bidders = [companies, &people[..4]].concat();
        for number in 0..3 {
            let (project, owner) = (self.node("PROJECT", number), self.draw.pick(agencies));
            self.row("projects", &[&project.1, "工程", &region, &owner.1]);
            self.link((&project, "OWNED_BY", &owner), "PROJECT", (None, None));
            for lot in 0..2 {
                let tender = self.node("TENDER", number * 2 + lot);
                let (buyer, notice) = (self.draw.pick(agencies), self.day());
                self.row(
                    "tenders",
                    &[
                        &tender.1,
                        &project.1,
                        &buyer.1,
                        "OPEN",
                        notice.unwrap_or(""),
                    ],
                );
                self.link((&tender, "FOR", &project), "PROJECT", (notice, None));
                self.link((&tender, "BOUGHT_BY", &buyer), "PROJECT", (notice, None));
                for bidder in bidders.clone() {
                    if self.draw.chance(25) {
                        self.bid(&tender, &bidder, accounts, people);
                    }
                }
                if self.draw.chance(60) {
                    self.contract(number * 2 + lot, [&tender, &project, &buyer], &bidders);
                }
            }
        }
    }

    fn bid(&mut self, tender: &Node, bidder: &Node, accounts: &[Node], people: &[Node]) {
        // Its id is not in the tables: it is known by its lot and bidder.
        let bid = ("BID", format!("{} {}", tender.1, bidder.1));
        let on = self.day();
        let (account, agent) = (self.draw.pick(accounts), self.draw.pick(people));
        let (phone, address) = (self.contact(&bid, "PHONE"), self.contact(&bid, "ADDRESS"));
        let cells = [
            &tender.1,
            bidder.0,
            &bidder.1,
            "VALID",
            on.unwrap_or(""),
            &account.1,
            &phone,
            &address,
            &agent.1,
        ];
        self.row("bids", &cells);
        self.link((&bid, "UNDER", tender), "PROJECT", (on, None));
        self.link((&bid, "BY", bidder), "PROJECT", (on, None));
        self.link((&bid, "FROM", &account), "ACCOUNT", (on, None));
        self.link((&bid, "SUBMITTED_BY", &agent), "PROJECT", (on, None));
    }

    fn contract(&mut self, number: usize, [tender, project, buyer]: [&Node; 3], bidders: &[Node]) {
        let (contract, on) = (self.node("CONTRACT", number), self.day());
        let [supplier, performer, party] = [0; 3].map(|_| self.draw.pick(bidders));
        let cells = [
            &contract.1,
            &tender.1,
            &project.1,
            &buyer.1,
            supplier.0,
            &supplier.1,
            performer.0,
            &performer.1,
            "1000",
            on.unwrap_or(""),
        ];
        self.row("contracts", &cells);
        self.row(
            "contractParties",
            &[&contract.1, party.0, &party.1, "SUBCONTRACTOR"],
        );
        for (kind, end) in [
            ("UNDER", tender),
            ("FOR", project),
            ("BOUGHT_BY", buyer),
            ("BY", &supplier),
            ("PERFORMED_BY", &performer),
            ("PARTY", &party),
        ] {
            self.link((&contract, kind, end), "PROJECT", (on, None));
        }
    }
}
