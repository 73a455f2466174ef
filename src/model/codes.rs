//! The closed lists of the tables: each word stands here once, as files, graph and API write it.

/// Makes an enum whose variants are written as fixed words.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $(#[derive($($derive:ident),+)])? pub enum $name:ident {
        $($(#[doc = $about:literal])+ $variant:ident = $word:literal),* $(,)?
    })*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize $($(, $derive)+)?)]
        pub enum $name { $($(#[doc = $about])+ #[serde(rename = $word)] $variant),* }

        impl $crate::model::codes::Codes for $name {
            const NAME: &'static str = stringify!($name);
            const ABOUT: &'static str = concat!($($doc),+);
            const MEANINGS: &'static [(&'static str, &'static str)] = &[$(($word, concat!($($about),+))),*];

            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl $name {
            /// Every code, in the list's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Every word, in the list's order.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word as files write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::fault::Invalid;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err($crate::model::codes::unknown(Self::WORDS)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
pub(crate) use codes;

mod companies;
mod funds;
mod parties;
mod projects;
mod record;

pub use companies::{AccountPurpose, CompanyKind, InterestKind};
pub use funds::{Basis, FundKind, PaymentKind, PaymentStatus, Posting, ProgrammeUnit};
pub use parties::{
    AgencyKind, HouseholdKind, JoinReason, KinshipKind, PartyKind, PostKind, StatusKind,
};
pub use projects::{AssetKind, BidStatus, LandRight, Method, PartyRole, StageKind};
pub use record::{
    Decision, EmploymentKind, FilingKind, HandlingStep, OwnerRole, PostingKind, PowerKind,
    ResidenceKind, SanctionKind, TipClass, TransferKind, WorkdayKind,
};

use super::{
    fault::{Fault, Invalid},
    kin::{Nature, Sex},
};

/// A closed list with what it and each of its words mean, as the API explains them.
pub trait Codes: Copy + std::str::FromStr + Send + Sync + 'static {
    /// The list's name.
    const NAME: &'static str;
    /// What the list is about.
    const ABOUT: &'static str;
    /// Each word and its meaning, in the list's order.
    const MEANINGS: &'static [(&'static str, &'static str)];

    /// The word of this code.
    fn word(self) -> &'static str;
}

/// A closed list, whatever its type.
#[derive(Debug)]
pub struct List {
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// Each word and its meaning.
    pub meanings: &'static [(&'static str, &'static str)],
}

impl List {
    const fn of<C: Codes>() -> Self {
        Self {
            name: C::NAME,
            about: C::ABOUT,
            meanings: C::MEANINGS,
        }
    }

    /// Every word, in the list's order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.meanings.iter().map(|(word, _)| *word)
    }

    /// The word as the list has it.
    ///
    /// # Errors
    /// [`Fault::UnknownCode`].
    pub fn word(&self, text: &str) -> Result<&'static str, Invalid> {
        self.words().find(|word| *word == text).ok_or_else(|| {
            let words: Vec<&str> = self.words().collect();
            unknown(&words)
        })
    }
}

/// Every closed list that a column of the tables takes its words from.
pub static LISTS: [List; 35] = [
    List::of::<AccountPurpose>(),
    List::of::<AgencyKind>(),
    List::of::<AssetKind>(),
    List::of::<Basis>(),
    List::of::<BidStatus>(),
    List::of::<CompanyKind>(),
    List::of::<Decision>(),
    List::of::<EmploymentKind>(),
    List::of::<FilingKind>(),
    List::of::<FundKind>(),
    List::of::<HandlingStep>(),
    List::of::<HouseholdKind>(),
    List::of::<InterestKind>(),
    List::of::<JoinReason>(),
    List::of::<KinshipKind>(),
    List::of::<LandRight>(),
    List::of::<Method>(),
    List::of::<Nature>(),
    List::of::<OwnerRole>(),
    List::of::<PartyRole>(),
    List::of::<PaymentKind>(),
    List::of::<PaymentStatus>(),
    List::of::<PostKind>(),
    List::of::<Posting>(),
    List::of::<PostingKind>(),
    List::of::<PowerKind>(),
    List::of::<ProgrammeUnit>(),
    List::of::<ResidenceKind>(),
    List::of::<SanctionKind>(),
    List::of::<Sex>(),
    List::of::<StageKind>(),
    List::of::<StatusKind>(),
    List::of::<TipClass>(),
    List::of::<TransferKind>(),
    List::of::<WorkdayKind>(),
];

/// The list of a name.
#[must_use]
pub fn list(name: &str) -> Option<&'static List> {
    LISTS.iter().find(|list| list.name == name)
}

/// The refusal of a word that is not in a closed list.
pub(crate) fn unknown(words: &[&str]) -> Invalid {
    Invalid::new(
        Fault::UnknownCode,
        format!("one of {} is needed here", words.join(" ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_and_written_as_it_stands() {
        for (code, word) in InterestKind::ALL.iter().zip(InterestKind::WORDS) {
            assert_eq!(word.parse::<InterestKind>().as_ref(), Ok(code));
            assert_eq!(serde_json::to_value(code).unwrap(), *word);
        }
        let unknown = "shareholder".parse::<InterestKind>().unwrap_err();
        assert_eq!(unknown.fault, Fault::UnknownCode);
        assert!(unknown.reason.contains("SHAREHOLDER"), "{unknown}");
    }
}
