//! The policy table: which role sees which kind of value how.

use crate::model::codes::codes;

codes! {
    /// What an account is for.
    pub enum Role {
        /// Anybody; reads what is disclosed, never the graph.
        Public = "PUBLIC",
        /// A supervised department, which answers alerts about its own payments.
        Unit = "UNIT",
        /// Follows leads.
        Investigator = "INVESTIGATOR",
        /// Leads investigators and answers for them.
        Supervisor = "SUPERVISOR",
        /// Loads registers and writes rules.
        Data = "DATA",
        /// Checks the checkers.
        Auditor = "AUDITOR",
        /// Runs the service, and sees no personal data.
        Admin = "ADMIN",
    }

    /// Kinds of value that not every role reads clear.
    pub enum Row {
        /// Resident identity number.
        IdNumber = "ID_NUMBER",
        /// Telephone number of a person.
        Phone = "PHONE",
        /// Bank account number.
        AccountNumber = "ACCOUNT_NUMBER",
        /// Where a person lives.
        Address = "ADDRESS",
        /// What stands in a cell that was refused: it may be any of the others.
        RejectedValue = "REJECTED_VALUE",
    }
}

/// How a role sees a kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// As it is.
    Clear,
    /// First and last character.
    Masked,
    /// Not at all.
    Absent,
}

/// A marker type that names a row of the policy.
pub trait Kind: Send + Sync + 'static {
    /// The row.
    const ROW: Row;
}

impl Role {
    /// Whether the role may ask about people and payments at all.
    #[must_use]
    pub fn reads_people(self) -> bool {
        !matches!(self, Self::Public | Self::Unit | Self::Admin)
    }

    /// Whether the role may ask which files were loaded; ADMIN may, for no personal data is in that.
    #[must_use]
    pub fn reads_sources(self) -> bool {
        !matches!(self, Self::Public | Self::Unit)
    }

    /// Whether the role may load files.
    #[must_use]
    pub fn loads(self) -> bool {
        self == Self::Data
    }

    /// Whether the role may hand over lists of people to hold against the graph.
    #[must_use]
    pub fn hands_over_lists(self) -> bool {
        matches!(self, Self::Investigator | Self::Supervisor)
    }

    /// Whether the role may settle alerts.
    #[must_use]
    pub fn settles_alerts(self) -> bool {
        matches!(self, Self::Investigator | Self::Supervisor)
    }

    /// How this role sees a kind of value.
    #[must_use]
    pub fn sight(self, row: Row) -> Sight {
        match (self, row) {
            (Self::Data, Row::RejectedValue) => Sight::Clear,
            (_, Row::RejectedValue) => Sight::Absent,
            (Self::Supervisor, _) => Sight::Clear,
            (Self::Investigator, _) => Sight::Masked,
            (Self::Data | Self::Auditor, Row::IdNumber | Row::AccountNumber) => Sight::Masked,
            _ => Sight::Absent,
        }
    }

    /// Whether the role is told how many rows lie outside its scope.
    #[must_use]
    pub fn counts_hidden(self) -> bool {
        matches!(self, Self::Investigator | Self::Supervisor)
    }

    /// Whether the role may see the statements behind its answers.
    #[must_use]
    pub fn inspects_statements(self) -> bool {
        self.reads_people()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        let table: String = Role::ALL
            .iter()
            .map(|role| {
                let cells: Vec<_> = Row::ALL
                    .iter()
                    .map(|row| format!("{row} {:?}", role.sight(*row)))
                    .collect();
                format!(
                    "{role}: people {}, {}\n",
                    role.reads_people(),
                    cells.join(", ")
                )
            })
            .collect();
        insta::assert_snapshot!(table, @r"
        PUBLIC: people false, ID_NUMBER Absent, PHONE Absent, ACCOUNT_NUMBER Absent, ADDRESS Absent, REJECTED_VALUE Absent
        UNIT: people false, ID_NUMBER Absent, PHONE Absent, ACCOUNT_NUMBER Absent, ADDRESS Absent, REJECTED_VALUE Absent
        INVESTIGATOR: people true, ID_NUMBER Masked, PHONE Masked, ACCOUNT_NUMBER Masked, ADDRESS Masked, REJECTED_VALUE Absent
        SUPERVISOR: people true, ID_NUMBER Clear, PHONE Clear, ACCOUNT_NUMBER Clear, ADDRESS Clear, REJECTED_VALUE Absent
        DATA: people true, ID_NUMBER Masked, PHONE Absent, ACCOUNT_NUMBER Masked, ADDRESS Absent, REJECTED_VALUE Clear
        AUDITOR: people true, ID_NUMBER Masked, PHONE Absent, ACCOUNT_NUMBER Masked, ADDRESS Absent, REJECTED_VALUE Absent
        ADMIN: people false, ID_NUMBER Absent, PHONE Absent, ACCOUNT_NUMBER Absent, ADDRESS Absent, REJECTED_VALUE Absent
        ");
    }
}
