//! Statements that differ only in a label, a type or a list of properties, which no parameter can
//! carry: one file with holes, filled once with words of our own.

use serde_json::Value;

use super::backend::{Exchange, Makes};

/// A file below `cypher/` whose text has holes, written `<Label>`.
///
/// Made by [`template!`](crate::template). What fills a hole comes from the loader's catalogue,
/// never from a caller: values travel as parameters, as everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Path below `cypher/`.
    pub file: &'static str,
    /// The text with its holes.
    pub text: &'static str,
}

/// Embeds a file below `cypher/` as a [`Template`].
#[macro_export]
macro_rules! template {
    ($file:literal) => {
        $crate::graph::Template {
            file: $file,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/cypher/", $file)),
        }
    };
}

/// A template without holes: a statement like any other.
#[derive(Clone, Copy, Debug)]
pub struct Filled {
    file: &'static str,
    text: &'static str,
    makes: Option<&'static Makes>,
}

impl Template {
    /// Fills every hole. The text lives as long as the program, so fill each template once.
    #[must_use]
    pub fn fill(self, holes: &[(&str, &str)]) -> Filled {
        let mut text = self.text.to_owned();
        for (hole, words) in holes {
            text = text.replace(&format!("<{hole}>"), words);
        }
        Filled {
            file: self.file,
            text: Box::leak(text.into_boxed_str()),
            makes: None,
        }
    }
}

impl Filled {
    /// The same, saying what it makes, for engines that have a faster way. Lives as long as the
    /// program, as the text does.
    #[must_use]
    pub fn making(self, makes: Makes) -> Self {
        Self {
            makes: Some(Box::leak(Box::new(makes))),
            ..self
        }
    }

    /// The same, to be run as it is written, as what it makes may be there already.
    #[must_use]
    pub fn by_text(self) -> Self {
        Self {
            makes: None,
            ..self
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The statement with values for its parameters.
    #[must_use]
    pub fn exchange<const N: usize>(&self, parameters: [(&str, Value); N]) -> Exchange {
        Exchange {
            file: self.file,
            text: self.text,
            parameters: parameters
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            makes: self.makes,
        }
    }
}
