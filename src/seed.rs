//! The small county in `seed/`, inside the binary, for `kinflow demo`.

use std::io::{self, Cursor, Read};

use rust_embed::RustEmbed;

use crate::load::Files;

/// The tables below `seed/`.
#[derive(RustEmbed)]
#[folder = "seed"]
pub struct Seed;

/// The official that the first example asks about: `seed/README.md` tells the story.
pub const HEADLINE_OFFICIAL: &str = "p-liu-jianguo";

impl Files for Seed {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(<Self as RustEmbed>::iter()
            .map(|name| name.into_owned())
            .collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        let file = <Self as RustEmbed>::get(name);
        Ok(file.map(|file| Box::new(Cursor::new(file.data)) as Box<dyn Read + Send>))
    }
}
