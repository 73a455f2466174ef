//! Subsidies of a wrong amount, into a wrong account or never posted, as rows.

use super::{rows::*, *};

pub fn over_area(files: &Files) -> Hits {
    let (plots, applications) = (files.by_id("plots"), files.by_id("applications"));
    let mut claimed: BTreeMap<(&str, String), i64> = BTreeMap::new();
    for claim in &files.tables["claims"] {
        let application = applications[&*claim["applicationId"]];
        let key = format!("{};{}", application["programmeId"], application["period"]);
        *claimed.entry((&claim["plotId"], key)).or_default() += fen(&claim["area"]);
    }
    let over = claimed.into_iter().filter(|((plot, _), area)| {
        let confirmed = fen(&plots[plot]["confirmedArea"]);
        *area * 100 > confirmed * 105 && *area - confirmed > 10
    });
    over.map(|((plot, key), _)| hit(plot, &key)).collect()
}

pub fn over_rate(files: &Files) -> Hits {
    let rates = by(files, "rates", "programmeId");
    let applications = files.by_id("applications");
    let above = |row: &&Row| {
        let Some(rates) = rates.get(&*row["programmeId"]) else {
            return false;
        };
        let category = applications
            .get(&*row["applicationId"])
            .map_or("", |application| &*application["category"]);
        let on = period(row).map_or(row["paidOn"].clone(), |period| period.0.to_string());
        let valid = rates
            .iter()
            .find(|rate| rate["category"] == category && lasts(rate, &on));
        let Some(valid) = valid else {
            panic!("no rate for {row:?}");
        };
        let quantity = if row["quantity"].is_empty() {
            100
        } else {
            fen(&row["quantity"])
        };
        let most = if valid["rate"].is_empty() {
            fen(&valid["cap"])
        } else {
            fen(&valid["rate"]) * quantity / 100
        };
        fen(&row["amount"]) > most + 100
    };
    let mut rows = kept(files);
    rows.retain(|row| row["payeeKind"] == "PERSON" || row["payeeKind"] == "HOUSEHOLD");
    rows.retain(above);
    rows.iter().map(|row| hit(&row["id"], "")).collect()
}

pub fn collectors(files: &Files) -> Hits {
    let accounts = files.by_id("accounts");
    let homes = by(files, "memberships", "personId");
    let mut payees: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for row in kept(files) {
        let Some(account) = accounts.get(&*row["accountId"]) else {
            continue;
        };
        if account["ownerKind"] == "PERSON" && row["payeeKind"] == "PERSON" {
            let year = &row["paidOn"][..4];
            let payees = payees.entry((&account["id"], year)).or_default();
            let mut homes = homes[&*row["payeeId"]].iter();
            let home = homes.find(|stay| lasts(stay, &row["paidOn"]));
            payees.extend(home.map(|home| &*home["householdId"]));
        }
    }
    let many = payees.into_iter().filter(|(_, homes)| homes.len() >= 3);
    many.map(|((account, year), _)| hit(account, year))
        .collect()
}

pub fn never_posted(files: &Files) -> Hits {
    let programmes = files.by_id("programmes");
    let mut posted = BTreeSet::new();
    for row in &files.tables["postings"] {
        assert!((date(&row["removedOn"]) - date(&row["postedOn"])).num_days() >= 10);
        posted.insert(["regionCode", "programmeId", "period"].map(|column| &*row[column]));
    }
    let mut hits = Hits::new();
    for row in kept(files)
        .into_iter()
        .filter(|row| !row["payoutId"].is_empty())
    {
        let list = ["regionCode", "programmeId", "period"].map(|column| &*row[column]);
        let due = programmes[list[1]]["posting"] == "LIST" && !list[2].is_empty();
        if due && !posted.contains(&list) {
            assert!(row["postedOn"].is_empty(), "{row:?}");
            hits.insert(hit(list[0], &format!("{};{}", list[1], list[2])));
        }
    }
    hits
}

pub fn credited_less(files: &Files) -> Hits {
    let less = |row: &&&Row| {
        !row["creditedAmount"].is_empty() && fen(&row["creditedAmount"]) < fen(&row["amount"])
    };
    let rows = kept(files);
    rows.iter()
        .filter(less)
        .map(|row| hit(&row["id"], ""))
        .collect()
}
