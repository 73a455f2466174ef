//! Small random webs of holdings, and everything about them by brute force: every path is walked, row by
//! row of the table, and products are kept as decimal digits. Shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};

/// One row of `interests.csv`.
#[derive(Clone, Debug)]
pub struct Row {
    pub holder_kind: &'static str,
    pub holder: String,
    pub company: String,
    pub kind: &'static str,
    /// Percent as written; empty where not on file.
    pub share: String,
    pub from: String,
    pub to: String,
    /// Line in the file.
    pub line: usize,
}

impl Row {
    /// Whether a company holds itself.
    fn is_own(&self) -> bool {
        self.holder == self.company && self.holder_kind == "COMPANY"
    }
}

/// Companies and people, and who holds what.
pub struct Webs {
    pub companies: Vec<(String, String)>,
    /// Id, ID number, region.
    pub people: Vec<(String, String, String)>,
    pub rows: Vec<Row>,
    pub regions: Vec<String>,
}

/// The days on which everything starts and ends.
pub const DAYS: [&str; 4] = ["2019-12-31", "2020-01-01", "2021-06-30", "2021-07-01"];
const SHARES: [&str; 11] = [
    "50", "33.3333", "0.0001", "100", "12.5", "25", "24.9999", "66.6667", "40", "0", "",
];

/// Numbers from a seed (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % most
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}

impl Webs {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let province = format!("{}", 10 + seed % 80);
        let regions: Vec<String> = ["", "01", "0111", "0121", "0111100", "0111101"]
            .iter()
            .map(|rest| format!("{province}{rest}"))
            .collect();
        let companies = 3 + dice.below(6);
        // Some webs are one long chain, which ten links do not reach the end of.
        let long = dice.below(4) == 0;
        let companies = if long { 13 } else { companies };
        let id = |label: &str, at: usize, dice: &mut Dice| {
            format!(
                "w{seed}-{}{at}{label}",
                dice.pick(&["a", "Z", "王", "𠮷", "﨑"])
            )
        };
        let companies: Vec<_> = (0..companies)
            .map(|at| (id("c", at, &mut dice), dice.pick(&regions)))
            .collect();
        let people: Vec<_> = (0..3 + dice.below(5))
            .map(|at| {
                // Two or three persons may be records of one.
                let number = [at, at, at / 2][dice.below(3)];
                let number = format!("{province}0111{}{number:03}1", 19_500_101 + seed % 28);
                (id("p", at, &mut dice), number, dice.pick(&regions))
            })
            .collect();
        let mut webs = Self {
            companies,
            people,
            rows: Vec::new(),
            regions,
        };
        webs.hold(&mut dice, long);
        webs
    }

    fn hold(&mut self, dice: &mut Dice, long: bool) {
        let mut links = BTreeSet::new();
        let dense = 1 + dice.below(3);
        for at in 0..self.companies.len() {
            let company = self.companies[at].0.clone();
            if long && at + 1 < self.companies.len() {
                let holder = self.companies[at + 1].0.clone();
                self.row(
                    &mut links,
                    dice,
                    ["COMPANY", &holder, &company, "SHAREHOLDER"],
                    "90",
                );
            }
            for _ in 0..dice.below(dense + 1) {
                // Any company, the same one too: circles and companies that hold themselves.
                let holder = self.companies[dice.below(self.companies.len())].0.clone();
                let share = dice.pick(&SHARES);
                self.row(
                    &mut links,
                    dice,
                    ["COMPANY", &holder, &company, "SHAREHOLDER"],
                    share,
                );
            }
            for _ in 0..dice.below(4) {
                let holder = self.people[dice.below(self.people.len())].0.clone();
                let kind = dice.pick(&[
                    "SHAREHOLDER",
                    "SHAREHOLDER",
                    "SHAREHOLDER",
                    "LEGAL_REPRESENTATIVE",
                    "DIRECTOR",
                    "SUPERVISOR",
                    "CONTROLLER",
                ]);
                let share = if kind == "SHAREHOLDER" {
                    dice.pick(&SHARES)
                } else {
                    ""
                };
                for _ in 0..1 + dice.below(2) {
                    self.row(&mut links, dice, ["PERSON", &holder, &company, kind], share);
                }
            }
        }
    }

    fn row(
        &mut self,
        links: &mut BTreeSet<String>,
        dice: &mut Dice,
        [holder_kind, holder, company, kind]: [&str; 4],
        share: &str,
    ) {
        let (one, other) = (dice.pick(&DAYS), dice.pick(&DAYS));
        let from = dice.pick(&["", "", one.min(other)]);
        let to = dice.pick(&["", "", one.max(other)]);
        if links.insert(format!("{holder_kind} {holder} {company} {kind} {from}")) {
            self.rows.push(Row {
                holder_kind: if holder_kind == "PERSON" {
                    "PERSON"
                } else {
                    "COMPANY"
                },
                holder: holder.to_owned(),
                company: company.to_owned(),
                kind: [
                    "SHAREHOLDER",
                    "LEGAL_REPRESENTATIVE",
                    "DIRECTOR",
                    "SUPERVISOR",
                    "CONTROLLER",
                ]
                .into_iter()
                .find(|known| *known == kind)
                .unwrap(),
                share: share.to_owned(),
                from: from.to_owned(),
                to: to.to_owned(),
                line: self.rows.iter().filter(|row| !row.is_own()).count() + 2,
            });
        }
    }

    pub fn files(&self) -> Vec<(String, String)> {
        let levels = |code: &String| match code.len() {
            2 => "PROVINCE",
            4 => "PREFECTURE",
            6 => "COUNTY",
            _ => "TOWNSHIP",
        };
        let table = |name: &str, header: &str, rows: Vec<String>| {
            (
                format!("{name}.csv"),
                format!("{header}\n{}\n", rows.join("\n")),
            )
        };
        vec![
            table(
                "regions",
                "id,name,level",
                self.regions
                    .iter()
                    .map(|code| format!("{code},某地,{}", levels(code)))
                    .collect(),
            ),
            table(
                "companies",
                "id,name,regionCode",
                self.companies
                    .iter()
                    .map(|(id, region)| format!("{id},某公司,{region}"))
                    .collect(),
            ),
            table(
                "persons",
                "id,name,idNumber,regionCode",
                self.people
                    .iter()
                    .map(|(id, number, region)| format!("{id},王伟,{number},{region}"))
                    .collect(),
            ),
            table(
                "interests",
                "holderKind,holderId,companyId,kind,share,from,to",
                self.rows
                    .iter()
                    .filter(|row| !row.is_own())
                    .map(|row| {
                        [
                            row.holder_kind,
                            &row.holder,
                            &row.company,
                            row.kind,
                            &row.share,
                            &row.from,
                            &row.to,
                        ]
                        .join(",")
                    })
                    .collect(),
            ),
        ]
    }

    /// What makes the holdings of companies in themselves, which a load refuses.
    pub fn own(&self) -> Vec<String> {
        let day = |day: &str| match day {
            "" => "null".to_owned(),
            day => format!("date('{day}')"),
        };
        let millionths = |share: &str| match share.split_once('.').unwrap_or((share, "")) {
            ("", _) => "null".to_owned(),
            (whole, decimals) => format!("{whole}{decimals:0<4}")
                .parse::<u64>()
                .unwrap()
                .to_string(),
        };
        let own = self.rows.iter().filter(|row| row.is_own());
        own.map(|row| {
            format!(
                "MATCH (c:Company {{id: '{}'}}) CREATE (c)-[:SHAREHOLDER_OF {{id: '{}-{}', share: {}, from: {}, to: {}, batch: c.batch, row: {}}}]->(c) RETURN c.id AS id",
                row.company, row.company, row.from, millionths(&row.share), day(&row.from), day(&row.to), row.line
            )
        })
        .collect()
    }

    /// The least of the records that have this person's ID number.
    pub fn who<'a>(&'a self, person: &'a str) -> &'a str {
        let number = self
            .people
            .iter()
            .find(|(id, ..)| id == person)
            .map(|(_, number, _)| number);
        let same = self
            .people
            .iter()
            .filter(|(_, other, _)| Some(other) == number);
        let same: BTreeSet<&str> = same.map(|(id, ..)| id.as_str()).collect();
        if same.len() > 5 {
            person
        } else {
            same.first().copied().unwrap_or(person)
        }
    }

    fn region(&self, kind: &str, id: &str) -> &str {
        match kind {
            "PERSON" => self
                .people
                .iter()
                .find(|(other, ..)| other == id)
                .map_or("", |(.., region)| region),
            _ => self
                .companies
                .iter()
                .find(|(other, _)| other == id)
                .map_or("", |(_, region)| region),
        }
    }

    pub fn sees(&self, scope: &str, kind: &str, id: &str) -> bool {
        self.region(kind, id).starts_with(scope)
    }

    pub fn on(&self, day: &str) -> Vec<&Row> {
        let holds = |row: &&Row| {
            (row.from.is_empty() || row.from.as_str() <= day)
                && (row.to.is_empty() || day <= row.to.as_str())
        };
        self.rows.iter().filter(holds).collect()
    }
}

/// A number of units of 10⁻⁶⁰ in decimal digits, the least first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digits(Vec<u8>);

impl Digits {
    /// The whole, after ten steps of which none was taken.
    pub fn one() -> Self {
        Self([vec![0; 60], vec![1]].concat())
    }

    /// What a share of percents makes of it: six digits of the whole are always left to give.
    pub fn times(&self, percent: &str) -> Self {
        let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
        let millionths: u64 = format!("{whole}{decimals:0<4}").parse().unwrap();
        let (mut digits, mut carry) = (Vec::new(), 0_u64);
        for digit in &self.0 {
            carry += u64::from(*digit) * millionths;
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
        Self(digits.split_off(digits.len().min(6))).trimmed()
    }

    pub fn plus(&self, other: &Self) -> Self {
        let (mut digits, mut carry) = (Vec::new(), 0);
        for at in 0..self.0.len().max(other.0.len()) {
            carry += self.0.get(at).unwrap_or(&0) + other.0.get(at).unwrap_or(&0);
            digits.push(carry % 10);
            carry /= 10;
        }
        digits.push(carry);
        Self(digits).trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub fn at_least(&self, other: &Self) -> bool {
        (self.0.len(), self.0.iter().rev().collect::<Vec<_>>())
            >= (other.0.len(), other.0.iter().rev().collect())
    }

    /// Percent with four decimals, a half going up.
    pub fn percent(&self) -> String {
        let half = Self([vec![0; 53], vec![5]].concat());
        let mut digits = self.plus(&half).0;
        let kept = if digits.len() > 54 {
            digits.split_off(54)
        } else {
            Vec::new()
        };
        let text: String = kept
            .iter()
            .rev()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        let text = format!("{text:0>5}");
        let (whole, decimals) = text.split_at(text.len() - 4);
        format!("{whole}.{decimals}")
    }
}

/// What one question must be answered with.
#[derive(Default)]
pub struct Found<'a> {
    /// By the node at the end, all simple paths: what each carries by its nodes, rows joined.
    pub paths: BTreeMap<Node<'a>, BTreeMap<Vec<Node<'a>>, Digits>>,
    pub circular: bool,
    pub deeper: bool,
    /// Companies whose holdings are within reach.
    pub near: BTreeSet<&'a str>,
}

/// A company, or a person by the least of their records.
pub type Node<'a> = (&'static str, &'a str);

impl Found<'_> {
    pub fn sum(&self, node: &Node<'_>) -> Digits {
        let paths = self.paths.get(node).into_iter().flat_map(BTreeMap::values);
        paths.fold(Digits::default(), |sum, share| sum.plus(share))
    }
}

impl Webs {
    /// Follows the holdings of a day from a company to its holders, or from a person to what they hold.
    pub fn follow<'a>(&'a self, start: Node<'a>, day: &str, upwards: bool) -> Found<'a> {
        let mut links = Vec::<(Node<'a>, Node<'a>, &'a str)>::new();
        for row in self.on(day) {
            let counts = row.kind == "SHAREHOLDER" && !row.share.is_empty() && row.share != "0";
            let holder = match row.holder_kind {
                "PERSON" => ("PERSON", self.who(&row.holder)),
                _ => ("COMPANY", row.holder.as_str()),
            };
            let company = ("COMPANY", row.company.as_str());
            let (from, to) = if upwards {
                (company, holder)
            } else {
                (holder, company)
            };
            if counts {
                links.push((from, to, &row.share));
            }
        }
        let mut found = Found::default();
        // How far each node is at least.
        let mut far = BTreeMap::from([(start, 0)]);
        for step in 0..10 {
            let ends: Vec<_> = links
                .iter()
                .filter(|(from, ..)| far.get(from) == Some(&step))
                .map(|(_, to, _)| *to)
                .collect();
            for to in ends {
                far.entry(to).or_insert(step + 1);
            }
        }
        let near = |node: &Node<'_>| far.get(node).is_some_and(|steps| *steps < 10);
        found.near = far
            .keys()
            .filter(|node| node.0 == "COMPANY" && near(node))
            .map(|(_, id)| *id)
            .collect();
        links.retain(|(from, ..)| near(from));
        // A circle is there when somebody reaches themselves, by any number of links.
        let mut reaches: BTreeSet<(Node, Node)> =
            links.iter().map(|(from, to, _)| (*from, *to)).collect();
        loop {
            let more: Vec<_> = reaches
                .iter()
                .flat_map(|(a, b)| {
                    reaches
                        .iter()
                        .filter(move |(c, _)| b == c)
                        .map(move |(_, d)| (*a, *d))
                })
                .filter(|pair| !reaches.contains(pair))
                .collect();
            if more.is_empty() {
                break;
            }
            reaches.extend(more);
        }
        found.circular = reaches.iter().any(|(from, to)| from == to);
        walk(
            &links,
            &mut vec![start],
            &Digits::one(),
            &mut |path, share| {
                let end = path[path.len() - 1];
                let open = !near(&end) || links.iter().any(|(from, ..)| *from == end);
                found.deeper |= path.len() == 11 && end.0 == "COMPANY" && open;
                let sum = found
                    .paths
                    .entry(end)
                    .or_default()
                    .entry(path.to_vec())
                    .or_default();
                *sum = sum.plus(share);
            },
        );
        found
    }
}

fn walk<'a>(
    links: &[(Node<'a>, Node<'a>, &'a str)],
    path: &mut Vec<Node<'a>>,
    share: &Digits,
    show: &mut dyn FnMut(&[Node<'a>], &Digits),
) {
    if path.len() > 10 {
        return;
    }
    let last = path[path.len() - 1];
    for (_, to, percent) in links.iter().filter(|(from, ..)| *from == last) {
        if path.contains(to) {
            continue;
        }
        let share = share.times(percent);
        path.push(*to);
        show(path, &share);
        walk(links, path, &share, show);
        path.pop();
    }
}
