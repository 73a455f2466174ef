//! Subsidies that the payee should not have had, as rows.

use chrono::{Months, NaiveDate};

use super::{rows::*, *};

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

pub fn paid_though_employed(files: &Files) -> Hits {
    let jobs = by(files, "employments", "personId");
    let members = by(files, "memberships", "householdId");
    let mut hits = Hits::new();
    for row in aid(files, &["MEANS_TESTED"]) {
        for person in aided(row, &members) {
            let mut jobs = jobs.get(person).into_iter().flatten();
            if jobs.any(|job| job["kind"] != "PUBLIC_WELFARE" && lasts(job, &row["paidOn"])) {
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
        let claim = ["payeeId", "programmeId", "period"].map(|column| &*row[column]);
        if claims(row) && !seen.insert(claim) {
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
    for row in aid(files, &["MEANS_TESTED"]) {
        let on = &*row["paidOn"];
        let present = |stay: &&&Row| lasts(stay, on);
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
                .filter(|asset| &*asset["from"] <= on)
                .collect();
            let cars = owned.iter().any(|asset| asset["kind"] == "VEHICLE");
            if cars || owned.len() >= 2 {
                hits.insert(hit(person, &row["programmeId"]));
            }
        }
    }
    hits
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

/// S6: a programme of households paid for one period to two members of one, or to one and another
/// split from it within a year; but not after a marriage or when the first payee has died.
pub fn household_double(files: &Files) -> Hits {
    let (programmes, persons) = (files.by_id("programmes"), files.by_id("persons"));
    let households = files.by_id("households");
    let homes = by(files, "memberships", "personId");
    let members = by(files, "memberships", "householdId");
    let married = |household: &Row| {
        let mut members = members[&*household["id"]].iter();
        members
            .any(|stay| stay["joinReason"] == "MARRIAGE" && stay["from"] == household["formedOn"])
    };
    let mut paid: BTreeMap<(&str, String), Vec<&Row>> = BTreeMap::new();
    for row in kept(files) {
        let programme = programmes.get(&*row["programmeId"]);
        if !claims(row) || programme.is_none_or(|programme| programme["unit"] != "HOUSEHOLD") {
            continue;
        }
        let stays = homes.get(&*row["payeeId"]).into_iter().flatten();
        let stays = stays.filter(|stay| lasts(stay, &row["paidOn"]));
        let mut concerned: Vec<&str> = stays.map(|stay| &*stay["householdId"]).collect();
        if let Some(household) = households.get(&*row["payeeId"]) {
            concerned.push(&household["id"]);
            if days(&household["formedOn"], &row["paidOn"]) < 365 && !married(household) {
                concerned.push(&household["splitFromId"]);
            }
        }
        concerned.retain(|id| {
            households
                .get(id)
                .is_some_and(|one| one["kind"] == "REGISTERED")
        });
        for household in concerned {
            let key = format!("{};{}", row["programmeId"], row["period"]);
            paid.entry((household, key)).or_default().push(row);
        }
    }
    let double = paid.into_iter().filter(|(_, rows)| {
        let last = rows.iter().map(|row| &row["paidOn"]).max().unwrap();
        let payees = rows.iter().map(|row| &*row["payeeId"]);
        let alive = payees.filter(|payee| {
            let died = persons.get(payee).map_or("", |person| &*person["diedOn"]);
            died.is_empty() || died >= &**last
        });
        alive.collect::<BTreeSet<_>>().len() > 1
    });
    double
        .map(|((household, key), _)| hit(household, &key))
        .collect()
}

/// Whether an identity number ends in the digit that the others ask for.
fn adds_up(number: &str) -> bool {
    let digits = number.chars().map(|digit| match digit {
        'X' => 10,
        digit => digit.to_digit(10).unwrap(),
    });
    number.len() == 18 && digits.fold(0, |sum, digit| (sum * 2 + digit) % 11) == 1
}

/// S11: a payee whom the register does not know, or by another name or number, or by a number that
/// does not add up or says another birthday.
pub fn wrong_identity(files: &Files) -> Hits {
    let persons = files.by_id("persons");
    let mut hits = Hits::new();
    for row in kept(files) {
        let payee = &*row["payeeId"];
        if row["payeeKind"] != "PERSON" {
            continue;
        }
        let Some(person) = persons.get(payee) else {
            hits.insert(hit(payee, "UNKNOWN"));
            continue;
        };
        let differs = |told: &str, known: &str| !told.is_empty() && told != known;
        let number = &*person["idNumber"];
        let born = number.get(6..14).unwrap_or_default();
        let faults = [
            ("NAME", differs(&row["payeeName"], &person["name"])),
            ("NUMBER", differs(&row["payeeIdNumber"], number)),
            ("CHECKSUM", !number.is_empty() && !adds_up(number)),
            (
                "BIRTHDAY",
                differs(born, &person["bornOn"].replace('-', "")),
            ),
        ];
        let faults = faults.iter().filter(|fault| fault.1);
        hits.extend(faults.map(|fault| hit(payee, fault.0)));
    }
    hits
}
