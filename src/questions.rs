//! Questions of the data team: one statement a file, with a header that says what it asks for and what
//! it answers. What a file may say is settled when it is read, so that asking it can neither write, nor
//! run away, nor show a value that the policy lists.
//!
//! ```text
//! //! title = {en = "Payments after death", zh = "死亡后发放"}
//! //! [parameters.region]
//! //! type = "REGION"
//! //! [columns.payee]
//! //! type = "PERSON"
//! MATCH … RETURN … AS payee ORDER BY payee
//! ```

mod check;
mod header;
mod value;

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

use rust_embed::RustEmbed;

pub use check::try_out;
pub use header::{Column, Parameter, Sensitivity, Titles, ValueType};
pub use value::Cell;

use crate::{
    graph::{Exchange, Record},
    reading,
};

/// The questions that the program brings.
#[derive(RustEmbed)]
#[folder = "cypher/questions"]
struct Brought;

/// A question as its file says.
#[derive(Clone, Debug)]
pub struct Question {
    /// The file's name without its ending: what it is asked by.
    pub name: String,
    /// What it is called.
    pub title: Titles,
    /// Who may ask it.
    pub sensitivity: Sensitivity,
    /// What it asks for, by name.
    pub parameters: Vec<Parameter>,
    /// What it answers, in the order of the statement.
    pub columns: Vec<Column>,
    /// The line that the statement begins in.
    begins: usize,
    file: &'static str,
    text: &'static str,
}

/// Why a file is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What to do about it.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Why there are no questions.
#[derive(Debug, thiserror::Error)]
pub enum QuestionsError {
    /// The folder cannot be read.
    #[error("the questions of {} cannot be read: {cause}", folder.display())]
    Unreadable {
        /// The folder, or the file in it.
        folder: PathBuf,
        /// What happened.
        #[source]
        cause: io::Error,
    },
    /// Files that are no questions.
    #[error("{}", lines(.0))]
    Refused(Vec<Refused>),
}

fn lines(refused: &[Refused]) -> String {
    let lines: Vec<String> = refused.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The questions that may be asked, by name.
#[derive(Clone, Debug, Default)]
pub struct Questions(BTreeMap<String, Question>);

impl Questions {
    /// The questions that the program brings, and those of a folder if one is given; a question there
    /// stands in place of one of the same name.
    ///
    /// # Errors
    /// [`QuestionsError`], which names file and line of everything that is wrong.
    pub fn read(folder: Option<&Path>) -> Result<Self, QuestionsError> {
        let brought = Brought::iter().filter_map(|name| {
            let text = Brought::get(&name)?.data.into_owned();
            Some((name.into_owned(), text))
        });
        let mut files: Vec<(String, Vec<u8>)> = brought.collect();
        if let Some(folder) = folder {
            files.extend(files_of(folder)?);
        }
        let (mut questions, mut refused) = (BTreeMap::new(), Vec::new());
        for (file, bytes) in files {
            match question(&file, bytes) {
                Ok(question) => {
                    questions.insert(question.name.clone(), question);
                }
                Err(found) => refused.extend(found),
            }
        }
        match refused.is_empty() {
            true => Ok(Self(questions)),
            false => Err(QuestionsError::Refused(refused)),
        }
    }

    /// Every question, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Question> {
        self.0.values()
    }

    /// A question by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Question> {
        self.0.get(name)
    }
}

/// The question files of a folder, by name.
fn files_of(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, QuestionsError> {
    let unreadable = |path: &Path| {
        let folder = path.to_owned();
        move |cause| QuestionsError::Unreadable { folder, cause }
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|ending| ending == "cypher") {
            let bytes = fs::read(&path).map_err(unreadable(&path))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            files.push((name.into_owned(), bytes));
        }
    }
    files.sort();
    Ok(files)
}

fn question(file: &str, bytes: Vec<u8>) -> Result<Question, Vec<Refused>> {
    let refuse = |(line, reason): (usize, String)| Refused {
        file: file.to_owned(),
        line,
        reason,
    };
    let one = |fault| vec![refuse(fault)];
    let text = String::from_utf8(bytes).map_err(|_| one((1, "it is not UTF-8".into())))?;
    let name = file.trim_end_matches(".cypher").to_owned();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        let reason = "a question's file is named in small letters, digits and _".to_owned();
        return Err(one((1, reason)));
    }
    let header = header::read(&text).map_err(one)?;
    let faults = check::faults(&text, &header);
    if !faults.is_empty() {
        return Err(faults.into_iter().map(refuse).collect());
    }
    let header::Header {
        title,
        sensitivity,
        parameters,
        mut columns,
    } = header;
    let tokens = reading::tokens(&text);
    let answered = reading::answered(&tokens).map_or(Vec::new(), |(_, names)| names);
    columns.sort_by_key(|column| answered.iter().position(|name| *name == column.name));
    // Settled for as long as the program runs, as the statements that it brings are.
    let statement = format!(
        "{}\nSKIP $skip LIMIT $limit",
        text.trim_end().trim_end_matches(';')
    );
    Ok(Question {
        name,
        title,
        sensitivity,
        parameters,
        columns,
        begins: tokens.first().map_or(1, |first| first.line),
        file: Box::leak(format!("questions/{file}").into_boxed_str()),
        text: Box::leak(statement.into_boxed_str()),
    })
}

impl Question {
    /// Path of the file, as statements are named in reports.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.file
    }

    /// The question with values for its parameters, passing over rows and up to a number of them.
    #[must_use]
    pub fn exchange(&self, mut parameters: Record, skip: usize, limit: usize) -> Exchange {
        parameters.insert("skip".to_owned(), skip.into());
        parameters.insert("limit".to_owned(), limit.into());
        Exchange {
            file: self.file,
            text: self.text,
            parameters,
            makes: None,
        }
    }
}

#[cfg(test)]
mod tests;
