//! Officials who do well, or whose kin do, as rows.

use super::{
    kin::{AVOIDED, BOARD, Offices, Relatives},
    rows::*,
    *,
};

/// Reasons to join a household that nobody need explain.
const USUAL: [&str; 3] = ["BIRTH", "MARRIAGE", "ADOPTION"];

/// S3: money that somebody is picked for or that need decides, to one who holds a village or
/// township post there, to their household, or into their account.
pub fn served_themselves(files: &Files) -> Hits {
    let members = by(files, "memberships", "householdId");
    let accounts = files.by_id("accounts");
    let offices = Offices::of(files);
    let mut hits = Hits::new();
    for row in aid(files, &["SELECTED", "MEANS_TESTED"]) {
        let account = accounts.get(&*row["accountId"]);
        let owner = account.filter(|account| account["ownerKind"] == "PERSON");
        let mut served = aided(row, &members);
        served.extend(owner.map(|account| &*account["ownerId"]));
        for person in served {
            if offices.governs(person, &row["regionCode"], &row["paidOn"]) {
                hits.insert(hit(person, &row["programmeId"]));
            }
        }
    }
    hits
}

/// Whether a contract is one that a post directs or awards: its agency's, or in its region.
fn decides(post: &Row, powers: &[&Row], contract: &Row, region: &str) -> bool {
    powers.iter().any(|power| {
        ["DIRECTS", "AWARDS"].contains(&&*power["power"])
            && (post["agencyId"] == contract["buyerId"]
                || region.starts_with(&*power["regionCode"]))
    })
}

/// K4: a company of an official's kin wins what the official directs or awards.
pub fn kin_wins(files: &Files) -> Hits {
    let (relatives, offices) = (Relatives::of(files), Offices::of(files));
    let watchers = offices.watchers(&relatives);
    let (interests, projects) = (by(files, "interests", "companyId"), files.by_id("projects"));
    let powers = by(files, "powers", "postId");
    let mut hits = Hits::new();
    for contract in &files.tables["contracts"] {
        let on = award_day(contract);
        let region = &*projects[&*contract["projectId"]]["regionCode"];
        let supplier = &*contract["supplierId"];
        let held = interests.get(supplier).into_iter().flatten();
        let behind = held.filter(|interest| is_behind(interest, &BOARD, 5.0, on));
        let behind = behind.map(|interest| &*interest["holderId"]);
        for person in behind.chain([supplier]) {
            let mut near = watchers.get(person).cloned().unwrap_or_default();
            near.retain(|official| {
                let mut held = offices.held(official, on).into_iter();
                held.any(|post| decides(post, &powers[&*post["id"]], contract, region))
                    && relatives.are_kin(official, person, on)
            });
            hits.extend(near.iter().map(|official| hit(official, &contract["id"])));
        }
    }
    hits
}

/// K5: kin of somebody in office came to a household half a year or less before it first drew aid
/// that need decides, and neither was born, married nor adopted into it.
pub fn moved_in(files: &Files) -> Hits {
    let (relatives, offices) = (Relatives::of(files), Offices::of(files));
    let watchers = offices.watchers(&relatives);
    let members = by(files, "memberships", "householdId");
    let mut coverage = files.tables["coverage"].iter();
    let register = coverage.find(|row| row["dataset"] == "HOUSEHOLDS").unwrap();
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for row in aid(files, &["MEANS_TESTED"]) {
        let first = first.entry(&row["payeeId"]).or_insert(&row["paidOn"]);
        *first = (*first).min(&row["paidOn"]);
    }
    let mut hits = Hits::new();
    for (household, paid) in first {
        for stay in members.get(household).into_iter().flatten() {
            let (joined, person) = (&*stay["from"], &*stay["personId"]);
            let fresh = (0..=180).contains(&days(joined, paid)) && joined > &*register["from"];
            if !fresh || USUAL.contains(&&*stay["joinReason"]) {
                continue;
            }
            for official in watchers.get(person).into_iter().flatten() {
                let serves = !offices.held(official, joined).is_empty();
                if serves && relatives.are_kin(official, person, joined) {
                    hits.insert(hit(official, household));
                }
            }
        }
    }
    hits
}

/// K6: a company or post of an official's kin at the end of a year for which there is a declaration
/// that lacks it.
pub fn not_declared(files: &Files) -> Hits {
    let (relatives, offices) = (Relatives::of(files), Offices::of(files));
    let interests = by(files, "interests", "holderId");
    let filings = by(files, "filings", "officialId");
    let mut hits = Hits::new();
    let declared = files.tables["filings"].iter();
    for declaration in declared.filter(|row| row["kind"] == "DECLARATION") {
        let (official, year) = (&*declaration["officialId"], &declaration["year"]);
        let on = format!("{year}-12-31");
        let told = |kind: &str, column: &str, what: &str| {
            let mut filings = filings[official].iter().filter(|row| row["year"] == *year);
            filings.any(|row| row["kind"] == kind && row[column] == what)
        };
        for relative in relatives.within(official, AVOIDED, Some(&on)) {
            let held = interests.get(relative).into_iter().flatten();
            let companies = held.filter(|interest| {
                is_behind(interest, &BOARD, 5.0, &on)
                    && !told("BUSINESS", "companyId", &interest["companyId"])
            });
            hits.extend(companies.map(|interest| hit(official, &interest["companyId"])));
            let posts = offices.held(relative, &on).into_iter();
            let posts = posts.filter(|_| !told("POST", "relativeId", relative));
            hits.extend(posts.map(|post| hit(official, &post["id"])));
        }
    }
    hits
}
