//! Ids: opaque texts, unique per label and stable across loads.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    fault::{Fault, Invalid},
    identity,
};

/// Longest id taken, in characters.
const LONGEST: usize = 64;

/// What every id must be: 1 to 64 characters, no control characters, no surrounding blanks, and
/// not itself a number that identifies a person or an account.
///
/// # Errors
/// [`Fault::MissingValue`], [`Fault::BadId`] or [`Fault::SensitiveId`].
pub fn check(text: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(Invalid::new(Fault::MissingValue, "an id is needed here"));
    }
    let too_long = text.len() > LONGEST && text.chars().count() > LONGEST;
    if too_long || text.trim() != text || text.chars().any(char::is_control) {
        return Err(Invalid::new(
            Fault::BadId,
            format!(
                "an id has at most {LONGEST} characters, no control characters and no blanks around it"
            ),
        ));
    }
    if let Some(kind) = sensitive(text) {
        return Err(Invalid::new(
            Fault::SensitiveId,
            format!(
                "this id reads as {kind}; hand over an id of the register instead, or a keyed hash of the number"
            ),
        ));
    }
    Ok(())
}

/// What sensitive number an id, or a part of it between separators, reads as.
fn sensitive(id: &str) -> Option<&'static str> {
    id.split(|c: char| !c.is_ascii_alphanumeric())
        .find_map(|part| {
            let digits = part.bytes().all(|b| b.is_ascii_digit());
            if identity::reads_as_id_number(part) {
                Some("an ID number")
            } else if digits && identity::reads_as_mobile(part) {
                Some("a phone number")
            } else if digits && (identity::reads_as_card(part) || part == id && part.len() >= 15) {
                Some("a card or account number")
            } else if !digits && identity::reads_as_credit_code(part) {
                Some("a unified social credit code")
            } else {
                None
            }
        })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A person, official or not.
    PersonId;
    /// A household of any register.
    HouseholdId;
    /// A company, cooperative or sole trader.
    CompanyId;
    /// A bank account.
    AccountId;
    /// A public body, village collective or organisation that runs programmes.
    AgencyId;
    /// A post that a person can hold.
    PostId;
    /// A subsidy or fund programme.
    ProgrammeId;
    /// One payment.
    PaymentId;
    /// Works or a purchase of public money.
    ProjectId;
    /// A lot that is put out to tender.
    TenderId;
    /// A contract of public money.
    ContractId;
    /// A supplement or price change of a contract.
    AmendmentId;
    /// Money handed from tier to tier before anyone is paid.
    AllocationId;
}

/// A link with an identity of its own: kinship, marriage, tenure, membership, interest.
///
/// It is made from what the link is, never handed over: 16 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkId(String);

impl LinkId {
    /// The id of a link of a table between two ends; the occurrence tells several links of one
    /// kind between the same ends apart.
    #[must_use]
    pub fn of(table: &str, from: &str, to: &str, kind: &str, occurrence: &str) -> Self {
        let digest = Sha256::digest([table, from, to, kind, occurrence].join("\u{1f}"));
        Self(HEXLOWER.encode(&digest[..8]))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for LinkId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(id: &str) -> Option<Fault> {
        id.parse::<PersonId>().err().map(|invalid| invalid.fault)
    }

    #[test]
    fn ordinary_ids_are_taken() {
        for id in [
            "p-1",
            "张三-7",
            "990101101201",
            "pay-00000000001",
            "550e8400-e29b-41d4-a716-446655440000",
            "0123456789abcdef",
        ] {
            assert_eq!(fault(id), None, "{id}");
        }
    }

    #[test]
    fn shapeless_ids_are_refused() {
        assert_eq!(fault(""), Some(Fault::MissingValue));
        assert_eq!(fault(" p"), Some(Fault::BadId));
        assert_eq!(fault("p\n1"), Some(Fault::BadId));
        assert_eq!(fault(&"p".repeat(65)), Some(Fault::BadId));
    }

    #[test]
    fn a_link_is_known_by_what_it_is() {
        let link = LinkId::of("tenures", "p-1", "post-1", "HOLDS", "2019-01-01");
        assert_eq!(link.as_str().len(), 16);
        assert_eq!(
            link,
            LinkId::of("tenures", "p-1", "post-1", "HOLDS", "2019-01-01")
        );
        assert_ne!(link, LinkId::of("tenures", "p-1", "post-1", "HOLDS", "-"));
        assert_ne!(
            link,
            LinkId::of("tenures", "p-1p", "ost-1", "HOLDS", "2019-01-01")
        );
    }

    #[test]
    fn numbers_that_identify_someone_are_refused() {
        for id in [
            "11010519491231002X",
            "p-11010519491231002x",
            "110105491231002",
            "13800138000",
            "person:13800138000",
            "6222020200012345678",
            "910000000000000000",
            "91350100M000100Y43",
        ] {
            assert_eq!(fault(id), Some(Fault::SensitiveId), "{id}");
        }
    }
}
