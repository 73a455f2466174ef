//! What each tier received and handed on of an allocation, by brute force day by day over plain rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::{Draw, yuan};
use crate::{
    api::Api,
    engines::{self, Engine},
};

/// Random worlds a run; `KINFLOW_WORLDS` asks for more.
const WORLDS: u64 = 10;
const TODAY: &str = "2025-12-31";
const REGIONS: [(&str, &str); 4] = [
    ("0111", "COUNTY"),
    ("0111100", "TOWNSHIP"),
    ("0111101", "TOWNSHIP"),
    ("0111100201", "VILLAGE"),
];

const TIERS: &str = "query ($allocation: ID!) {
  fundTrace(from: {allocation: $allocation}, depth: 1) { tiers {
    tier issued received passedOn paid returned held daysHeld
    holders {
      agency { id } issued received passedOn paid returned held daysHeld
      allocations { id amount year issuedOn receivedOn giver { id } source { file line } }
    }
  } }
}";

struct Allocation {
    id: String,
    from: usize,
    to: usize,
    programme: usize,
    year: i32,
    amount: i64,
    issued: NaiveDate,
    received: Option<NaiveDate>,
    parent: Option<usize>,
    line: usize,
}

struct Payment {
    payer: usize,
    amount: i64,
    on: NaiveDate,
    programme: Option<usize>,
    /// The year that it is for, where that is not the one it was paid in.
    period: Option<i32>,
    paid: bool,
}

struct World {
    prefix: String,
    regions: Vec<String>,
    /// The region of each agency.
    agencies: Vec<String>,
    allocations: Vec<Allocation>,
    payments: Vec<Payment>,
}

fn day(number: usize) -> NaiveDate {
    let begin: NaiveDate = "2024-11-20".parse().unwrap();
    begin + Days::new(number as u64)
}

impl World {
    fn draw(seed: u64, line: &mut usize) -> Self {
        let mut draw = Draw::new(seed);
        let regions = REGIONS
            .map(|(code, _)| format!("{}{code}", 10 + seed))
            .to_vec();
        let mut world = Self {
            prefix: format!("t{seed}-"),
            agencies: (0..5).map(|_| draw.pick(&regions)).collect(),
            regions,
            allocations: Vec::new(),
            payments: Vec::new(),
        };
        for number in 0..14 {
            let parent = (number > 0 && draw.chance(85)).then(|| draw.below(number));
            // Most are handed on by whoever received what they are a part of, under its programme.
            let above = parent.map(|parent| &world.allocations[parent]);
            let ordinary = draw.chance(85);
            let from = above.filter(|_| ordinary).map(|above| above.to);
            let (programme, year) = above
                .filter(|_| draw.chance(85))
                .map_or((draw.below(2), 2024 + draw.below(2) as i32), |above| {
                    (above.programme, above.year)
                });
            let issued = draw.below(60);
            *line += 1;
            world.allocations.push(Allocation {
                id: format!("{}al{number:02}", world.prefix),
                from: from.unwrap_or(draw.below(5)),
                to: draw.below(5),
                programme,
                year,
                amount: amount(&mut draw),
                issued: day(issued),
                received: draw.chance(80).then(|| day(issued + draw.below(20))),
                parent,
                line: *line,
            });
        }
        for _ in 0..50 {
            world.payments.push(Payment {
                payer: draw.below(5),
                amount: amount(&mut draw),
                on: day(draw.below(90)),
                programme: draw.chance(90).then(|| draw.below(2)),
                period: draw.chance(40).then(|| 2024 + draw.below(2) as i32),
                paid: draw.chance(75),
            });
        }
        world
    }

    fn agency(&self, agency: usize) -> String {
        format!("{}agency{agency}", self.prefix)
    }

    fn programme(&self, programme: usize) -> String {
        format!("{}programme{programme}", self.prefix)
    }

    /// Adds its rows to the tables.
    fn write(&self, tables: &mut BTreeMap<&'static str, String>) {
        let mut put = |table, header: &str, cells: &[&str]| {
            let text = tables.entry(table).or_insert_with(|| format!("{header}\n"));
            *text += &format!("{}\n", cells.join(","));
        };
        let province = &self.regions[0][..2];
        for (code, level) in [
            (province, "PROVINCE"),
            (&format!("{province}01"), "PREFECTURE"),
        ] {
            put("regions", "id,name,level", &[code, "某地", level]);
        }
        for (code, (_, level)) in self.regions.iter().zip(REGIONS) {
            put("regions", "id,name,level", &[code, "某地", level]);
        }
        for (number, region) in self.agencies.iter().enumerate() {
            let row = [&self.agency(number), "某局", "OTHER", region];
            put("agencies", "id,name,kind,regionCode", &row);
        }
        for number in 0..2 {
            put(
                "programmes",
                "id,name,unit",
                &[&self.programme(number), "某补贴", "PERSON"],
            );
        }
        let payee = format!("{}payee", self.prefix);
        put(
            "persons",
            "id,name,regionCode",
            &[&payee, "王伟", &self.regions[0]],
        );
        for one in &self.allocations {
            let header =
                "id,fromAgencyId,toAgencyId,programmeId,year,amount,issuedOn,receivedOn,parentId";
            let text = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
            let parent = one.parent.map_or("", |parent| &self.allocations[parent].id);
            let (from, to) = (self.agency(one.from), self.agency(one.to));
            let (programme, year) = (self.programme(one.programme), one.year.to_string());
            let (issued, received) = (text(Some(one.issued)), text(one.received));
            let row = [
                &one.id,
                &from,
                &to,
                &programme,
                &year,
                &yuan(one.amount),
                &issued,
                &received,
                parent,
            ];
            put("allocations", header, &row);
        }
        for (number, one) in self.payments.iter().enumerate() {
            let header = "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,period,status";
            let programme = one
                .programme
                .map_or(String::new(), |programme| self.programme(programme));
            let period = one.period.map_or(String::new(), |year| year.to_string());
            let (id, payer, on) = (
                format!("{}pay{number}", self.prefix),
                self.agency(one.payer),
                one.on.to_string(),
            );
            let status = if one.paid { "PAID" } else { "RETURNED" };
            let row = [
                &id,
                &payer,
                "PERSON",
                &payee,
                &yuan(one.amount),
                &on,
                &programme,
                &period,
                status,
            ];
            put("payments", header, &row);
        }
    }

    fn sees(&self, scope: &str, agency: usize) -> bool {
        self.agencies[agency].starts_with(scope)
    }

    /// The allocations of each tier below one.
    fn tiers(&self, root: usize) -> Vec<Vec<&Allocation>> {
        let mut tiers = vec![vec![root]];
        while let Some(last) = tiers
            .last()
            .filter(|last| !last.is_empty() && tiers.len() <= 6)
        {
            let below = |number: &usize| {
                self.allocations[*number]
                    .parent
                    .is_some_and(|parent| last.contains(&parent))
            };
            tiers.push((0..self.allocations.len()).filter(below).collect());
        }
        tiers.truncate(6);
        let of = |tier: Vec<usize>| {
            tier.into_iter()
                .map(|number| &self.allocations[number])
                .collect()
        };
        tiers.into_iter().map(of).collect()
    }

    /// What the API must answer; nothing where the allocation is out of scope.
    fn expected(&self, root: usize, scope: &str) -> Value {
        let asked = &self.allocations[root];
        if !self.sees(scope, asked.from) && !self.sees(scope, asked.to) {
            return Value::Null;
        }
        let (tiers, mut shown) = (self.tiers(root), Vec::new());
        for (number, tier) in tiers.iter().enumerate() {
            let next = tiers.get(number + 1).map_or(&[][..], Vec::as_slice);
            let holders: BTreeSet<_> = tier
                .iter()
                .map(|one| one.to)
                .filter(|to| self.sees(scope, *to))
                .collect();
            let holders: Vec<_> = holders
                .into_iter()
                .map(|holder| self.holder(holder, tier, next, scope))
                .collect();
            if holders.is_empty() {
                continue;
            }
            let mut all = json!({"tier": number + 1, "holders": holders.iter().map(|(_, shown)| shown).collect::<Vec<_>>()});
            for (at, name) in SUMS.iter().enumerate() {
                all[name] = yuan(holders.iter().map(|(sums, _)| sums[at]).sum()).into();
            }
            let days = holders
                .iter()
                .filter_map(|(_, shown)| shown["daysHeld"].as_i64())
                .max();
            all["daysHeld"] = days.into();
            shown.push(all);
        }
        json!({"tiers": shown})
    }

    fn holder(
        &self,
        holder: usize,
        tier: &[&Allocation],
        next: &[&Allocation],
        scope: &str,
    ) -> ([i64; 6], Value) {
        let mut own: Vec<_> = tier.iter().filter(|one| one.to == holder).collect();
        own.sort_by_key(|one| (one.issued, &one.id));
        let passed = || next.iter().filter(|one| one.from == holder);
        let spent = |payment: &&Payment| {
            let year = payment
                .period
                .unwrap_or_else(|| payment.on.to_string()[..4].parse().unwrap());
            let of = |one: &&&Allocation| {
                Some(one.programme) == payment.programme
                    && one.year == year
                    && one.issued <= payment.on
            };
            payment.payer == holder && own.iter().any(of)
        };
        let spent: Vec<_> = self.payments.iter().filter(spent).collect();
        let paid = |paid| {
            spent
                .iter()
                .filter(move |one| one.paid == paid)
                .map(|one| one.amount)
                .sum::<i64>()
        };
        let at_end_of = |day: NaiveDate| {
            let came = own
                .iter()
                .filter(|one| one.received.is_some_and(|on| on <= day))
                .map(|one| one.amount);
            let went = passed()
                .filter(|one| one.issued <= day)
                .map(|one| one.amount);
            let spent = spent.iter().filter(|one| one.on <= day);
            let spent = spent.map(|one| if one.paid { -one.amount } else { one.amount });
            came.sum::<i64>() - went.sum::<i64>() + spent.sum::<i64>()
        };
        let today = TODAY.parse().unwrap();
        let holding: Vec<NaiveDate> = day(0)
            .iter_days()
            .take_while(|on| *on <= today)
            .filter(|on| at_end_of(*on) > 0)
            .collect();
        // The day after the last on which it held some is the one on which the last went.
        let days = match (holding.first(), holding.last()) {
            (Some(first), Some(last)) if *last == today => Some((today - *first).num_days()),
            (Some(first), Some(last)) => Some((*last - *first).num_days() + 1),
            _ => None,
        };
        let received = own
            .iter()
            .filter(|one| one.received.is_some())
            .map(|one| one.amount);
        let sums = [
            own.iter().map(|one| one.amount).sum(),
            received.sum(),
            passed().map(|one| one.amount).sum(),
            paid(true),
            paid(false),
            at_end_of(today).max(0),
        ];
        let allocations = own.iter().map(|one| {
            let giver = self.sees(scope, one.from).then(|| json!({"id": self.agency(one.from)}));
            json!({
                "id": one.id, "amount": yuan(one.amount), "year": one.year, "issuedOn": one.issued, "receivedOn": one.received,
                "giver": giver, "source": {"file": "allocations.csv", "line": one.line},
            })
        });
        let mut shown = json!({
            "agency": {"id": self.agency(holder)}, "daysHeld": days, "allocations": allocations.collect::<Vec<_>>(),
        });
        for (name, sum) in SUMS.iter().zip(sums) {
            shown[name] = yuan(sum).into();
        }
        (sums, shown)
    }
}

const SUMS: [&str; 6] = ["issued", "received", "passedOn", "paid", "returned", "held"];

/// Few, so that sums come to nothing now and then.
fn amount(draw: &mut Draw) -> i64 {
    draw.pick(&[10_000, 10_000, 20_000, 50_000, 12_345])
}

async fn ask(api: &Api, engine: &Engine, scope: &str, allocation: &str) -> Value {
    let today = engine.graph(&[scope], TODAY);
    let variables = json!({"allocation": allocation});
    api.ask(today, scope, TIERS, variables).await["fundTrace"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn tiers_hold_what_brute_force_finds() {
    let api = Api::unlimited();
    let many = std::env::var("KINFLOW_WORLDS").map_or(WORLDS, |many| many.parse().unwrap());
    let (mut line, mut tables) = (1, BTreeMap::new());
    let worlds: Vec<_> = (0..many).map(|seed| World::draw(seed, &mut line)).collect();
    worlds.iter().for_each(|world| world.write(&mut tables));
    for engine in engines::all().await {
        engine.load_tables("tiers", tables.clone()).await;
        let mut seen = BTreeSet::new();
        for world in &worlds {
            for root in 0..world.allocations.len() {
                let scope = ["", "", &world.regions[1], &world.regions[2]][root % 4];
                let given = ask(&api, &engine, scope, &world.allocations[root].id).await;
                let expected = world.expected(root, scope);
                assert!(
                    given == expected,
                    "{} within {scope:?} on {}\n{}",
                    world.allocations[root].id,
                    engine.name(),
                    super::difference(&given, &expected)
                );
                let text = given.to_string();
                let tiers = given["tiers"].as_array().map_or(0, Vec::len);
                let held = text.contains("\"daysHeld\":null");
                let some = |name: &'static str, is: bool| is.then_some(name);
                seen.extend(
                    [
                        some("nothing", given.is_null()),
                        some("four tiers", tiers > 3),
                        some("never held", held),
                        some("giver hidden", text.contains("\"giver\":null")),
                        some("not received", text.contains("\"receivedOn\":null")),
                    ]
                    .into_iter()
                    .flatten(),
                );
            }
        }
        assert_eq!(seen.len(), 5, "the answers are of every kind: {seen:?}");
    }
}
