//! Ids made of numbers that identify someone, so that the number itself never becomes an id.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// How many characters of the code are kept: 130 bits.
const LENGTH: usize = 26;

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
