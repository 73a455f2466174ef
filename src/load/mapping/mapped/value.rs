//! What a cell, or several, become.

use std::borrow::Cow;

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

use crate::{
    load::{
        mapping::{
            convert::{Unfit, without_marks},
            recipe::{From, Recipe},
        },
        read::records::Kind,
    },
    model::{Fault, ids},
};

/// Characters of a computed id behind its prefix.
const HASH: usize = 26;

impl Recipe {
    /// The cell, which is not empty, as the table expects it.
    pub(super) fn value<'a>(
        &'a self,
        text: &'a str,
        kind: Kind,
        secret: Option<&str>,
    ) -> Result<Cow<'a, str>, Unfit> {
        match kind {
            Kind::Rounded => {
                return Err(unfit(
                    Fault::BadNumber,
                    "the number as text: the workbook kept 15 of its digits and lost the rest, so format the column as text and fill it again",
                ));
            }
            Kind::Error => {
                return Err(unfit(
                    Fault::BadText,
                    "a value, where the workbook has the error of a formula",
                ));
            }
            Kind::Text | Kind::Number => {}
        }
        if let From::Keyed { kind, .. } = &self.from {
            let Some(secret) = secret else {
                return Err(unfit(
                    Fault::BadId,
                    "the secret that ids are computed with; set load.id_secret",
                ));
            };
            return kind
                .id(secret, without_marks(text))
                .map(Cow::Owned)
                .map_err(|invalid| {
                    unfit(
                        invalid.fault,
                        &format!("a number that identifies one {}: {invalid}", kind.word()),
                    )
                });
        }
        if self.codes.is_empty() {
            return self.convert.apply(text, kind);
        }
        match self.codes.get(text) {
            Some(code) => Ok(Cow::Borrowed(code)),
            None if self.codes.values().any(|code| code == text) => Ok(Cow::Borrowed(text)),
            None => {
                let words: Vec<&str> = self.codes.keys().map(String::as_str).collect();
                Err(unfit(
                    Fault::UnknownCode,
                    &format!("one of {}; add this word to its codes", words.join(" ")),
                ))
            }
        }
    }
}

fn unfit(fault: Fault, expected: &str) -> Unfit {
    Unfit {
        fault,
        expected: expected.to_owned(),
    }
}

/// An id made of cells; nothing where all are empty.
pub(super) fn hashed(prefix: &str, cells: &[&str]) -> Result<String, Unfit> {
    if cells.iter().all(|cell| cell.is_empty()) {
        return Ok(String::new());
    }
    // Whoever holds the graph could try all numbers against a hash without a key.
    if cells
        .iter()
        .any(|cell| ids::check(cell).is_err_and(|invalid| invalid.fault == Fault::SensitiveId))
    {
        return Err(unfit(
            Fault::SensitiveId,
            "cells without a sensitive number; compute the id with id = { hmac = \"…\", kind = \"…\" }",
        ));
    }
    let digest = Sha256::digest(cells.join("\u{1f}"));
    let mut hash = BASE32_NOPAD.encode(&digest).to_ascii_lowercase();
    hash.truncate(HASH);
    Ok(format!("{prefix}-{hash}"))
}
