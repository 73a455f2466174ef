//! Tenders and who bids for them, as rows.

use super::{
    kin::{AVOIDED, Relatives},
    rows::*,
    *,
};

/// Offices by which somebody decides for a company.
const DECIDING: [&str; 2] = ["LEGAL_REPRESENTATIVE", "CONTROLLER"];

pub fn few_bidders(files: &Files) -> Hits {
    let bids = by(files, "bids", "tenderId");
    let few = files.tables["tenders"].iter().filter(|row| {
        let valid = |bid: &&&Row| bid["status"] != "REJECTED";
        bids[&*row["id"]].iter().filter(valid).count() < 3
    });
    subjects(few.map(|row| &*row["id"]))
}

/// What may tell that two bidders are one: phones, account, its agents, and address.
fn marks<'a>(bid: &'a Row, company: Option<&&'a Row>, agents: &[&'a Row]) -> BTreeSet<&'a str> {
    let agents = agents.iter().filter(|row| row["role"] == "AGENT");
    let mut marks: BTreeSet<&str> = agents.map(|row| &*row["ownerId"]).collect();
    let company = company.map(|company| [&*company["phone"], &*company["address"]]);
    marks.extend(company.into_iter().flatten());
    marks.extend([&*bid["phone"], &*bid["accountId"]]);
    marks.remove("");
    marks
}

/// C7: two bidders for a lot with one phone, address, account or agent, of whom one decides for the
/// other, or for both of whom one person or kin decide or hold half.
pub fn linked_bidders(files: &Files) -> Hits {
    let relatives = Relatives::of(files);
    let (companies, interests) = (
        files.by_id("companies"),
        by(files, "interests", "companyId"),
    );
    let agents = by(files, "accountOwners", "accountId");
    let mut hits = Hits::new();
    for (tender, bids) in by(files, "bids", "tenderId") {
        let bidders = bids.iter().map(|bid| {
            let (bidder, on) = (&*bid["bidderId"], &*bid["submittedOn"]);
            let held = interests.get(bidder).into_iter().flatten();
            let decide = held.filter(|interest| is_behind(interest, &DECIDING, 50.0, on));
            let decide = decide.map(|interest| &*interest["holderId"]);
            let own: BTreeSet<&str> = decide.chain([bidder]).collect();
            let kin = own
                .iter()
                .map(|one| relatives.within(one, AVOIDED, Some(on)));
            let near: BTreeSet<&str> = kin.flatten().chain(own.iter().copied()).collect();
            let agents = agents
                .get(&*bid["accountId"])
                .map_or(&[][..], |rows| &rows[..]);
            let marks = marks(bid, companies.get(bidder), agents);
            (bidder, own, near, marks)
        });
        let bidders: Vec<_> = bidders.collect();
        for (one, _, near, marks) in &bidders {
            for (other, their_own, _, their_marks) in &bidders {
                let linked = !near.is_disjoint(their_own) || !marks.is_disjoint(their_marks);
                if one != other && linked {
                    let [first, second] = [one.min(other), one.max(other)];
                    hits.insert(hit(tender, &format!("{first};{second}")));
                }
            }
        }
    }
    hits
}

/// Whether four prices rise by equal sums or equal ratios, but for a twentieth of a percent.
fn in_steps(four: &[f64]) -> bool {
    let alike = |step: fn(&[f64]) -> f64, tolerance: f64| {
        let steps: Vec<f64> = four.windows(2).map(step).collect();
        let all = steps.iter();
        all.clone().copied().fold(f64::MIN, f64::max) - all.copied().fold(f64::MAX, f64::min)
            <= tolerance
    };
    alike(|pair| pair[1] - pair[0], four[0] * 0.0005) || alike(|pair| pair[1] / pair[0], 0.0005)
}

/// C8: two equal bids, four in steps, or a winner far closer to the runner-up than in other lots;
/// not where lots are drawn.
pub fn patterned(files: &Files) -> Hits {
    let bids = by(files, "bids", "tenderId");
    let tenders = files.tables["tenders"].iter();
    let (mut gaps, mut patterned) = (Vec::new(), Vec::new());
    for tender in tenders.filter(|row| row["method"] != "LOTTERY") {
        let mut prices: Vec<f64> = bids[&*tender["id"]]
            .iter()
            .map(|bid| number(&bid["price"]))
            .collect();
        prices.sort_by(f64::total_cmp);
        let equal = prices.windows(2).any(|pair| pair[0] == pair[1]);
        if equal || prices.windows(4).any(in_steps) {
            patterned.push(&*tender["id"]);
        } else if let [least, next, ..] = prices[..] {
            gaps.push((((next - least) / least).ln(), &*tender["id"]));
        }
    }
    gaps.sort_by(|one, other| one.0.total_cmp(&other.0));
    if gaps.len() >= 20 {
        let [lower, upper] = [1, 3].map(|quarter| gaps[gaps.len() * quarter / 4].0);
        let close = gaps
            .iter()
            .filter(|gap| gap.0 <= lower - 1.5 * (upper - lower));
        patterned.extend(close.map(|gap| gap.1));
    }
    subjects(patterned.into_iter())
}

/// C9: in the year up to an award, three or more of a buyer's five or more and three of five go to
/// one supplier; what is called off one framework is one.
pub fn serial_winners(files: &Files) -> Hits {
    let mut hits = Hits::new();
    for (buyer, contracts) in by(files, "contracts", "buyerId") {
        let awarded = contracts.iter().filter(|row| !row["awardedOn"].is_empty());
        let awarded: Vec<&&Row> = awarded.collect();
        for last in &awarded {
            let mut all = BTreeSet::new();
            let mut won: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for row in &awarded {
                let framework = row["method"] == "FRAMEWORK";
                let award = &*row[if framework { "budgetItem" } else { "id" }];
                if (0..365).contains(&days(&row["awardedOn"], &last["awardedOn"])) {
                    all.insert(award);
                    won.entry(&row["supplierId"]).or_default().insert(award);
                }
            }
            let many = |won: &BTreeSet<&str>| won.len() >= 3 && won.len() * 10 >= all.len() * 6;
            let serial = won.iter().filter(|(_, won)| all.len() >= 5 && many(won));
            hits.extend(serial.map(|(supplier, _)| hit(buyer, supplier)));
        }
    }
    hits
}
