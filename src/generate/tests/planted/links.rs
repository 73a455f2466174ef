//! Kin who decide and money that runs in a circle, as rows.

use super::{
    money::{by, date, fen, hit},
    *,
};

/// Whom a civil servant keeps off, as the law counts it: parent, child, spouse, sibling.
const AVOIDED: &str = "s p pp c cc b pb pbc bc sp sb sbs cs csp bs pbs pbcs bcs";

/// Who is a step of kinship away, by person and letter of the step.
fn steps(files: &Files) -> HashMap<(&str, char), Vec<&str>> {
    let mut steps: HashMap<(&str, char), Vec<&str>> = HashMap::new();
    for row in &files.tables["kinships"] {
        let (from, to) = (&*row["fromId"], &*row["toId"]);
        let [there, back] = if row["kind"] == "PARENT_OF" {
            ['c', 'p']
        } else {
            ['s', 's']
        };
        steps.entry((from, there)).or_default().push(to);
        steps.entry((to, back)).or_default().push(from);
    }
    let parents = steps.iter().filter(|((_, step), _)| *step == 'c');
    let mut siblings: HashMap<(&str, char), Vec<&str>> = HashMap::new();
    for (_, children) in parents {
        for one in children {
            let others = children.iter().filter(|other| *other != one);
            siblings.entry((one, 'b')).or_default().extend(others);
        }
    }
    steps.extend(siblings);
    steps
}

pub fn approved_by_kin(files: &Files) -> Hits {
    let applications = files.by_id("applications");
    let members = by(files, "memberships", "householdId");
    let steps = steps(files);
    let ids = files.by_id("persons");
    let close = |person: &str| -> BTreeSet<&str> {
        let chains = AVOIDED.split(' ').flat_map(|chain| {
            let mut ends: Vec<&str> = vec![person];
            for step in chain.chars() {
                let next = ends.iter().filter_map(|end| steps.get(&(*end, step)));
                ends = next.flatten().copied().collect();
            }
            ends.into_iter().map(str::to_owned).collect::<Vec<_>>()
        });
        chains
            .filter_map(|id| ids.get_key_value(&*id).map(|known| *known.0))
            .collect()
    };
    let mut kin: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut hits = Hits::new();
    for row in files.tables["handlings"]
        .iter()
        .filter(|row| row["step"] == "APPROVAL")
    {
        let application = applications[&*row["applicationId"]];
        let applicant = &*application["applicantId"];
        let applicants = match members.get(applicant) {
            Some(stays) => stays.iter().map(|stay| &*stay["personId"]).collect(),
            None => vec![applicant],
        };
        let handler = &*row["personId"];
        let kin = kin.entry(handler).or_insert_with(|| close(handler));
        if applicants
            .iter()
            .any(|one| *one == handler || kin.contains(one))
        {
            hits.insert(hit(handler, &application["id"]));
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
