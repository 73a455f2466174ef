//! The statements that write payments and what each is linked to.

use super::{super::prelude::*, Payment};

statement! {
    /// Makes payments.
    "load/payments/new.cypher" => Nothing;
    pub(super) struct NewPayments<'a> { rows: &'a [Entry<'a, Payment>] }
}
statement! {
    /// Corrects payments, and takes away the links of their former rows.
    "load/payments/changed.cypher" => Nothing;
    pub(super) struct ChangedPayments<'a> { rows: &'a [Entry<'a, Payment>] }
}
statement! {
    /// Links payments to the agencies that paid them.
    "load/payments/paid_by.cypher" => Nothing;
    pub(super) struct PaidBy<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to the persons that they were paid to.
    "load/payments/paid_to_person.cypher" => Nothing;
    pub(super) struct PaidToPersons<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to the households that they were paid to.
    "load/payments/paid_to_household.cypher" => Nothing;
    pub(super) struct PaidToHouseholds<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to the companies that they were paid to.
    "load/payments/paid_to_company.cypher" => Nothing;
    pub(super) struct PaidToCompanies<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to the agencies that they were paid to.
    "load/payments/paid_to_agency.cypher" => Nothing;
    pub(super) struct PaidToAgencies<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to the accounts that they went into.
    "load/payments/into.cypher" => Nothing;
    pub(super) struct PaidInto<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to their programmes.
    "load/payments/under.cypher" => Nothing;
    pub(super) struct PaidUnder<'a> { links: &'a [Ends<'a>] }
}
statement! {
    /// Links payments to those that they correct.
    "load/payments/corrects.cypher" => Nothing;
    pub(super) struct PaymentsCorrect<'a> { links: &'a [Ends<'a>] }
}
