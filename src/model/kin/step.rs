//! One step of kinship, and the plain words for whoever stands at its far end.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::codes::codes;

codes! {
    /// The sex on file, which decides most kinship terms.
    pub enum Sex {
        /// A man.
        Male = "MALE",
        /// A woman.
        Female = "FEMALE",
    }

    /// What a link between parent and child, or between siblings, rests on.
    pub enum Nature {
        /// Birth; of siblings: both parents in common.
        Blood = "BLOOD",
        /// Adoption.
        Adoptive = "ADOPTIVE",
        /// A parent's marriage.
        Step = "STEP",
        /// Of siblings: one parent in common.
        Half = "HALF",
    }

    /// The language of a term.
    pub enum Locale {
        /// Chinese.
        Zh = "ZH",
        /// English.
        En = "EN",
    }
}

/// One kin step, one hop in the graph.
///
/// The variants stand in the order of their letters, so that chains sort as their text does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Step {
    /// To a brother or sister, letter `b`.
    Sibling,
    /// To a child, letter `c`.
    Child,
    /// To a parent, letter `p`.
    Parent,
    /// To a husband or wife, letter `s`.
    Spouse,
}

/// Born before or after the person one looks from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seniority {
    /// Born before.
    Elder,
    /// Born after.
    Younger,
}

impl Step {
    /// Every step, in letter order.
    pub const ALL: [Self; 4] = [Self::Sibling, Self::Child, Self::Parent, Self::Spouse];

    /// The letter that stands for the step in a chain.
    pub const fn letter(self) -> char {
        match self {
            Self::Sibling => 'b',
            Self::Child => 'c',
            Self::Parent => 'p',
            Self::Spouse => 's',
        }
    }

    /// The step a letter stands for.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.letter() == letter)
    }

    /// The same step seen from its far end.
    pub const fn inverse(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Spouse | Self::Sibling => self,
        }
    }

    /// The plain word for the person at the far end, as exact as the facts given allow.
    pub const fn word(
        self,
        locale: Locale,
        sex: Option<Sex>,
        seniority: Option<Seniority>,
    ) -> &'static str {
        use {Locale::*, Seniority::*, Sex::*};
        let [either, male, female] = match (locale, self, seniority) {
            (Zh, Self::Parent, _) => ["父母", "父亲", "母亲"],
            (Zh, Self::Child, _) => ["子女", "儿子", "女儿"],
            (Zh, Self::Spouse, _) => ["配偶", "丈夫", "妻子"],
            (Zh, Self::Sibling, None) => ["兄弟姐妹", "兄弟", "姐妹"],
            (Zh, Self::Sibling, Some(Elder)) => ["哥哥或姐姐", "哥哥", "姐姐"],
            (Zh, Self::Sibling, Some(Younger)) => ["弟弟或妹妹", "弟弟", "妹妹"],
            (En, Self::Parent, _) => ["parent", "father", "mother"],
            (En, Self::Child, _) => ["child", "son", "daughter"],
            (En, Self::Spouse, _) => ["spouse", "husband", "wife"],
            (En, Self::Sibling, None) => ["sibling", "brother", "sister"],
            (En, Self::Sibling, Some(Elder)) => ["elder sibling", "elder brother", "elder sister"],
            (En, Self::Sibling, Some(Younger)) => {
                ["younger sibling", "younger brother", "younger sister"]
            }
        };
        match sex {
            None => either,
            Some(Male) => male,
            Some(Female) => female,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.letter())
    }
}

impl Sex {
    /// The other sex, which is the spouse's: marriage on file is between a man and a woman
    /// (Civil Code of the PRC, art. 1046).
    pub const fn other(self) -> Self {
        match self {
            Self::Male => Self::Female,
            Self::Female => Self::Male,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_read_back_and_sort_as_the_steps_do() {
        let letters: Vec<char> = Step::ALL.iter().map(|step| step.letter()).collect();
        assert!(letters.is_sorted() && Step::ALL.is_sorted());
        for step in Step::ALL {
            assert_eq!(Step::from_letter(step.letter()), Some(step));
            assert_eq!(step.inverse().inverse(), step);
            assert_eq!(step.to_string(), step.letter().to_string());
        }
        assert_eq!(Step::from_letter('x'), None);
    }

    #[test]
    fn words_say_no_more_than_is_known() {
        let word = |sex, seniority| Step::Sibling.word(Locale::Zh, sex, seniority);
        assert_eq!(word(None, None), "兄弟姐妹");
        assert_eq!(word(Some(Sex::Male), None), "兄弟");
        assert_eq!(word(Some(Sex::Female), Some(Seniority::Elder)), "姐姐");
        assert_eq!(Step::Parent.word(Locale::En, None, None), "parent");
        assert_eq!(
            Step::Parent.word(Locale::Zh, Some(Sex::Female), None),
            "母亲"
        );
    }
}
