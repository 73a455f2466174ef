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
    writer: csv::Writer<Box<dyn Write>>,
    cell: Vec<u8>,
}

impl Table {
    /// Begins a table, in a directory or, for a rehearsal, nowhere.
    pub fn create(directory: Option<&Path>, name: &'static str, columns: &str) -> io::Result<Self> {
        let file: Box<dyn Write> = match directory {
            Some(directory) => {
                let file = File::create_new(directory.join(name).with_extension("csv"))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(io::sink()),
        };
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(columns.split(','))?;
        Ok(Self {
            name,
            rows: 0,
            writer,
            cell: Vec::new(),
        })
    }

    /// Brings every row to the file and says how many.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(mut self) -> io::Result<u64> {
        self.writer.flush()?;
        Ok(self.rows as u64)
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
        #[expect(non_snake_case, reason = "a field is named as its file is")]
        pub struct Tables {
            $(pub $name: Table,)*
            /// How this county's ids are written.
            pub ids: Ids,
        }

        impl Tables {
            /// Creates every file with its header.
            pub fn create(directory: Option<&Path>, prefix: &str) -> io::Result<Self> {
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
    posts: "id,title,rank,kind,agencyId,regionCode,managedBy"
    powers: "postId,power,programmeId,regionCode,from,to"
    persons: "id,name,sex,bornOn,birthOrder,diedOn,idNumber,phone,regionCode"
    tenures: "personId,postId,from,to"
    residences: "personId,kind,regionCode,from,to"
    statuses: "personId,kind,grade,from,to"
    employments: "personId,agencyId,kind,role,from,to"
    sanctions: "id,subjectKind,subjectId,kind,decidedOn,to"
    kinships: "fromId,kind,toId,nature,from,to"
    filings: "id,officialId,kind,relativeId,companyId,applicationId,tenderId,year,filedOn,to"
    households: "id,kind,address,regionCode,formedOn,dissolvedOn,splitFromId"
    memberships: "personId,householdId,head,relationToHead,joinReason,from,to"
    listings: "id,subjectKind,subjectId,list,from,to,entryReason,exitReason"
    companies: "id,name,kind,creditCode,establishedOn,dissolvedOn,address,phone,businessScope,insuredStaff,regionCode"
    interests: "holderKind,holderId,companyId,kind,share,from,to"
    accounts: "id,number,bank,ownerKind,ownerId,holderName,purpose,openedOn"
    accountOwners: "accountId,ownerKind,ownerId,role,from,to"
    transfers: "id,fromAccountId,toAccountId,amount,at,kind,purpose,authorisation"
    programmes: "id,name,unit,basis,fundKind,regionCode,agencyId,from,countPerPeriod,graceMonths,excludes,requiresStatus,posting,postingDays"
    rates: "programmeId,regionCode,category,from,to,rate,cap"
    applications: "id,programmeId,applicantKind,applicantId,category,period,appliedOn,approvedOn,from,to,regionCode"
    claims: "applicationId,plotId,area"
    handlings: "applicationId,step,personId,on,decision"
    allocations: "id,fromAgencyId,toAgencyId,programmeId,year,amount,documentNo,issuedOn,receivedOn,parentId"
    payouts: "id,payerId,programmeId,period,listedCount,listedAmount,bankAmount,bankOn,returnedAmount"
    payments: "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,accountId,payerAccountId,applicationId,projectId,contractId,payoutId,status,kind,correctsId,recordedOn,period,quantity,creditedAmount,payeeName,payeeIdNumber,postedOn,postedDays,regionCode"
    plots: "id,confirmedArea,regionCode"
    landRights: "plotId,holderKind,holderId,right,area,from,to"
    assets: "id,ownerKind,ownerId,kind,subkind,share,value,use,from,to"
    projects: "id,name,kind,year,budget,agencyId,programmeId,approvedOn,approvedMethod,executedMethod,methodChangeApprovedOn,exemption,longitude,latitude,regionCode"
    stages: "projectId,stage,contractId,dueOn,doneOn,filedOn,acceptedOn,progress"
    tenders: "id,projectId,buyerId,method,budgetItem,category,estimate,noticeOn,bidsDueOn,bidsOpenedOn,awardNoticeOn,result"
    bids: "tenderId,bidderKind,bidderId,price,status,submittedOn,accountId,phone,rejectReason"
    contracts: "id,tenderId,projectId,buyerId,method,category,budgetItem,supplierKind,supplierId,performerKind,performerId,amount,advance,awardedOn,signedOn"
    contractParties: "contractId,partyKind,partyId,role,share,approvedOn"
    contractItems: "contractId,item,unit,quantity,unitPrice,acceptedQuantity,acceptedOn"
    paymentTerms: "contractId,stage,progress,share,dueOn"
    amendments: "id,contractId,amountChange,signedOn,approvedOn,reason"
    limits: "item,unit,min,max"
    workdays: "date,kind"
    postings: "id,kind,regionCode,agencyId,programmeId,projectId,period,postedOn,removedOn"
    tips: "id,receivedOn,class,named,regionCode,targetKind,targetId,informedOn,closedOn,extendedTo,outcome"
    coverage: "dataset,regionCode,from,asOf"
    sources: "id,agencyId,legalBasis,purpose,rules,everyMonths,dueDay,retainMonths"
}

/// How ids are written: the prefix, letters for the label, and a number counted from 1.
pub struct Ids {
    prefix: String,
}

/// One id.
#[derive(Clone, Copy)]
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
    application "ap" 6
    payout "po" 5
    allocation "al" 5
    filing "fi" 5
    sanction "sa" 4
    listing "li" 5
    transfer "tr" 6
    plot "pl" 6
    asset "as" 5
    project "pj" 4
    tender "te" 4
    contract "ct" 4
    amendment "am" 4
    posting "pu" 6
    tip "ti" 4
    source "so" 3
}

/// A cell that is empty where there is nothing.
pub struct Maybe<T>(pub Option<T>);

impl<T: Display> Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(f))
    }
}

/// Hundredths as a decimal: mu of land, percent of a share.
#[derive(Clone, Copy)]
pub struct Hundredths(pub usize);

impl Display for Hundredths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
