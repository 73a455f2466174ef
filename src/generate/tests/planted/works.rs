//! Tenders, contracts and their payments, as rows.

use super::{money::date, *};

fn yuan(cell: &str) -> f64 {
    cell.parse().unwrap()
}

/// The rows of a table that name each of another, by a column.
fn by<'a>(files: &'a Files, table: &str, column: &str) -> HashMap<&'a str, Vec<&'a Row>> {
    let mut by: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in &files.tables[table] {
        by.entry(&row[column]).or_default().push(row);
    }
    by
}

fn subjects<'a>(ids: impl Iterator<Item = &'a str>) -> Hits {
    ids.map(|id| (id.to_owned(), String::new())).collect()
}

pub fn not_tendered(files: &Files) -> Hits {
    let direct = files.tables["contracts"].iter().filter(|row| {
        row["method"] == "DIRECT" || (row["tenderId"].is_empty() && yuan(&row["amount"]) >= 4e6)
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
        let days: Vec<_> = order.map(done).into_iter().flatten().collect();
        let tender = tenders.get(&*row["tenderId"]).is_some_and(|tender| {
            let days = |from: &str, to: &str| (date(to) - date(from)).num_days();
            let bidding = days(&tender["noticeOn"], &tender["bidsDueOn"]);
            bidding < 20 || !(0..=30).contains(&days(&tender["awardNoticeOn"], &row["signedOn"]))
        });
        tender || days.len() < 4 || !days.is_sorted()
    });
    subjects(irregular.map(|row| &*row["projectId"]))
}

pub fn few_bidders(files: &Files) -> Hits {
    let bids = by(files, "bids", "tenderId");
    let few = files.tables["tenders"].iter().filter(|row| {
        let valid = |bid: &&&Row| bid["status"] != "REJECTED";
        bids[&*row["id"]].iter().filter(valid).count() < 3
    });
    subjects(few.map(|row| &*row["id"]))
}

pub fn creep(files: &Files) -> Hits {
    let amendments = by(files, "amendments", "contractId");
    let crept = files.tables["contracts"].iter().filter(|row| {
        let changes = amendments.get(&*row["id"]).into_iter().flatten();
        let sum: f64 = changes.clone().map(|one| yuan(&one["amountChange"])).sum();
        sum > yuan(&row["amount"]) / 10.0 && changes.count() >= 3
    });
    subjects(crept.map(|row| &*row["id"]))
}

pub fn paid_early(files: &Files) -> Hits {
    let payments = by(files, "payments", "contractId");
    let amendments = by(files, "amendments", "contractId");
    let early = files.tables["contracts"].iter().filter(|row| {
        let paid = payments.get(&*row["id"]).into_iter().flatten();
        let changes = amendments.get(&*row["id"]).into_iter().flatten();
        let all = yuan(&row["amount"]) + changes.map(|one| yuan(&one["amountChange"])).sum::<f64>();
        let total: f64 = paid.clone().map(|one| yuan(&one["amount"])).sum();
        total > all + 0.01 || paid.clone().any(|one| one["paidOn"] < row["signedOn"])
    });
    subjects(early.map(|row| &*row["id"]))
}
