//! Numbers that identify someone, from which a mapping may compute ids.

use std::str::FromStr;

use crate::{
    load::natural::natural_id,
    model::{
        Invalid,
        identity::{AccountNumber, CreditCode, IdNumber},
    },
};

/// What a number identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Number {
    /// A person, by ID number.
    Person,
    /// A company, by unified social credit code.
    Company,
    /// An account, by account number.
    Account,
}

impl Number {
    /// What a word of a mapping names.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Person, Self::Company, Self::Account]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    /// The kind as kind columns write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Company => "COMPANY",
            Self::Account => "ACCOUNT",
        }
    }

    /// The id of whoever or whatever has the number, however it is written: an ID number of 15
    /// digits and one of 18 are the same.
    ///
    /// # Errors
    /// When the text is no such number.
    pub fn id(self, secret: &str, text: &str) -> Result<String, Invalid> {
        let number = match self {
            Self::Person => IdNumber::from_str(text)?.as_str().to_owned(),
            Self::Company => CreditCode::from_str(text)?.as_str().to_owned(),
            Self::Account => AccountNumber::from_str(text)?.as_str().to_owned(),
        };
        Ok(natural_id(secret, self.word(), &number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fault, ids};

    /// Computed with Python's hmac, hashlib and base64.
    #[test]
    fn it_is_the_keyed_hash_of_kind_and_number() {
        for (kind, number, id) in [
            (
                Number::Person,
                "11010519491231002X",
                "pnrh4pq6ztmfxlbkcbwksfoymz",
            ),
            (
                Number::Company,
                "91350100M000100Y43",
                "qz2s2wmiucqwelaby7eove55dm",
            ),
            (
                Number::Account,
                "6222020200012345678",
                "cx572z3qyvomglcbflmawvnp35",
            ),
        ] {
            let made = kind.id("a secret of the county", number).unwrap();
            assert_eq!(made, id);
            assert!(ids::check(&made).is_ok());
        }
    }

    #[test]
    fn one_number_has_one_id_however_it_is_written() {
        let id = |kind: Number, text| kind.id("s", text).unwrap();
        assert_eq!(
            id(Number::Person, "110105491231002"),
            id(Number::Person, "11010519491231002x")
        );
        assert_eq!(
            id(Number::Account, "6222 0202 0001 2345 678"),
            id(Number::Account, "6222020200012345678")
        );
        assert_ne!(
            id(Number::Account, "110105194912310021"),
            id(Number::Person, "110105194912310021")
        );
    }

    #[test]
    fn what_is_no_number_has_no_id() {
        let invalid = Number::Person.id("s", "张三").unwrap_err();
        assert_eq!(invalid.fault, Fault::BadIdentity);
    }
}
