//! Officials and their kin, as rows.

use super::{rows::*, *};

/// Whom a civil servant keeps off, as the law counts it: parent, child, spouse, sibling.
pub const AVOIDED: &str = "s p pp c cc b pb pbc bc sp sb sbs cs csp bs pbs pbcs bcs";
/// Whom an official files as drawing aid.
const FILED: &str = "s p sp c b sb pb";
/// Offices by which somebody is behind a company.
pub const BOARD: [&str; 3] = ["LEGAL_REPRESENTATIVE", "DIRECTOR", "CONTROLLER"];

/// Parents, children and marriages of everybody.
pub struct Relatives<'a> {
    parents: HashMap<&'a str, Vec<&'a str>>,
    children: HashMap<&'a str, Vec<&'a str>>,
    marriages: HashMap<&'a str, Vec<(&'a str, &'a Row)>>,
}

impl<'a> Relatives<'a> {
    pub fn of(files: &'a Files) -> Self {
        let mut relatives = Self {
            parents: HashMap::new(),
            children: HashMap::new(),
            marriages: HashMap::new(),
        };
        for row in &files.tables["kinships"] {
            let (from, to) = (&*row["fromId"], &*row["toId"]);
            if row["kind"] == "PARENT_OF" {
                relatives.parents.entry(to).or_default().push(from);
                relatives.children.entry(from).or_default().push(to);
            } else {
                for (one, other) in [(from, to), (to, from)] {
                    let marriages = relatives.marriages.entry(one).or_default();
                    marriages.push((other, row));
                }
            }
        }
        relatives
    }

    /// Whoever is one step from a person, by its letter; without a day, by whichever marriage.
    fn step(&self, person: &str, letter: char, on: Option<&str>) -> Vec<&'a str> {
        let parents = self.parents.get(person).into_iter().flatten().copied();
        let children = |of: &str| self.children.get(of).cloned().unwrap_or_default();
        match letter {
            'p' => parents.collect(),
            'c' => children(person),
            'b' => parents.flat_map(children).collect(),
            _ => {
                let marriages = self.marriages.get(person).into_iter().flatten();
                marriages
                    .filter(|(_, row)| on.is_none_or(|on| lasts(row, on)))
                    .map(|(spouse, _)| *spouse)
                    .collect()
            }
        }
    }

    /// Whoever is at the end of one of the chains from a person, none of which passes anybody twice.
    pub fn within(&self, person: &'a str, chains: &str, on: Option<&str>) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        for chain in chains.split(' ') {
            let mut paths = vec![vec![person]];
            for letter in chain.chars() {
                let longer = paths.iter().flat_map(|path| {
                    let next = self.step(path[path.len() - 1], letter, on).into_iter();
                    next.filter(move |one| !path.contains(one))
                        .map(move |one| [&path[..], &[one]].concat())
                });
                paths = longer.collect();
            }
            reached.extend(paths.iter().map(|path| path[path.len() - 1]));
        }
        reached
    }

    pub fn are_kin(&self, person: &'a str, other: &str, on: &str) -> bool {
        self.within(person, AVOIDED, Some(on)).contains(other)
    }
}

/// Who held which post when.
pub struct Offices<'a> {
    posts: HashMap<&'a str, &'a Row>,
    tenures: HashMap<&'a str, Vec<&'a Row>>,
    local: BTreeSet<&'a str>,
}

impl<'a> Offices<'a> {
    pub fn of(files: &'a Files) -> Self {
        let local = files.tables["agencies"]
            .iter()
            .filter(|row| ["VILLAGE_COLLECTIVE", "TOWNSHIP_GOVERNMENT"].contains(&&*row["kind"]));
        Self {
            posts: files.by_id("posts"),
            tenures: by(files, "tenures", "personId"),
            local: local.map(|row| &*row["id"]).collect(),
        }
    }

    /// The posts that somebody holds on a day.
    pub fn held(&self, person: &str, on: &str) -> Vec<&'a Row> {
        let tenures = self.tenures.get(person).into_iter().flatten();
        let held = tenures.filter(|tenure| lasts(tenure, on));
        held.map(|tenure| self.posts[&*tenure["postId"]]).collect()
    }

    /// Whether an agency is a village's or a township's.
    pub fn is_local(&self, agency: &str) -> bool {
        self.local.contains(agency)
    }

    /// Whether somebody holds a post of a village or township to which a place belongs.
    pub fn governs(&self, person: &str, region: &str, on: &str) -> bool {
        self.held(person, on).iter().any(|post| {
            self.is_local(&post["agencyId"]) && region.starts_with(&*post["regionCode"])
        })
    }

    /// Everybody who ever held a post.
    pub fn persons(&self) -> impl Iterator<Item = &'a str> {
        self.tenures.keys().copied()
    }

    /// Of whom each person ever was kin, among all who ever held a post.
    pub fn watchers(&self, relatives: &Relatives<'a>) -> HashMap<&'a str, Vec<&'a str>> {
        let mut watchers: HashMap<&str, Vec<&str>> = HashMap::new();
        for official in self.persons() {
            for relative in relatives.within(official, AVOIDED, None) {
                watchers.entry(relative).or_default().push(official);
            }
        }
        watchers
    }
}

/// K1: aid that need decides, to a relative of whoever is in office there or took a step on the
/// application, who has not filed it thirty days after the approval.
pub fn not_filed(files: &Files) -> Hits {
    let (relatives, offices) = (Relatives::of(files), Offices::of(files));
    let watchers = offices.watchers(&relatives);
    let members = by(files, "memberships", "householdId");
    let handlings = by(files, "handlings", "applicationId");
    let filings = by(files, "filings", "relativeId");
    let applications = files.by_id("applications");
    let mut hits = Hits::new();
    for row in aid(files, &["MEANS_TESTED"]) {
        let (on, region) = (&*row["paidOn"], &*row["regionCode"]);
        let application = applications.get(&*row["applicationId"]);
        let approved = application.map_or(on, |application| &*application["approvedOn"]);
        let steps = handlings.get(&*row["applicationId"]);
        for person in aided(row, &members) {
            for official in watchers.get(person).into_iter().flatten() {
                let mut steps = steps.into_iter().flatten();
                let mut filings = filings.get(person).into_iter().flatten();
                let concerned = offices.governs(official, region, on)
                    || steps.any(|step| step["personId"] == *official);
                let filed = filings.any(|filing| {
                    filing["kind"] == "KIN"
                        && filing["officialId"] == *official
                        && days(approved, &filing["filedOn"]) <= 30
                });
                let near = || relatives.within(official, FILED, Some(on));
                if concerned && !filed && near().contains(person) {
                    hits.insert(hit(official, &format!("{person};{}", row["programmeId"])));
                }
            }
        }
    }
    hits
}

/// K3: an application approved by the applicant or by kin of an applicant.
pub fn approved_by_kin(files: &Files) -> Hits {
    let relatives = Relatives::of(files);
    let applications = files.by_id("applications");
    let members = by(files, "memberships", "householdId");
    let mut kin: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut hits = Hits::new();
    for row in &files.tables["handlings"] {
        let application = applications[&*row["applicationId"]];
        let applicant = &*application["applicantId"];
        let applicants = match members.get(applicant) {
            Some(stays) => stays.iter().map(|stay| &*stay["personId"]).collect(),
            None => vec![applicant],
        };
        let handler = &*row["personId"];
        let kin = kin.entry(handler);
        let kin = kin.or_insert_with(|| relatives.within(handler, AVOIDED, None));
        let mut applicants = applicants.into_iter();
        if row["step"] == "APPROVAL" && applicants.any(|one| one == handler || kin.contains(one)) {
            hits.insert(hit(handler, &application["id"]));
        }
    }
    hits
}
