//! Numbers that identify someone, handed over in place of ids, and ids made of them, so that the
//! number itself never becomes an id.

use std::str::FromStr;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{
    catalogue::{Column, Label, Meaning, Shape, Table},
    finding::Refusal,
};
use crate::model::identity::{AccountNumber, CreditCode, IdNumber};

/// How many characters of the code are kept: 130 bits.
const LENGTH: usize = 26;

/// A number handed over in place of an id.
pub(super) struct Natural {
    /// The place of the column among the table's.
    pub column: usize,
    pub kind: NaturalKind,
    pub number: String,
}

/// Which number stands in place of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NaturalKind {
    IdNumber,
    CreditCode,
    AccountNumber,
}

impl NaturalKind {
    /// The kinds of number that a label is known by.
    pub fn of(label: Label) -> Option<Self> {
        match label.0 {
            "Person" => Some(Self::IdNumber),
            "Company" => Some(Self::CreditCode),
            "Account" => Some(Self::AccountNumber),
            _ => None,
        }
    }

    pub fn label(self) -> Label {
        Label(match self {
            Self::IdNumber => "Person",
            Self::CreditCode => "Company",
            Self::AccountNumber => "Account",
        })
    }

    /// The column that holds the number in place of an id: `payeeIdNumber` for `payeeId`, and the
    /// row's own `idNumber` for `id`.
    pub fn column(self, of: &str) -> String {
        let ending = match self {
            Self::IdNumber => "IdNumber",
            Self::CreditCode => "CreditCode",
            Self::AccountNumber => "AccountNumber",
        };
        match (of.strip_suffix("Id"), self) {
            (Some(stem), Self::AccountNumber) if stem.ends_with("ccount") => {
                format!("{stem}Number")
            }
            (Some(stem), _) => format!("{stem}{ending}"),
            (None, Self::AccountNumber) => "number".to_owned(),
            (None, _) => ending[..1].to_lowercase() + &ending[1..],
        }
    }

    /// Reads the number that stands in place of the id of a column.
    pub fn read(self, column: &'static str, text: &str) -> Result<String, Refusal> {
        match self {
            Self::IdNumber => IdNumber::from_str(text).map(|number| number.as_str().to_owned()),
            Self::CreditCode => CreditCode::from_str(text).map(|code| code.as_str().to_owned()),
            Self::AccountNumber => {
                AccountNumber::from_str(text).map(|number| number.as_str().to_owned())
            }
        }
        .map_err(|invalid| Refusal {
            column,
            value: text.to_owned(),
            invalid,
        })
    }
}

impl Table {
    /// The numbers that may stand in place of a column's id, with the column of each.
    pub(super) fn naturals(&self, column: &Column) -> Vec<(NaturalKind, String)> {
        let labels = match (&column.meaning, self.shape) {
            (Meaning::Id, Shape::Node(label)) => vec![label],
            _ => column.target().map_or(Vec::new(), |to| self.labels(to)),
        };
        labels
            .into_iter()
            .filter_map(NaturalKind::of)
            .map(|kind| (kind, kind.column(column.name)))
            .collect()
    }
}

/// The id that a number stands for: a keyed code of it and of what it identifies, which nobody
/// without the secret can make or undo.
pub(super) fn natural_id(secret: &str, kind: &str, value: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(kind.as_bytes());
    mac.update(&[0x1f]);
    mac.update(value.as_bytes());
    let mut id = BASE32_NOPAD.encode(&mac.finalize().into_bytes());
    id.truncate(LENGTH);
    id.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_depends_on_secret_kind_and_number() {
        let id = natural_id("s", "PERSON", "990101196709150857");
        assert_eq!(id.len(), LENGTH);
        assert_eq!(id, natural_id("s", "PERSON", "990101196709150857"));
        assert_ne!(id, natural_id("t", "PERSON", "990101196709150857"));
        assert_ne!(id, natural_id("s", "ACCOUNT", "990101196709150857"));
        assert!(crate::model::ids::check(&id).is_ok());
    }
}
