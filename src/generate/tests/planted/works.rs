//! Projects, contracts and their payments, as rows.

use super::{rows::*, *};

/// Yuan from which a work has to be put out to open tender.
const THRESHOLD: f64 = 4e6;

pub fn not_tendered(files: &Files) -> Hits {
    let direct = files.tables["contracts"].iter().filter(|row| {
        row["method"] == "DIRECT"
            || (row["tenderId"].is_empty() && number(&row["amount"]) >= THRESHOLD)
    });
    subjects(direct.map(|row| &*row["projectId"]))
}

pub fn method_changed(files: &Files) -> Hits {
    let projects = files.tables["projects"].iter();
    let changed = projects.filter(|row| row["approvedMethod"] != row["executedMethod"]);
    subjects(changed.map(|row| &*row["id"]))
}

pub fn replaced(files: &Files) -> Hits {
    let parties = by(files, "contractParties", "contractId");
    let payments = by(files, "payments", "contractId");
    let bids = by(files, "bids", "tenderId");
    let other = files.tables["contracts"].iter().filter(|row| {
        let bids = bids.get(&*row["tenderId"]).into_iter().flatten();
        let won = bids.filter(|bid| bid["status"] == "WON");
        let mut winners: BTreeSet<&str> = won.map(|bid| &*bid["bidderId"]).collect();
        let parties = parties.get(&*row["id"]).into_iter().flatten();
        winners.extend(parties.map(|party| &*party["partyId"]));
        let mut paid = payments.get(&*row["id"]).into_iter().flatten();
        let performer = &*row["performerId"];
        !row["tenderId"].is_empty()
            && (paid.any(|payment| !winners.contains(&*payment["payeeId"]))
                || (!performer.is_empty() && !winners.contains(performer)))
    });
    subjects(other.map(|row| &*row["id"]))
}

pub fn irregular(files: &Files) -> Hits {
    let stages = by(files, "stages", "projectId");
    let tenders = files.by_id("tenders");
    let order = [
        "APPROVED",
        "TENDERED",
        "CONTRACTED",
        "STARTED",
        "ACCEPTED",
        "SETTLED",
    ];
    let irregular = files.tables["contracts"].iter().filter(|row| {
        let done = |stage: &str| {
            let mut stages = stages[&*row["projectId"]].iter();
            let row = stages.find(|row| row["stage"] == stage)?;
            (!row["doneOn"].is_empty()).then(|| date(&row["doneOn"]))
        };
        let dates: Vec<_> = order.map(done).into_iter().flatten().collect();
        let tender = tenders.get(&*row["tenderId"]).is_some_and(|tender| {
            let bidding = days(&tender["noticeOn"], &tender["bidsDueOn"]);
            bidding < 20 || !(0..=30).contains(&days(&tender["awardNoticeOn"], &row["signedOn"]))
        });
        tender || dates.len() < 4 || !dates.is_sorted()
    });
    subjects(irregular.map(|row| &*row["projectId"]))
}

pub fn creep(files: &Files) -> Hits {
    let amendments = by(files, "amendments", "contractId");
    let crept = files.tables["contracts"].iter().filter(|row| {
        let changes = amendments.get(&*row["id"]).into_iter().flatten();
        let sum: f64 = changes
            .clone()
            .map(|one| number(&one["amountChange"]))
            .sum();
        sum > number(&row["amount"]) / 10.0 && changes.count() >= 3
    });
    subjects(crept.map(|row| &*row["id"]))
}

pub fn paid_early(files: &Files) -> Hits {
    let payments = by(files, "payments", "contractId");
    let amendments = by(files, "amendments", "contractId");
    let early = files.tables["contracts"].iter().filter(|row| {
        let paid = payments.get(&*row["id"]).into_iter().flatten();
        let changes = amendments.get(&*row["id"]).into_iter().flatten();
        let all =
            number(&row["amount"]) + changes.map(|one| number(&one["amountChange"])).sum::<f64>();
        let total: f64 = paid.clone().map(|one| number(&one["amount"])).sum();
        total > all + 0.01 || paid.clone().any(|one| one["paidOn"] < row["signedOn"])
    });
    subjects(early.map(|row| &*row["id"]))
}

/// C1: several contracts of one buyer, budget item, category and year without an open tender, each
/// below the threshold and together not.
pub fn split(files: &Files) -> Hits {
    let mut parts: BTreeMap<(&str, String), Vec<f64>> = BTreeMap::new();
    for row in &files.tables["contracts"] {
        let amount = number(&row["amount"]);
        if row["method"] != "OPEN" && amount < THRESHOLD {
            let year = &row["signedOn"][..4];
            let key = format!("{};{};{year}", row["budgetItem"], row["category"]);
            parts
                .entry((&row["buyerId"], key))
                .or_default()
                .push(amount);
        }
    }
    let over = parts
        .into_iter()
        .filter(|(_, parts)| parts.iter().sum::<f64>() >= THRESHOLD);
    over.map(|((buyer, key), _)| hit(buyer, &key)).collect()
}

/// Percent of a contract that may be paid by a day: by its terms, else the advance and what is
/// accepted.
fn due(contract: &Row, stages: &[&Row], terms: &[&Row], on: &str) -> f64 {
    let by_then = |cell: &str| !cell.is_empty() && cell <= on;
    let accepted = stages.iter().filter(|stage| by_then(&stage["acceptedOn"]));
    let accepted = accepted
        .map(|stage| number(&stage["progress"]))
        .fold(0.0, f64::max);
    if terms.is_empty() {
        return number(&contract["advance"]) + accepted;
    }
    let reached = terms.iter().filter(|term| {
        let done = |stage: &&Row| stage["stage"] == term["stage"] && by_then(&stage["doneOn"]);
        number(&term["progress"]) <= accepted && stages.iter().any(done)
    });
    reached.map(|term| number(&term["share"])).sum()
}

/// C12: ever paid by more than ten points more than was due.
pub fn ahead(files: &Files) -> Hits {
    let stages = by(files, "stages", "projectId");
    let terms = by(files, "paymentTerms", "contractId");
    let amendments = by(files, "amendments", "contractId");
    let mut payments: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in kept(files) {
        payments.entry(&row["contractId"]).or_default().push(row);
    }
    let ahead = files.tables["contracts"].iter().filter(|contract| {
        let id = &*contract["id"];
        let terms = terms.get(id).map_or(&[][..], |terms| terms);
        let upto = |rows: Option<&Vec<&Row>>, day: &str, column: &str, on: &str| -> f64 {
            let rows = rows.into_iter().flatten();
            let rows = rows.filter(|row| !row[day].is_empty() && &*row[day] <= on);
            rows.map(|row| number(&row[column])).sum()
        };
        let mut paid = payments.get(id).into_iter().flatten();
        paid.any(|last| {
            let on = &*last["paidOn"];
            let paid = upto(payments.get(id), "paidOn", "amount", on);
            let more = upto(amendments.get(id), "approvedOn", "amountChange", on);
            let share = paid / (number(&contract["amount"]) + more) * 100.0;
            share - due(contract, &stages[&*contract["projectId"]], terms, on) > 10.0
        })
    });
    subjects(ahead.map(|contract| &*contract["projectId"]))
}

/// Metres between two projects, over ground as flat as a county.
fn apart(one: &Row, other: &Row) -> f64 {
    let degrees = |column: &str| number(&one[column]) - number(&other[column]);
    let shrinks = number(&one["latitude"]).to_radians().cos();
    (degrees("longitude") * shrinks).hypot(degrees("latitude")) * 111_195.0
}

/// C14: two projects of one kind and year within 500 metres, from two programmes.
pub fn double_funded(files: &Files) -> Hits {
    let projects = &files.tables["projects"];
    let mut hits = Hits::new();
    for (place, one) in projects.iter().enumerate() {
        let alike = projects[place + 1..].iter().filter(|other| {
            one["kind"] == other["kind"]
                && one["year"] == other["year"]
                && one["programmeId"] != other["programmeId"]
                && apart(one, other) <= 500.0
        });
        hits.extend(alike.map(|other| hit(&one["id"], &other["id"])));
    }
    hits
}
