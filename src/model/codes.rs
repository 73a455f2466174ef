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

use super::fault::{Fault, Invalid};

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
