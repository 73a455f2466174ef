//! The table of kinship terms: the rows of `lexicon.txt`, which says how to read and extend them.

use std::{collections::HashMap, sync::LazyLock};

/// What a row calls somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The Chinese term, by which further rows refer to it; `-` where none may.
    pub(super) key: &'static str,
    pub(super) zh: Option<&'static str>,
    pub(super) en: Option<&'static str>,
}

/// The last two columns of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    One(Name),
    /// By who is elder, seen from oneself.
    ByAge {
        elder: Name,
        younger: Name,
    },
    /// By whether the two are parent and child themselves.
    ByParenthood {
        own: Name,
        step: Name,
    },
}

/// What the table calls WHO of WHOSE.
pub(super) fn term(whose: &'static str, who: &'static str) -> Option<&'static Term> {
    static TERMS: LazyLock<HashMap<(&str, &str), Term>> = LazyLock::new(|| rows().collect());
    TERMS.get(&(whose, who))
}

fn rows() -> impl Iterator<Item = ((&'static str, &'static str), Term)> {
    let lines = include_str!("lexicon.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines.filter_map(columns).flat_map(|[whose, who, zh, en]| {
        let pairs = whose
            .split('/')
            .flat_map(move |whose| who.split('/').map(move |who| (whose, who)));
        pairs.map(move |pair| (pair, Term::new(zh, en)))
    })
}

/// Three columns without a space inside, and the rest of the line.
fn columns(line: &'static str) -> Option<[&'static str; 4]> {
    let (whose, rest) = line.split_once(' ')?;
    let (who, rest) = rest.trim_start().split_once(' ')?;
    let (zh, en) = rest.trim_start().split_once(' ')?;
    Some([whose, who, zh, en.trim()])
}

impl Term {
    fn new(zh: &'static str, en: &'static str) -> Self {
        let pair = |separator| {
            let (zh, other_zh) = zh.split_once(separator)?;
            let (en, other_en) = en.split_once(separator).unwrap_or((en, en));
            Some((Name::new(zh, en), Name::new(other_zh, other_en)))
        };
        match (pair('/'), pair('|')) {
            (Some((elder, younger)), _) => Self::ByAge { elder, younger },
            (None, Some((own, step))) => Self::ByParenthood { own, step },
            (None, None) => Self::One(Name::new(zh, en)),
        }
    }
}

impl Name {
    fn new(zh: &'static str, en: &'static str) -> Self {
        let word = |column| (column != "-").then_some(column);
        Self {
            key: zh,
            zh: word(zh),
            en: word(en),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_row_reads_and_none_repeats() {
        let lines = include_str!("lexicon.txt").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let [_, _, zh, en] = columns(line).expect(line);
            assert!(!en.is_empty(), "{line}");
            assert!(zh != "-" || en != "-", "names nobody: {line}");
        }
        let mut pairs = HashSet::new();
        for (pair, _) in rows() {
            assert!(pairs.insert(pair), "{pair:?} stands twice");
        }
    }

    #[test]
    fn every_word_leads_back_to_single_steps() {
        let mut words: HashSet<&str> =
            "ADOPTIVE STEP HALF 父亲 母亲 儿子 女儿 丈夫 妻子 哥哥 弟弟 姐姐 妹妹"
                .split(' ')
                .collect();
        let all: Vec<_> = rows().collect();
        for _ in 0..4 {
            for ((whose, who), term) in &all {
                if words.contains(whose) && words.contains(who) {
                    words.extend(match term {
                        Term::One(name) => [name.key; 2],
                        Term::ByAge { elder, younger } => [elder.key, younger.key],
                        Term::ByParenthood { own, step } => [own.key, step.key],
                    });
                }
            }
        }
        for ((whose, who), _) in &all {
            assert!(words.contains(whose), "no row and no step names {whose}");
            assert!(words.contains(who), "no row and no step names {who}");
        }
    }
}
