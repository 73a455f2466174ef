//! Kin: how two people are related, step by step, and what that is called.
//!
//! A [`Step`] leads to a parent, child, spouse or sibling; a [`Chain`] is up to four of them; a
//! scope of [`KinScopes`] is the set of chains a law or a question means by "relatives"; a [`Kin`] is one
//! chain with what is on file of the people along it, and composes the kinship term in Chinese and
//! English. The terms stand in `kin/lexicon.txt`, the scopes in `kin/scopes.txt`: both grow by a row.

mod chain;
mod lexicon;
mod scope;
mod step;
mod term;

pub use chain::{Chain, ChainError, Facts, Kin, MAX_STEPS};
pub use scope::{Hops, HopsError, KinScopes, ScopeError};
pub use step::{Locale, Nature, Seniority, Sex, Step};

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeSet, HashMap},
        rc::Rc,
    };

    use chrono::NaiveDate;

    use super::*;

    const LOCALES: [Locale; 2] = [Locale::Zh, Locale::En];

    /// Reads the people of a row of `kin/golden.txt`.
    fn kin(people: &str) -> Kin {
        let (mut letters, mut natures, mut facts) = (String::new(), Vec::new(), Vec::new());
        for (place, word) in people.split_whitespace().enumerate() {
            let (word, nature) = word.split_once(':').unwrap_or((word, ""));
            let (word, rank) = word.split_once('#').unwrap_or((word, ""));
            let mut chars = word.chars();
            if place > 0 {
                letters.extend(chars.next());
                natures.push(serde_json::from_value(nature.into()).ok());
                assert!(
                    nature.is_empty() || natures[place - 1].is_some(),
                    "{nature}"
                );
            }
            let sex = match chars.next() {
                Some('M') => Some(Sex::Male),
                Some('F') => Some(Sex::Female),
                sex => {
                    assert_eq!(sex, Some('?'), "{people}");
                    None
                }
            };
            let year = chars.as_str();
            facts.push(Facts {
                sex,
                born_on: (!year.is_empty()).then(|| born(year.parse().unwrap())),
                birth_order: (!rank.is_empty()).then(|| rank.parse().unwrap()),
            });
        }
        Kin::new(letters.parse().unwrap(), &natures, &facts)
    }

    fn born(year: i32) -> NaiveDate {
        NaiveDate::from_yo_opt(year, 1).unwrap()
    }

    #[test]
    fn the_golden_terms_hold() {
        let rows = include_str!("kin/golden.txt").lines();
        let rows = rows.filter(|row| !row.is_empty() && !row.starts_with('#'));
        let wrong: Vec<String> = rows
            .filter_map(|row| {
                let people = row.split(" | ").next().unwrap();
                let [zh, en] = LOCALES.map(|locale| kin(people).term(locale));
                let composed = format!("{people} | {zh} | {en}");
                (composed != row).then(|| format!("expected {row}\ncomposed {composed}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn plain_words_name_every_step() {
        for (people, zh, en) in [
            (
                "M pM1950 bM1948 cM",
                "父亲 → 哥哥 → 儿子",
                "father → brother → son",
            ),
            ("M pM bM cM", "父亲 → 兄弟 → 儿子", "father → brother → son"),
            (
                "? p? b? c?",
                "父母 → 兄弟姐妹 → 子女",
                "parent → sibling → child",
            ),
            ("M s? pF", "妻子 → 母亲", "wife → mother"),
            ("? s?", "配偶", "spouse"),
            ("M pM:STEP b?#1", "父亲 → 兄弟姐妹", "father → sibling"),
        ] {
            assert_eq!(kin(people).plain(Locale::Zh), zh);
            assert_eq!(kin(people).plain(Locale::En), en);
        }
    }

    #[test]
    fn the_other_end_sees_the_same_kinship() {
        for (people, there, back) in [
            ("M1980 pM1950 bM1948", "伯父", "侄子"),
            ("F1980 pF1950 bF1948", "姨母", "外甥女"),
            ("M1980 pM1950 bM1948 cF1978", "堂姐", "堂弟"),
            ("M sF1970 bM1968", "大舅子", "妹夫"),
            ("M pM:STEP", "继父", "继子"),
            ("M sF bF sM", "连襟", "连襟"),
            ("F cM sF pF", "亲家母", "亲家母"),
            (
                "M1980 bM1970:HALF pF:ADOPTIVE",
                "半血缘哥哥的养母",
                "养子的半血缘弟弟",
            ),
        ] {
            let kin = kin(people);
            assert_eq!(kin.term(Locale::Zh), there);
            assert_eq!(kin.reversed().term(Locale::Zh), back);
            assert_eq!(kin.reversed().reversed(), kin);
        }
    }

    #[test]
    fn contradictory_facts_still_have_a_name() {
        assert_eq!(kin("M sM").term(Locale::Zh), "丈夫");
        assert_eq!(kin("M pM sM").term(Locale::En), "father's husband");
        assert_eq!(kin("M1970#2 bM1970#2").term(Locale::En), "brother");
    }

    /// Sex and rank by birth of everybody along a chain, each where known.
    type Case = Vec<(Option<Sex>, Option<i32>)>;

    /// The case with one more fact, once for each way that fact may turn out.
    fn completions(chain: Chain, case: &Case, person: usize, sex: bool) -> Vec<Case> {
        let (known_sex, known_rank) = case[person];
        let with = |fact| {
            let mut case = case.clone();
            case[person] = fact;
            case
        };
        if sex {
            // Spouses alternate in sex along a run of marriages.
            let fits = |case: &Case| {
                (0..case.len()).all(|from| {
                    let run = chain.steps()[from..]
                        .iter()
                        .take_while(|step| **step == Step::Spouse);
                    (1..=run.count()).all(|hops| match (case[from].0, case[from + hops].0) {
                        (Some(one), Some(other)) => (one == other) == (hops % 2 == 0),
                        _ => true,
                    })
                })
            };
            let sexes = [Sex::Male, Sex::Female].map(|sex| with((Some(sex), known_rank)));
            return sexes.into_iter().filter(fits).collect();
        }
        let others = case.iter().flat_map(|(_, rank)| *rank).count() as i32;
        let ranks = (0..=others).map(|rank| {
            let mut case = with((known_sex, None));
            for (_, other) in &mut case {
                *other = other.map(|other| if other < rank { other } else { other + 1 });
            }
            case[person].1 = Some(rank);
            case
        });
        ranks.collect()
    }

    type Done = HashMap<Case, Rc<BTreeSet<String>>>;

    /// Checks a case and every case with more facts; returns its terms.
    fn check(chain: Chain, locale: Locale, case: &Case, done: &mut Done) -> Rc<BTreeSet<String>> {
        if let Some(terms) = done.get(case) {
            return Rc::clone(terms);
        }
        let facts = |(sex, rank): &(_, Option<i32>)| Facts {
            sex: *sex,
            born_on: rank.map(|rank| born(1950 + rank)),
            birth_order: None,
        };
        let people: Vec<Facts> = case.iter().map(facts).collect();
        let list = Kin::new(chain, &[], &people).terms(locale);
        let terms: BTreeSet<String> = list.iter().map(|term| unqualified(term, locale)).collect();
        assert!(list.iter().all(|term| !term.is_empty()), "{chain} {case:?}");
        assert_eq!(terms.len(), list.len(), "{chain} {case:?} repeats {list:?}");
        for person in 0..case.len() {
            let (sex, rank) = case[person];
            for (asks_sex, missing) in [(true, sex.is_none()), (false, rank.is_none())] {
                if missing {
                    let all: Vec<_> = completions(chain, case, person, asks_sex)
                        .iter()
                        .map(|case| check(chain, locale, case, done))
                        .collect();
                    let union: BTreeSet<&String> =
                        all.iter().flat_map(|terms| terms.iter()).collect();
                    assert_eq!(
                        terms.iter().collect::<BTreeSet<_>>(),
                        union,
                        "{chain} {case:?} {person}"
                    );
                }
            }
        }
        let terms = Rc::new(terms);
        done.insert(case.clone(), Rc::clone(&terms));
        terms
    }

    /// English leaves qualifiers out where they are not on file.
    fn unqualified(term: &str, locale: Locale) -> String {
        let qualifiers: &[&str] = match locale {
            Locale::Zh => &[],
            Locale::En => &["elder ", "younger ", "paternal ", "maternal "],
        };
        qualifiers
            .iter()
            .fold(term.to_owned(), |term, word| term.replace(word, ""))
    }

    #[test]
    fn candidates_are_what_the_missing_facts_may_turn_out_to_mean() {
        for chain in Hops::new(3).unwrap().chains() {
            // Nobody asks the sex of the one who looks but a spouse's, nor who is elder but of siblings.
            let letters = chain.to_string();
            let looks = (!letters.starts_with('s')).then_some(Sex::Male);
            let ranked = !letters.contains('b') && letters != "psc";
            let nothing: Case = (0..=chain.hops() as i32)
                .map(|person| (looks.filter(|_| person == 0), ranked.then_some(person)))
                .collect();
            for locale in LOCALES {
                let mut done = HashMap::new();
                check(chain, locale, &nothing, &mut done);
                let complete = |case: &Case| {
                    case.iter()
                        .all(|(sex, rank)| sex.is_some() && rank.is_some())
                };
                for (case, terms) in done.iter().filter(|(case, _)| complete(case)) {
                    // Own or step: no fact on file tells of these two.
                    let open = ["ps", "sc"].iter().any(|pair| letters.contains(pair));
                    let most = if open { 2 } else { 1 };
                    assert!(terms.len() <= most, "{chain} {case:?} {terms:?}");
                }
            }
        }
    }
}
