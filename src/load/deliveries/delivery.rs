//! A file as one table sees it.

use std::sync::{Arc, OnceLock};

use crate::load::{
    FileFault,
    catalogue::table,
    formats::Bundle,
    mapping::{FileMapping, mapped::Mapped},
    read::{
        charset::recognise,
        decode::Charset,
        delimited::Delimited,
        files::Files,
        records::Records,
        rows::Rows,
        sheet::{self, Sheet},
        workbook::Workbook,
    },
};

/// A file as one table sees it.
#[derive(Debug)]
pub(in crate::load) struct Delivery {
    pub table: &'static str,
    pub file: String,
    /// The sheet of a workbook, where one is named.
    pub sheet: Option<String>,
    /// The line of the mapping that leads here, where one does; a file may feed a table twice.
    pub line: Option<u64>,
    way: Way,
    charset: OnceLock<Charset>,
}

#[derive(Debug)]
/// How its rows are read.
pub(super) enum Way {
    /// A table's own file.
    Plain,
    Mapped(FileMapping),
    /// Entities of another format; the first table of a file says what none of them takes.
    Format {
        bundle: Arc<Bundle>,
        first: bool,
    },
}

impl Delivery {
    pub(super) fn new(table: &'static str, file: &str, way: Way) -> Self {
        let (sheet, line) = match &way {
            Way::Mapped(mapping) => (mapping.sheet.clone(), mapping.line),
            _ => (None, None),
        };
        Self {
            table,
            file: file.to_owned(),
            sheet,
            line,
            way,
            charset: OnceLock::new(),
        }
    }

    /// The file's name; of a workbook, with the sheet's.
    pub fn name(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{}#{sheet}", self.file),
            None => self.file.clone(),
        }
    }

    /// Whether it may well feed nothing into its table, as one file of a format is for many.
    pub fn is_of_format(&self) -> bool {
        matches!(self.way, Way::Format { .. })
    }

    /// Opens it from the beginning. Ids that are computed from sensitive numbers need the secret.
    ///
    /// # Errors
    /// When the file cannot be read, or does not have what its mapping says.
    pub fn open(
        &self,
        files: &dyn Files,
        secret: Option<&str>,
    ) -> Result<Box<dyn Rows>, FileFault> {
        let mapping = match &self.way {
            Way::Plain => {
                let charset = self.charset(files)?;
                let source = sheet::open(files, &self.file)?;
                let Some(table) = table(self.table) else {
                    return Err(FileFault::new(&self.file, None, "no table has this name"));
                };
                return Ok(Box::new(Sheet::new(&self.file, source, charset, table)?));
            }
            Way::Format { bundle, first } => {
                return bundle.rows(files, &self.file, self.table, *first);
            }
            Way::Mapped(mapping) => mapping,
        };
        if let (Some(line), None) = (mapping.needs_secret(), secret) {
            let reason = "ids are computed from numbers here, which needs a secret; set load.id_secret (KINFLOW__LOAD__ID_SECRET), the same for every load";
            return Err(FileFault::new(&mapping.mapping, Some(line), reason));
        }
        let records = self.records(files, mapping)?;
        Ok(Box::new(Mapped::new(&self.file, records, mapping, secret)?))
    }

    fn records(
        &self,
        files: &dyn Files,
        mapping: &FileMapping,
    ) -> Result<Box<dyn Records>, FileFault> {
        let (start, source) = sheet::unpack(files, &self.file)?;
        if sheet::is_workbook(&start) {
            let sheet = mapping.sheet.as_deref();
            return Ok(Box::new(Workbook::open(&self.file, source, sheet)?));
        }
        let charset = match mapping.charset {
            Some(charset) => charset,
            None => self.charset(files)?,
        };
        let delimiter = mapping.delimiter;
        Ok(Box::new(Delimited::new(
            &self.file, source, charset, delimiter,
        )?))
    }

    /// The encoding, told once: a load opens each file twice.
    fn charset(&self, files: &dyn Files) -> Result<Charset, FileFault> {
        if let Some(charset) = self.charset.get() {
            return Ok(*charset);
        }
        let charset = recognise(files, &self.file)?;
        Ok(*self.charset.get_or_init(|| charset))
    }
}

/// The rows of a file that no mapping speaks of.
///
/// # Errors
/// When the file cannot be read.
pub(in crate::load) fn records(
    files: &dyn Files,
    file: &str,
) -> Result<Box<dyn Records>, FileFault> {
    let (start, source) = sheet::unpack(files, file)?;
    if sheet::is_workbook(&start) {
        return Ok(Box::new(Workbook::open(file, source, None)?));
    }
    let charset = recognise(files, file)?;
    Ok(Box::new(Delimited::new(file, source, charset, None)?))
}
