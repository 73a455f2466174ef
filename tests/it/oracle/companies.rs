//! The companies of an official's relatives, by brute force.

use super::{County, Question, Record, cell, covers, fen, holds, owned};

/// A company in which relatives hold interests.
pub struct Company {
    pub id: String,
    pub awards: usize,
    pub awarded_fen: i64,
    pub payments: usize,
    pub paid_fen: i64,
    /// By length, letters and people of the chain.
    pub relatives: Vec<Relative>,
}

/// A relative with the rows of `interests` that count.
pub struct Relative {
    pub chain: String,
    pub people: Vec<String>,
    pub interests: Vec<Record>,
}

impl County {
    /// The companies in scope, those awarded most first, and how many rows scope cuts. Nothing where
    /// there is no such official in scope.
    pub fn companies_of_relatives(
        &self,
        question: &Question,
        on: &str,
    ) -> Option<(Vec<Company>, usize)> {
        let official = question.official.as_str();
        let mut tenures = self.rows("tenures");
        if !tenures.any(|t| cell(t, "personId") == official) || !self.sees(question, official) {
            return None;
        }
        let kin = self.kinships(official, question.within, on);
        let (mut companies, mut hidden) = (Vec::new(), 0);
        for company in self.rows("companies") {
            let id = cell(company, "id");
            let mut held = Vec::new();
            for interest in self.rows("interests") {
                let holder = cell(interest, "holderId");
                if cell(interest, "companyId") == id
                    && cell(interest, "holderKind") == "PERSON"
                    && holds(interest, ["from", "to"], on)
                    && let Some(way) = kin.get(holder)
                {
                    held.push((way, holder, interest));
                }
            }
            if held.is_empty() {
                continue;
            }
            let seen = covers(question, cell(company, "regionCode"));
            let all_seen = held
                .iter()
                .all(|(_, holder, _)| self.sees(question, holder));
            hidden += usize::from(!seen || !all_seen);
            if seen {
                held.sort();
                companies.push(self.company(
                    id,
                    held.iter().map(|(way, holder, interest)| {
                        (way.1.as_str(), way.2.as_slice(), *holder, *interest)
                    }),
                ));
            }
        }
        companies.sort_by(|a, b| (b.awarded_fen, &a.id).cmp(&(a.awarded_fen, &b.id)));
        Some((companies, hidden.next_multiple_of(5)))
    }

    fn company<'a>(
        &self,
        id: &str,
        held: impl Iterator<Item = (&'a str, &'a [&'a str], &'a str, &'a Record)>,
    ) -> Company {
        let mut relatives = Vec::<(String, Relative)>::new();
        for (chain, people, holder, interest) in held {
            let who = self.who(holder).to_owned();
            match relatives.iter_mut().find(|(other, _)| *other == who) {
                Some((_, relative)) => relative.interests.push(interest.clone()),
                None => {
                    let (chain, people) = (chain.to_owned(), owned(people));
                    relatives.push((
                        who,
                        Relative {
                            chain,
                            people,
                            interests: vec![interest.clone()],
                        },
                    ));
                }
            }
        }
        let won = |contract: &&Record| {
            cell(contract, "supplierId") == id && cell(contract, "supplierKind") == "COMPANY"
        };
        let won: Vec<_> = self.rows("contracts").filter(won).collect();
        let paid = |payment: &&Record| {
            cell(payment, "payeeId") == id
                && cell(payment, "payeeKind") == "COMPANY"
                && ["", "PAID"].contains(&cell(payment, "status"))
        };
        let paid: Vec<_> = self.rows("payments").filter(paid).collect();
        let net =
            |payment: &&Record| fen(cell(payment, "amount")) - self.given_back(cell(payment, "id"));
        Company {
            id: id.to_owned(),
            awards: won.len(),
            awarded_fen: won
                .iter()
                .map(|contract| fen(cell(contract, "amount")))
                .sum(),
            payments: paid.len(),
            paid_fen: paid.iter().map(net).sum(),
            relatives: relatives
                .into_iter()
                .map(|(_, relative)| relative)
                .collect(),
        }
    }
}
