//! The kinship term of one chain, composed from the rows of `lexicon.txt`.
//!
//! Every stretch of the chain is named from its shorter stretches, "whose + who", up to the whole.
//! A whole without a name is put together from the fewest stretches that have one: 妻子的伯父, "wife's
//! paternal uncle". A fact the composition asks for and nobody knows splits it into one candidate for
//! each answer, so the candidates are exactly what the missing facts could turn out to mean.
//!
//! Chinese is as exact as the facts. English names seniority for siblings and the side for uncles and
//! aunts, where on file, and else leaves the word out. A link without a nature claims nothing: its
//! words hold for birth, adoption and step alike. HALF is named of one's own siblings only.

use std::cmp::{Ordering, Reverse};

use super::{
    Chain, Kin, Locale, Nature, Seniority, Sex, Step,
    chain::PEOPLE,
    lexicon::{self, Name, Term},
};

impl Kin {
    /// The chain in plain words, one a step: `father → brother → son`, `父亲 → 哥哥 → 儿子`.
    pub fn plain(&self, locale: Locale) -> String {
        let file = Known::on_file(self);
        let words = self.chain.steps().iter().enumerate().map(|(from, step)| {
            let seniority = match locale {
                Locale::Zh => file.seniority[from][from + 1],
                Locale::En => None,
            };
            step.word(locale, file.sex[from + 1], seniority)
        });
        words.collect::<Vec<_>>().join(" → ")
    }

    /// The term: one where all facts are on file, else every candidate, joined by `/`.
    pub fn term(&self, locale: Locale) -> String {
        self.terms(locale).join("/")
    }

    /// Every term that may be meant, each once and never none: male before female, elder before
    /// younger, own before step.
    pub fn terms(&self, locale: Locale) -> Vec<String> {
        let kin = self.shortened();
        let file = Known::on_file(&kin);
        let mut terms = Vec::new();
        kin.candidates(locale, &file, file, &mut terms);
        terms
    }

    fn candidates(&self, locale: Locale, file: &Known, known: Known, terms: &mut Vec<String>) {
        match self.compose(&known) {
            Ok(chart) => {
                let term = self.write(&chart, locale, file);
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
            Err(gap) => {
                for answer in [true, false] {
                    self.candidates(locale, file, known.suppose(gap, answer), terms);
                }
            }
        }
    }

    /// Names every stretch of the chain, short ones first.
    fn compose(&self, known: &Known) -> Result<Chart, Gap> {
        let steps = self.chain.steps();
        let mut chart = [[None; PEOPLE]; PEOPLE];
        for (from, step) in steps.iter().enumerate() {
            chart[from][from + 1] = Some(self.link(from, *step, known)?);
        }
        for width in 2..=steps.len() {
            for (from, stretch) in steps.windows(width).enumerate() {
                // A spouse's other spouse is nobody's kin, whatever stands around them.
                if !stretch.windows(2).any(|pair| pair == [Step::Spouse; 2]) {
                    chart[from][from + width] = join(&chart, known, from, from + width)?;
                }
            }
        }
        Ok(chart)
    }

    fn link(&self, from: usize, step: Step, known: &Known) -> Result<Name, Gap> {
        let sex = known.sex[from + 1].ok_or(Gap::Sex(from + 1))?;
        let seniority = match step {
            Step::Sibling => {
                Some(known.seniority[from][from + 1].ok_or(Gap::Seniority(from, from + 1))?)
            }
            _ => None,
        };
        let [zh, en] =
            [Locale::Zh, Locale::En].map(|locale| step.word(locale, Some(sex), seniority));
        let plain = Name {
            key: zh,
            zh: Some(zh),
            en: Some(en),
        };
        let nature = match self.natures[from] {
            None | Some(Nature::Blood) => return Ok(plain),
            Some(Nature::Adoptive) => "ADOPTIVE",
            Some(Nature::Step) => "STEP",
            Some(Nature::Half) => "HALF",
        };
        Ok(match lexicon::term(nature, zh) {
            // A half-brother's son is a nephew all the same.
            Some(Term::One(name)) if nature == "HALF" => Name { key: zh, ..*name },
            Some(Term::One(name)) => *name,
            _ => plain,
        })
    }

    /// The name of the whole, or else of the fewest stretches that make it up; of several such ways
    /// one that cuts behind marriages (whoever married in has kin of their own), then the one whose
    /// first stretch is longest.
    fn write(&self, chart: &Chart, locale: Locale, file: &Known) -> String {
        let steps = self.chain.steps();
        let ways = (0_u32..1 << (steps.len() - 1)).filter_map(|cuts| {
            let is_end = |at: &usize| *at == steps.len() || cuts & (1 << (at - 1)) != 0;
            let mut from = 0;
            let mut parts = Vec::new();
            let mut amid_blood = 0;
            for to in (1..=steps.len()).filter(is_end) {
                let name = chart[from][to]?;
                parts.push(match locale {
                    Locale::Zh => name.zh?,
                    Locale::En => file.english(name.en?, from, to),
                });
                amid_blood += usize::from(to < steps.len() && steps[to - 1] != Step::Spouse);
                from = to;
            }
            Some((
                (parts.len(), amid_blood, Reverse(cuts.trailing_zeros())),
                parts,
            ))
        });
        let parts = ways.min_by_key(|(rank, _)| *rank).map(|(_, parts)| parts);
        parts.unwrap_or_default().join(match locale {
            Locale::Zh => "的",
            Locale::En => "'s ",
        })
    }
}

/// The name of each stretch from one person of the chain to a later one.
type Chart = [[Option<Name>; PEOPLE]; PEOPLE];

/// A stretch's name from the row for two shorter stretches, the first of them as long as may be: so
/// one's own mother's son is a brother before he is a father's stepson.
fn join(chart: &Chart, known: &Known, from: usize, to: usize) -> Result<Option<Name>, Gap> {
    let row = (from + 1..to)
        .rev()
        .find_map(|middle| lexicon::term(chart[from][middle]?.key, chart[middle][to]?.key));
    Ok(match row {
        None => None,
        Some(Term::One(name)) => Some(*name),
        Some(Term::ByAge { elder, younger }) => Some(
            match known.seniority[from][to].ok_or(Gap::Seniority(from, to))? {
                Seniority::Elder => *elder,
                Seniority::Younger => *younger,
            },
        ),
        Some(Term::ByParenthood { own, step }) => {
            let is_own = known.parenthood[from][to].ok_or(Gap::Parenthood(from, to))?;
            Some(if is_own { *own } else { *step })
        }
    })
}

/// A fact the composition asks for and nobody knows; people by their place in the chain.
#[derive(Clone, Copy)]
enum Gap {
    Sex(usize),
    Seniority(usize, usize),
    /// Whether the two are parent and child themselves: a parent's spouse, a spouse's child.
    Parenthood(usize, usize),
}

/// What is on file, or supposed on top of it, of the people of a chain.
#[derive(Clone, Copy)]
struct Known {
    chain: Chain,
    sex: [Option<Sex>; PEOPLE],
    /// Of the second person, seen from the first.
    seniority: [[Option<Seniority>; PEOPLE]; PEOPLE],
    parenthood: [[Option<bool>; PEOPLE]; PEOPLE],
}

impl Known {
    fn on_file(kin: &Kin) -> Self {
        let mut known = Self {
            chain: kin.chain,
            sex: kin.people.map(|facts| facts.sex),
            seniority: [[None; PEOPLE]; PEOPLE],
            parenthood: [[None; PEOPLE]; PEOPLE],
        };
        known.marry();
        for (from, one) in kin.people.iter().enumerate() {
            for (to, other) in kin.people.iter().enumerate() {
                known.seniority[from][to] = seniority(one.born_on, other.born_on);
            }
        }
        for (from, step) in kin.chain.steps().iter().enumerate() {
            // A rank is among the children of one couple.
            let half = matches!(kin.natures[from], Some(Nature::Half | Nature::Step));
            let to = from + 1;
            if *step == Step::Sibling && !half && known.seniority[from][to].is_none() {
                let by_rank = kin.people.map(|facts| facts.birth_order);
                known.seniority[from][to] = seniority(by_rank[from], by_rank[to]);
                known.seniority[to][from] = seniority(by_rank[to], by_rank[from]);
            }
        }
        known
    }

    /// With one gap filled: male, elder, own where `first`, else female, younger, not own.
    fn suppose(mut self, gap: Gap, first: bool) -> Self {
        match gap {
            Gap::Sex(person) => {
                self.sex[person] = Some(if first { Sex::Male } else { Sex::Female });
                self.marry();
            }
            Gap::Seniority(from, to) if first => self.order(to, from),
            Gap::Seniority(from, to) => self.order(from, to),
            Gap::Parenthood(from, to) => self.parenthood[from][to] = Some(first),
        }
        self
    }

    /// A spouse's sex follows from the other's.
    fn marry(&mut self) {
        let links = self.chain.steps().iter().enumerate();
        let marriages = links
            .filter(|(_, step)| **step == Step::Spouse)
            .map(|(from, _)| from);
        for from in marriages.clone() {
            self.sex[from + 1] = self.sex[from + 1].or(self.sex[from].map(Sex::other));
        }
        for from in marriages.rev() {
            self.sex[from] = self.sex[from].or(self.sex[from + 1].map(Sex::other));
        }
    }

    /// Whoever is no younger than `elder` is elder than whoever is no elder than `younger`.
    fn order(&mut self, elder: usize, younger: usize) {
        let before = self.seniority;
        for first in 0..PEOPLE {
            for last in 0..PEOPLE {
                let leads = first == elder || before[elder][first] == Some(Seniority::Elder);
                let trails = last == younger || before[younger][last] == Some(Seniority::Younger);
                if leads && trails && before[first][last].is_none() {
                    self.seniority[first][last] = Some(Seniority::Younger);
                    self.seniority[last][first] = Some(Seniority::Elder);
                }
            }
        }
    }

    /// The English words without what is not on file of the stretch they name.
    fn english(&self, words: &'static str, from: usize, to: usize) -> &'static str {
        let unless = |known: bool, words: &'static str, [one, other]: [&str; 2]| {
            let bare = words.strip_prefix(one).or(words.strip_prefix(other));
            bare.filter(|_| !known).unwrap_or(words)
        };
        let aged = self.seniority[from][to].is_some();
        let sided = self.sex[from + 1].is_some();
        unless(
            sided,
            unless(aged, words, ["elder ", "younger "]),
            ["paternal ", "maternal "],
        )
    }
}

/// The other's seniority seen from the one, where both are on file and differ.
fn seniority<T: Ord>(one: Option<T>, other: Option<T>) -> Option<Seniority> {
    match one?.cmp(&other?) {
        Ordering::Less => Some(Seniority::Younger),
        Ordering::Equal => None,
        Ordering::Greater => Some(Seniority::Elder),
    }
}
