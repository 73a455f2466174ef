//! The files of a generated county: one CSV a table, written row by row.

use std::{
    fmt::{self, Display},
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

/// One table and its file.
pub struct Table {
    /// The table's name, which is its file's.
    pub name: &'static str,
    /// Rows written so far; before a county's first row, the number that row gets.
    pub rows: usize,
    writer: csv::Writer<BufWriter<File>>,
    cell: Vec<u8>,
}

impl Table {
    fn create(directory: &Path, name: &'static str, columns: &str) -> io::Result<Self> {
        let file = File::create_new(directory.join(name).with_extension("csv"))?;
        let mut writer = csv::Writer::from_writer(BufWriter::new(file));
        writer.write_record(columns.split(','))?;
        Ok(Self {
            name,
            rows: 0,
            writer,
            cell: Vec::new(),
        })
    }

    /// Writes one row, a cell a column.
    ///
    /// # Errors
    /// The file cannot be written, or the row has other columns than the table.
    pub fn row(&mut self, cells: &[&dyn Display]) -> io::Result<()> {
        for cell in cells {
            self.cell.clear();
            write!(self.cell, "{cell}")?;
            self.writer.write_field(&self.cell)?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.rows += 1;
        Ok(())
    }
}

macro_rules! tables {
    ($($name:ident: $columns:literal)*) => {
        /// Every table a generated county has.
        pub struct Tables {
            $(pub $name: Table,)*
            /// How this county's ids are written.
            pub ids: Ids,
        }

        impl Tables {
            /// Creates every file with its header.
            pub fn create(directory: &Path, prefix: &str) -> io::Result<Self> {
                let ids = Ids { prefix: prefix.to_owned() };
                Ok(Self {
                    $($name: Table::create(directory, stringify!($name), $columns)?,)*
                    ids,
                })
            }

            /// Brings every row to its file.
            pub fn finish(mut self) -> io::Result<Vec<(&'static str, u64)>> {
                $(self.$name.writer.flush()?;)*
                Ok(self.progress().collect())
            }

            /// Each table's name and its rows so far.
            pub fn progress(&self) -> impl Iterator<Item = (&'static str, u64)> {
                [$(&self.$name),*].into_iter().map(|table| (table.name, table.rows as u64))
            }
        }
    };
}

tables! {
    regions: "id,name,level"
    agencies: "id,name,kind,parentId,regionCode"
    posts: "id,title,rank,kind,agencyId,regionCode"
    persons: "id,name,sex,bornOn,birthOrder,diedOn,idNumber,phone,regionCode"
    tenures: "personId,postId,from,to"
    kinships: "fromId,kind,toId,nature,from,to"
    households: "id,kind,address,regionCode,formedOn,dissolvedOn,splitFromId"
    memberships: "personId,householdId,head,relationToHead,joinReason,from,to"
    companies: "id,name,kind,creditCode,establishedOn,dissolvedOn,address,phone,businessScope,insuredStaff,regionCode"
    interests: "holderKind,holderId,companyId,kind,share,from,to"
    accounts: "id,number,bank,ownerKind,ownerId,holderName,purpose,openedOn"
    programmes: "id,name,unit,basis,fundKind,regionCode,agencyId,from,countPerPeriod,posting,postingDays"
    payments: "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,accountId,status,kind,correctsId,recordedOn,period"
}

/// How ids are written: the prefix, letters for the label, and a number counted from 1.
pub struct Ids {
    prefix: String,
}

/// One id.
pub struct Id<'a> {
    prefix: &'a str,
    label: &'static str,
    digits: usize,
    number: usize,
}

impl Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prefix, label, digits) = (self.prefix, self.label, self.digits);
        write!(f, "{prefix}{label}{:0digits$}", self.number + 1)
    }
}

macro_rules! labels {
    ($($name:ident $label:literal $digits:literal)*) => {
        impl Ids {
            $(pub fn $name(&self, number: usize) -> Id<'_> {
                Id { prefix: &self.prefix, label: $label, digits: $digits, number }
            })*
        }
    };
}

labels! {
    agency "ag" 4
    post "post" 5
    person "p" 6
    household "hh" 5
    company "co" 4
    account "ac" 5
    programme "pr" 2
    payment "pay" 6
}

/// A cell that is empty where there is nothing.
pub struct Maybe<T>(pub Option<T>);

impl<T: Display> Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(f))
    }
}
