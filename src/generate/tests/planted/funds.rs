//! Money that runs where it should not, as rows.

use super::{
    kin::{BOARD, Offices, Relatives},
    rows::*,
    *,
};

/// Yuan below which a payment to an official is none to speak of.
const LEAST: f64 = 1000.0;

/// F1: an award to a company of which two are true: half a year old or less, nobody insured (but
/// for cooperatives), an address of five companies, a scope without the trade.
pub fn shells(files: &Files) -> Hits {
    let companies = files.by_id("companies");
    let addresses = by(files, "companies", "address");
    let mut hits = Hits::new();
    for contract in &files.tables["contracts"] {
        let Some(company) = companies.get(&*contract["supplierId"]) else {
            continue;
        };
        let signs = [
            days(&company["establishedOn"], award_day(contract)) <= 180,
            company["insuredStaff"] == "0" && company["kind"] != "COOPERATIVE",
            addresses[&*company["address"]].len() >= 5,
            !company["businessScope"].contains(&contract["category"]),
        ];
        if signs.iter().filter(|sign| **sign).count() >= 2 {
            hits.insert(hit(&company["id"], &contract["id"]));
        }
    }
    hits
}

pub fn circles(files: &Files) -> Hits {
    let accounts = files.by_id("accounts");
    let mut leaving: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in files.tables["transfers"].iter() {
        if row["kind"] == "TRANSFER" && !row["toAccountId"].is_empty() {
            leaving.entry(&row["fromAccountId"]).or_default().push(row);
        }
    }
    let mut hits = Hits::new();
    for first in leaving.values().flatten() {
        let mut paths = vec![vec![*first]];
        while let Some(path) = paths.pop() {
            let last = path[path.len() - 1];
            if last["toAccountId"] == first["fromAccountId"] {
                let mut ids: Vec<&str> = path.iter().map(|row| &*row["fromAccountId"]).collect();
                let public = ids
                    .iter()
                    .any(|id| accounts[id]["purpose"] == "PUBLIC_FUND");
                ids.sort_unstable();
                let key: Vec<&str> = path.iter().map(|row| &*row["id"]).collect();
                if public && path.len() > 1 {
                    hits.insert(hit(ids[0], &key.join(";")));
                }
                continue;
            }
            for next in leaving.get(&*last["toAccountId"]).into_iter().flatten() {
                let days = (date(&next["at"][..10]) - date(&first["at"][..10])).num_days();
                let kept = fen(&next["amount"]) * 10 >= fen(&first["amount"]) * 7;
                if path.len() < 4 && next["at"] > last["at"] && days <= 90 && kept {
                    paths.push([&path[..], &[*next]].concat());
                }
            }
        }
    }
    hits
}

/// The persons behind a party on a day: a person alone, or whoever directs a company or holds
/// enough of it.
fn persons_of<'a>(
    party: &'a str,
    interests: &HashMap<&'a str, Vec<&'a Row>>,
    on: &str,
) -> BTreeSet<&'a str> {
    let held = interests.get(party).into_iter().flatten();
    let behind = held.filter(|interest| is_behind(interest, &BOARD, 5.0, on));
    let behind = behind.map(|interest| &*interest["holderId"]);
    behind.chain([party]).collect()
}

/// F3: within sixty days of a project payment the contractor, or kin of those behind it, pays an
/// official, their kin or a company of these; a person's account counts where it may be looked at.
pub fn kickbacks(files: &Files) -> Hits {
    let (relatives, offices) = (Relatives::of(files), Offices::of(files));
    let watchers = offices.watchers(&relatives);
    let (accounts, interests) = (files.by_id("accounts"), by(files, "interests", "companyId"));
    let mut works = kept(files);
    works.retain(|row| !row["projectId"].is_empty());
    let mut hits = Hits::new();
    for row in &files.tables["transfers"] {
        let on = &row["at"][..10];
        let ends = ["fromAccountId", "toAccountId"].map(|end| accounts.get(&*row[end]));
        let [Some(from), Some(to)] = ends else {
            continue;
        };
        let private = from["ownerKind"] == "PERSON" || to["ownerKind"] == "PERSON";
        let seen = !private || !row["authorisation"].is_empty();
        if row["kind"] != "TRANSFER" || !seen || number(&row["amount"]) < LEAST {
            continue;
        }
        let payer = &*from["ownerId"];
        let pays = |contractor: &str| {
            let behind = persons_of(contractor, &interests, on);
            let mut persons = behind.iter();
            behind.contains(payer) || persons.any(|one| relatives.are_kin(one, payer, on))
        };
        let paid = works
            .iter()
            .filter(|work| (0..=60).contains(&days(&work["paidOn"], on)));
        let contractors: BTreeSet<&str> = paid.map(|work| &*work["payeeId"]).collect();
        if !contractors.into_iter().any(pays) {
            continue;
        }
        for person in persons_of(&to["ownerId"], &interests, on) {
            let mut officials = watchers.get(person).cloned().unwrap_or_default();
            officials.retain(|official| relatives.are_kin(official, person, on));
            officials.push(person);
            officials.retain(|official| !offices.held(official, on).is_empty());
            hits.extend(officials.iter().map(|official| hit(official, &row["id"])));
        }
    }
    hits
}

/// F4: programme money for persons or households that reached a village or township and of which
/// no transfer of that sum left within thirty days.
pub fn held_back(files: &Files) -> Hits {
    let (accounts, programmes) = (files.by_id("accounts"), files.by_id("programmes"));
    let offices = Offices::of(files);
    let mut onward = by(files, "transfers", "fromAccountId");
    let mut received = kept(files);
    received.sort_by_key(|row| &row["paidOn"]);
    let mut hits = Hits::new();
    for row in received {
        let programme = programmes.get(&*row["programmeId"]);
        let personal = programme.is_some_and(|programme| programme["unit"] != "PROJECT");
        let Some(account) = accounts.get(&*row["accountId"]) else {
            continue;
        };
        let due = days(&row["paidOn"], last_day(files)) > 30;
        if !personal || !due || !offices.is_local(&account["ownerId"]) {
            continue;
        }
        let leaving = onward.entry(&account["id"]).or_default();
        leaving.sort_by_key(|transfer| &transfer["at"]);
        let passed = leaving.iter().position(|transfer| {
            transfer["amount"] == row["amount"]
                && (0..=30).contains(&days(&row["paidOn"], &transfer["at"][..10]))
        });
        match passed {
            Some(place) => {
                leaving.remove(place);
            }
            None => {
                hits.insert(hit(&account["ownerId"], &row["programmeId"]));
            }
        }
    }
    hits
}

/// F5: within a week the subsidies of five payees reached an account that then gave them out as
/// cash; a person's counts where it may be looked at.
pub fn gathered(files: &Files) -> Hits {
    let (accounts, programmes) = (files.by_id("accounts"), files.by_id("programmes"));
    let mut received: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in kept(files) {
        let programme = programmes.get(&*row["programmeId"]);
        if programme.is_some_and(|programme| programme["unit"] != "PROJECT") {
            received.entry(&row["accountId"]).or_default().push(row);
        }
    }
    let mut hits = Hits::new();
    for transfer in &files.tables["transfers"] {
        let (account, on) = (&*transfer["fromAccountId"], &transfer["at"][..10]);
        let private = accounts[account]["ownerKind"] == "PERSON";
        let seen = !private || !transfer["authorisation"].is_empty();
        let rows = received.get(account).into_iter().flatten();
        let fresh = rows.filter(|row| (0..=7).contains(&days(&row["paidOn"], on)));
        let payees: BTreeSet<&str> = fresh.map(|row| &*row["payeeId"]).collect();
        if transfer["kind"] == "CASH_OUT" && seen && payees.len() >= 5 {
            hits.insert(hit(account, &on[..4]));
        }
    }
    hits
}
