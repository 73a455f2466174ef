//! Ids made of sensitive numbers: a keyed hash, so that the graph holds no number as an id and two
//! departments that hand over the same number speak of the same node.

use std::str::FromStr;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::model::{
    Fault, Invalid,
    codes::codes,
    identity::{AccountNumber, CreditCode, IdNumber},
};

/// Characters of such an id: 130 bits.
const LENGTH: usize = 26;

codes! {
    /// What a number identifies.
    pub enum Natural {
        /// A person, by ID number.
        Person = "PERSON",
        /// A company, by unified social credit code.
        Company = "COMPANY",
        /// An account, by account number.
        Account = "ACCOUNT",
    }
}

impl Natural {
    /// The number in the one form in which it is compared: an ID number of 15 digits becomes 18, an
    /// account number loses its blanks.
    ///
    /// # Errors
    /// When the text is no such number.
    pub fn normal(self, text: &str) -> Result<String, Invalid> {
        Ok(match self {
            Self::Person => IdNumber::from_str(text)?.as_str().to_owned(),
            Self::Company => CreditCode::from_str(text)?.as_str().to_owned(),
            Self::Account => AccountNumber::from_str(text)?
                .as_str()
                .to_ascii_uppercase(),
        })
    }
}

/// The id of whoever or whatever a number identifies: the first 26 characters of
/// `base32(HMAC-SHA256(secret, kind, number))` in lower case.
///
/// # Errors
/// When the text is no such number.
pub fn natural_id(secret: &str, kind: Natural, value: &str) -> Result<String, Invalid> {
    let number = kind.normal(value)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
        .map_err(|error| Invalid::new(Fault::BadId, error.to_string()))?;
    mac.update(kind.as_str().as_bytes());
    mac.update(b"\x1f");
    mac.update(number.as_bytes());
    let mut id = BASE32_NOPAD.encode(&mac.finalize().into_bytes());
    id.truncate(LENGTH);
    id.make_ascii_lowercase();
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids;

    /// Computed with Python's hmac, hashlib and base64.
    #[test]
    fn it_is_the_keyed_hash_of_kind_and_number() {
        for (kind, number, id) in [
            (Natural::Person, "11010519491231002X", "pnrh4pq6ztmfxlbkcbwksfoymz"),
            (Natural::Company, "91350100M000100Y43", "qz2s2wmiucqwelaby7eove55dm"),
            (Natural::Account, "6222020200012345678", "cx572z3qyvomglcbflmawvnp35"),
        ] {
            let made = natural_id("a secret of the county", kind, number).unwrap();
            assert_eq!(made, id);
            assert!(ids::check(&made).is_ok());
        }
    }

    #[test]
    fn one_number_has_one_id_however_it_is_written() {
        let id = |kind, text| natural_id("s", kind, text).unwrap();
        assert_eq!(
            id(Natural::Person, "110105491231002"),
            id(Natural::Person, "11010519491231002x")
        );
        assert_eq!(
            id(Natural::Account, "6222 0202 0001 2345 678"),
            id(Natural::Account, "6222020200012345678")
        );
        assert_ne!(
            id(Natural::Account, "110105194912310021"),
            id(Natural::Person, "110105194912310021")
        );
        let other = natural_id("another", Natural::Person, "110105491231002").unwrap();
        assert_ne!(id(Natural::Person, "110105491231002"), other);
    }

    #[test]
    fn what_is_no_number_has_no_id() {
        let invalid = natural_id("s", Natural::Person, "张三").unwrap_err();
        assert_eq!(invalid.fault, Fault::BadIdentity);
    }
}
