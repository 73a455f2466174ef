//! A TOML document read so that whatever is wrong with it is said with its line.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::load::FileFault;

/// The text of a document and its name.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    pub name: &'a str,
    pub text: &'a str,
}

impl<'a> Document<'a> {
    /// Parses the text and gives what `read` makes of it.
    pub fn read<T>(
        self,
        read: impl FnOnce(&mut Section<'_>) -> Result<T, FileFault>,
    ) -> Result<T, FileFault> {
        let table = DeTable::parse(self.text).map_err(|error| {
            let mut reason = format!("this is not TOML: {}", error.message());
            if error.message().contains("unquoted key") {
                reason +=
                    "; words other than names in Latin letters stand in quotes: \"男\" = \"MALE\"";
            }
            self.fault(error.span().unwrap_or_default(), reason)
        })?;
        let mut section = Section::new(self, table.get_ref(), 0..0);
        let made = read(&mut section)?;
        section.finish()?;
        Ok(made)
    }

    pub fn line(self, span: &Range<usize>) -> u64 {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        1 + before
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>()
    }

    fn fault(self, span: Range<usize>, reason: impl Into<String>) -> FileFault {
        FileFault::new(self.name, Some(self.line(&span)), reason)
    }
}

/// A table of the document, whose keys are taken one by one.
pub(super) struct Section<'d> {
    document: Document<'d>,
    table: &'d DeTable<'d>,
    span: Range<usize>,
    known: Vec<&'static str>,
}

/// A value of the document.
#[derive(Clone, Copy)]
pub(super) struct Item<'d> {
    document: Document<'d>,
    value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Section<'d> {
    fn new(document: Document<'d>, table: &'d DeTable<'d>, span: Range<usize>) -> Self {
        Self {
            document,
            table,
            span,
            known: Vec::new(),
        }
    }

    /// The line that it begins on.
    pub fn line(&self) -> u64 {
        self.document.line(&self.span)
    }

    pub fn fault(&self, reason: impl Into<String>) -> FileFault {
        self.document.fault(self.span.clone(), reason)
    }

    /// The value of a key, if it is there.
    pub fn take(&mut self, key: &'static str) -> Option<Item<'d>> {
        self.known.push(key);
        let value = self.table.get(key)?;
        Some(Item {
            document: self.document,
            value,
        })
    }

    /// A key's text, if it is there.
    pub fn text(&mut self, key: &'static str) -> Result<Option<&'d str>, FileFault> {
        self.take(key).map(Item::text).transpose()
    }

    /// A key's text or texts; none when it is not there.
    pub fn texts(&mut self, key: &'static str) -> Result<Vec<String>, FileFault> {
        self.take(key).map_or(Ok(Vec::new()), Item::texts)
    }

    /// Every key with its value and the line it stands on.
    pub fn entries(&self) -> impl Iterator<Item = (&'d str, Item<'d>)> {
        let document = self.document;
        self.table
            .iter()
            .map(move |(key, value)| (key.get_ref().as_ref(), Item { document, value }))
    }

    /// Refuses keys that nobody took.
    pub fn finish(&self) -> Result<(), FileFault> {
        let unknown = |key: &&Spanned<_>| {
            let key: &Spanned<toml::de::DeString<'_>> = key;
            !self.known.contains(&key.get_ref().as_ref())
        };
        match self.table.keys().find(unknown) {
            None => Ok(()),
            Some(key) => Err(self.document.fault(
                key.span(),
                format!(
                    "{} is not known here; keys are {}",
                    key.get_ref(),
                    self.known.join(", ")
                ),
            )),
        }
    }
}

impl<'d> Item<'d> {
    pub fn line(self) -> u64 {
        self.document.line(&self.value.span())
    }

    pub fn fault(self, reason: impl Into<String>) -> FileFault {
        self.document.fault(self.value.span(), reason)
    }

    fn expected<T>(self, what: &str, found: Option<T>) -> Result<T, FileFault> {
        found.ok_or_else(|| {
            let kind = self.value.get_ref().type_str();
            self.fault(format!("{what} is needed here, not a value of type {kind}"))
        })
    }

    pub fn is_text(self) -> bool {
        self.value.get_ref().is_str()
    }

    pub fn is_list(self) -> bool {
        self.value.get_ref().is_array()
    }

    pub fn is_number(self) -> bool {
        self.value.get_ref().is_integer()
    }

    pub fn text(self) -> Result<&'d str, FileFault> {
        self.expected("a text in quotes", self.value.get_ref().as_str())
    }

    /// One text, or several.
    pub fn texts(self) -> Result<Vec<String>, FileFault> {
        match self.value.get_ref().as_array() {
            None => Ok(vec![self.text()?.to_owned()]),
            Some(_) => self
                .list()?
                .map(|item| item.text().map(str::to_owned))
                .collect(),
        }
    }

    pub fn list(self) -> Result<impl Iterator<Item = Item<'d>>, FileFault> {
        let document = self.document;
        let list = self.expected("a list", self.value.get_ref().as_array())?;
        Ok(list.iter().map(move |value| Item { document, value }))
    }

    /// A whole number up to a bound.
    pub fn number(self, most: u64) -> Result<u64, FileFault> {
        let number = self.value.get_ref().as_integer();
        let number =
            number.and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
        let what = format!("a whole number from 0 to {most}");
        self.expected(&what, number.filter(|number| *number <= most))
    }

    pub fn truth(self) -> Result<bool, FileFault> {
        self.expected("true or false", self.value.get_ref().as_bool())
    }

    pub fn section(self) -> Result<Section<'d>, FileFault> {
        let table = self.expected("a table", self.value.get_ref().as_table())?;
        Ok(Section::new(self.document, table, self.value.span()))
    }
}
