//! Subsidies, as rows.

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::*;
use crate::model::Interval;

pub fn date(cell: &str) -> NaiveDate {
    cell.parse().unwrap()
}

pub fn fen(cell: &str) -> i64 {
    (cell.parse::<f64>().unwrap() * 100.0).round() as i64
}

/// The payments that were made and did not come back.
fn kept(files: &Files) -> Vec<&Row> {
    let payments = &files.tables["payments"];
    let undone: BTreeSet<&str> = payments.iter().map(|row| &*row["correctsId"]).collect();
    payments
        .iter()
        .filter(|row| row["status"] == "PAID" && !undone.contains(&*row["id"]))
        .collect()
}

fn period(row: &Row) -> Option<(NaiveDate, NaiveDate)> {
    let period = Interval::period(&row["period"]).ok()?;
    Some((period.from?, period.to?))
}

pub fn hit(subject: &str, key: &str) -> (String, String) {
    (subject.to_owned(), key.to_owned())
}

pub fn paid_after_death(files: &Files) -> Hits {
    let persons = files.by_id("persons");
    let dead = |row: &&&Row| {
        row["payeeKind"] == "PERSON" && {
            let died = &persons[&*row["payeeId"]]["diedOn"];
            let begins = period(row).map_or(date(&row["paidOn"]), |period| period.0);
            !died.is_empty()
                && begins > date(died)
                && *begins.format("%Y-%m").to_string() > died[..7]
        }
    };
    let rows = kept(files);
    let late = rows.iter().filter(dead);
    late.map(|row| hit(&row["payeeId"], &row["programmeId"]))
        .collect()
}

/// The persons whom a payment aids.
fn aided<'a>(row: &'a Row, members: &'a HashMap<&str, Vec<&'a Row>>) -> Vec<&'a str> {
    if row["payeeKind"] == "PERSON" {
        return vec![&row["payeeId"]];
    }
    let on = &row["paidOn"];
    let within = |stay: &&&Row| stay["from"] <= *on && (stay["to"].is_empty() || stay["to"] >= *on);
    let stays = members.get(&*row["payeeId"]).into_iter().flatten();
    stays
        .filter(within)
        .map(|stay| &*stay["personId"])
        .collect()
}

pub fn by<'a>(files: &'a Files, table: &str, column: &str) -> HashMap<&'a str, Vec<&'a Row>> {
    let mut by: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in &files.tables[table] {
        by.entry(&row[column]).or_default().push(row);
    }
    by
}

fn needy(files: &Files) -> Vec<&Row> {
    let programmes = files.by_id("programmes");
    let mut rows = kept(files);
    rows.retain(|row| {
        !row["programmeId"].is_empty()
            && programmes[&*row["programmeId"]]["basis"] == "MEANS_TESTED"
            && row["payeeKind"] != "AGENCY"
    });
    rows
}

pub fn paid_though_employed(files: &Files) -> Hits {
    let jobs = by(files, "employments", "personId");
    let members = by(files, "memberships", "householdId");
    let mut hits = Hits::new();
    for row in needy(files) {
        for person in aided(row, &members) {
            let employed = jobs.get(person).into_iter().flatten().any(|job| {
                job["kind"] != "PUBLIC_WELFARE"
                    && job["from"] <= row["paidOn"]
                    && (job["to"].is_empty() || job["to"] >= row["paidOn"])
            });
            if employed {
                hits.insert(hit(person, &row["programmeId"]));
            }
        }
    }
    hits
}

pub fn paid_twice(files: &Files) -> Hits {
    let mut seen = BTreeSet::new();
    let mut hits = Hits::new();
    for row in kept(files) {
        if row["period"].is_empty() || ["REISSUE", "TOP_UP"].contains(&&*row["kind"]) {
            continue;
        }
        let claim = ["payeeId", "programmeId", "period"].map(|column| &*row[column]);
        if !seen.insert(claim) {
            hits.insert(hit(claim[0], &format!("{};{}", claim[1], claim[2])));
        }
    }
    hits
}

pub fn exclusive(files: &Files) -> Hits {
    let members = by(files, "memberships", "householdId");
    let programmes = files.by_id("programmes");
    let mut draws: HashMap<&str, BTreeMap<&str, Vec<NaiveDate>>> = HashMap::new();
    for row in kept(files)
        .into_iter()
        .filter(|row| !row["programmeId"].is_empty())
    {
        if programmes[&*row["programmeId"]]["excludes"].is_empty() || row["payeeKind"] == "AGENCY" {
            continue;
        }
        let persons = if row["payeeKind"] == "PERSON" {
            vec![&*row["payeeId"]]
        } else {
            let stays = &members[&*row["payeeId"]];
            stays.iter().map(|stay| &*stay["personId"]).collect()
        };
        for person in persons {
            let draws = draws.entry(person).or_default();
            draws
                .entry(&row["programmeId"])
                .or_default()
                .push(date(&row["paidOn"]));
        }
    }
    let mut hits = Hits::new();
    for (person, drawn) in draws {
        for programme in drawn.keys() {
            let rival = &*programmes[programme]["excludes"];
            if *programme < rival && drawn.contains_key(rival) {
                hits.insert(hit(person, &format!("{programme};{rival}")));
            }
        }
    }
    hits
}

pub fn rich(files: &Files) -> Hits {
    let members = by(files, "memberships", "householdId");
    let homes = by(files, "memberships", "personId");
    let mut owners: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in &files.tables["assets"] {
        let dear = row["kind"] == "DWELLING" || row["value"].parse::<f64>().unwrap() >= 50_000.0;
        if dear && row["use"] != "农业生产" {
            owners.entry(&row["ownerId"]).or_default().push(row);
        }
    }
    let mut hits = Hits::new();
    for row in needy(files) {
        let on = &row["paidOn"];
        let present =
            |stay: &&&Row| stay["from"] <= *on && (stay["to"].is_empty() || stay["to"] >= *on);
        for person in aided(row, &members) {
            let home = homes[person]
                .iter()
                .find(present)
                .map(|stay| &*stay["householdId"]);
            let family = home
                .into_iter()
                .flat_map(|home| members[home].iter().filter(present));
            let owned: Vec<&&Row> = family
                .filter_map(|stay| owners.get(&*stay["personId"]))
                .flatten()
                .filter(|asset| asset["from"] <= *on)
                .collect();
            let cars = owned.iter().any(|asset| asset["kind"] == "VEHICLE");
            if cars || owned.len() >= 2 {
                hits.insert(hit(person, &row["programmeId"]));
            }
        }
    }
    hits
}

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
        let valid = rates.iter().find(|rate| {
            rate["category"] == category
                && rate["from"] <= on
                && (rate["to"].is_empty() || rate["to"] >= on)
        });
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
            let home = homes[&*row["payeeId"]].iter().find(|stay| {
                stay["from"] <= row["paidOn"]
                    && (stay["to"].is_empty() || stay["to"] >= row["paidOn"])
            });
            payees.extend(home.map(|home| &*home["householdId"]));
        }
    }
    let many = payees.into_iter().filter(|(_, homes)| homes.len() >= 3);
    many.map(|((account, year), _)| hit(account, year))
        .collect()
}

pub fn after_exit(files: &Files) -> Hits {
    let (applications, programmes) = (files.by_id("applications"), files.by_id("programmes"));
    let late = |row: &&&Row| {
        let application = applications.get(&*row["applicationId"]);
        application.is_some_and(|application| {
            let grace = &programmes[&*application["programmeId"]]["graceMonths"];
            let grace = Months::new(grace.parse().unwrap_or(0));
            let to = &application["to"];
            !to.is_empty() && date(&row["paidOn"]) > date(to) + grace
        })
    };
    let rows = kept(files);
    let late = rows.iter().filter(late);
    late.map(|row| hit(&row["payeeId"], &row["programmeId"]))
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

pub fn entered_late(files: &Files) -> Hits {
    let exceptions: HashMap<NaiveDate, bool> = files.tables["workdays"]
        .iter()
        .map(|row| (date(&row["date"]), row["kind"] == "WORKDAY"))
        .collect();
    let works = |day: &NaiveDate| {
        let week = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        exceptions.get(day).copied().unwrap_or(week)
    };
    let late = |row: &&Row| {
        let (paid, entered) = (date(&row["paidOn"]), date(&row["recordedOn"]));
        paid.iter_days()
            .skip(1)
            .take_while(|day| *day <= entered)
            .filter(works)
            .count()
            > 7
    };
    let rows = files.tables["payments"].iter();
    rows.filter(|row| late(row))
        .map(|row| hit(&row["id"], ""))
        .collect()
}
