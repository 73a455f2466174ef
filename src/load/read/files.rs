//! Where tables come from: a directory, or whatever else can open a file by name.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::PathBuf,
};

/// Files by name.
pub trait Files: Send + Sync {
    /// The names of all files, in any order.
    ///
    /// # Errors
    /// When they cannot be listed.
    fn names(&self) -> io::Result<Vec<String>>;

    /// A file's bytes from the beginning, or nothing when there is no file of that name. A load
    /// reads each file twice: once to see that it can be read, once to load it.
    ///
    /// # Errors
    /// When the file is there but cannot be opened.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>>;
}

/// The files of one directory, not of those below it nor of those that a link leads to outside.
#[derive(Clone, Debug)]
pub struct Directory(
    /// Its path.
    pub PathBuf,
);

impl Files for Directory {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            // A link that leads to nothing is refused when it is opened, not passed over.
            if entry.path().is_file() || entry.file_type()?.is_symlink() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        let path = match self.0.join(name).canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if path.parent() != Some(&*self.0.canonicalize()?) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it lies outside the directory; copy it into it",
            ));
        }
        Ok(Some(Box::new(File::open(path)?)))
    }
}

/// Files that tests make up.
#[cfg(test)]
#[derive(Clone, Debug, Default)]
pub(in crate::load) struct MadeUp(pub std::collections::BTreeMap<String, Vec<u8>>);

#[cfg(test)]
impl MadeUp {
    pub fn with(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.0.insert(name.to_owned(), content.as_ref().to_owned());
        self
    }
}

#[cfg(test)]
impl Files for MadeUp {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
        let content = self.0.get(name).cloned();
        Ok(content.map(|content| Box::new(io::Cursor::new(content)) as Box<dyn Read + Send>))
    }
}
