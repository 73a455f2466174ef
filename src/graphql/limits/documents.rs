//! Documents read before: a dashboard asks the same few again and again, and to parse one takes
//! longer than to find a person.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use async_graphql::parser::types::ExecutableDocument;

use super::{Refusal, read};
use crate::config::Limits;

/// Most documents held; one more makes room for all.
const HELD: usize = 256;

/// The documents that were found to be within the limits.
pub struct Documents {
    limits: Arc<Limits>,
    held: Mutex<HashMap<String, ExecutableDocument>>,
}

impl Documents {
    /// None yet.
    #[must_use]
    pub fn new(limits: Arc<Limits>) -> Self {
        Self {
            limits,
            held: Mutex::default(),
        }
    }

    /// A document within the limits, read now or before.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(&self, text: &str) -> Result<ExecutableDocument, Refusal> {
        let held = self.held.lock().ok();
        if let Some(document) = held.as_ref().and_then(|held| held.get(text)) {
            return Ok(document.clone());
        }
        drop(held);
        let document = read(text, &self.limits)?;
        if let Ok(mut held) = self.held.lock() {
            if held.len() == HELD {
                held.clear();
            }
            held.insert(text.to_owned(), document.clone());
        }
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn a_document_read_again_is_the_same_and_few_are_held() {
        let limits = Settings::read(None, &[]).unwrap().limits;
        let documents = Documents::new(Arc::new(limits));
        let first = format!("{:?}", documents.read("{ __typename }").unwrap());
        assert_eq!(
            format!("{:?}", documents.read("{ __typename }").unwrap()),
            first
        );
        for number in 0..2 * HELD {
            documents.read(&format!("{{ a{number} }}")).unwrap();
        }
        assert!(documents.held.lock().unwrap().len() <= HELD);
        assert!(documents.read("{").is_err());
        assert!(!documents.held.lock().unwrap().contains_key("{"));
    }
}
