//! Values that not everybody may read, wrapped so that nothing can print them by accident.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer};

use super::policy::{Kind, Row};

/// A value of kind `K`, readable only through [`Viewer::show`](super::Viewer::show).
///
/// It has no `Display`, `Serialize` or `Deref`, and its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive<K, T>(T, PhantomData<K>);

impl<K, T: AsRef<str>> Sensitive<K, T> {
    pub(super) fn inner(&self) -> &str {
        self.0.as_ref()
    }
}

impl<K, T> From<T> for Sensitive<K, T> {
    fn from(value: T) -> Self {
        Self(value, PhantomData)
    }
}

impl<K, T> fmt::Debug for Sensitive<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sensitive")
    }
}

impl<'de, K, T: Deserialize<'de>> Deserialize<'de> for Sensitive<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| Self(value, PhantomData))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name;

        impl Kind for $name {
            const ROW: Row = Row::$name;
        }
    )*};
}

kinds! {
    /// Resident identity number.
    IdNumber;
    /// Telephone number of a person.
    Phone;
    /// Bank account number.
    AccountNumber;
    /// Where a person lives.
    Address;
    /// What stands in a cell that was refused.
    RejectedValue;
}

/// The first and the last character, and one `*` for each between them.
///
/// Of one or two characters nothing is left: both would be all of them.
#[must_use]
pub fn mask(text: &str) -> String {
    let length = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(at, character)| {
            if length > 2 && (at == 0 || at + 1 == length) {
                character
            } else {
                '*'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_the_ends_alone() {
        assert_eq!(mask("990101198003071234"), "9****************4");
        assert_eq!(mask("大塘村三组"), "大***组");
        assert_eq!(mask("ab"), "**");
        assert_eq!(mask(""), "");
    }

    #[test]
    fn debug_says_nothing() {
        let value: Sensitive<IdNumber, String> =
            serde_json::from_str("\"990101198003071234\"").unwrap();
        assert!(!format!("{value:?}").contains('9'));
    }
}
