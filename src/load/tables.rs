//! The tables in the order they are loaded: each after those that it points at.

mod accounts;
mod agencies;
mod companies;
mod households;
mod interests;
mod kinships;
mod memberships;
mod payments;
mod persons;
mod posts;
mod prelude;
mod programmes;
mod regions;
mod tenures;

use std::marker::PhantomData;

use async_trait::async_trait;

use super::{
    LoadError,
    intake::Intake,
    ledger::Batches,
    read::files::Files,
    run::Run,
    survey::{Survey, survey},
    table::Table,
};

/// A table whatever its rows are.
#[async_trait]
pub(super) trait AnyTable: Send + Sync {
    /// The file's name without `.csv`.
    fn name(&self) -> &'static str;

    /// Columns that every file has, and columns that a file may have.
    fn columns(&self) -> [&'static [&'static str]; 2];

    /// Reads a file without writing anything.
    fn survey(&self, files: &dyn Files, name: &str) -> Result<Survey, LoadError>;

    /// Loads a file, but leaves its batches open.
    async fn load(&self, run: &mut Run<'_>, survey: &Survey) -> Result<Batches, LoadError>;
}

struct Of<T>(PhantomData<fn() -> T>);

#[async_trait]
impl<T: Table> AnyTable for Of<T> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn columns(&self) -> [&'static [&'static str]; 2] {
        [T::REQUIRED, T::OPTIONAL]
    }

    fn survey(&self, files: &dyn Files, name: &str) -> Result<Survey, LoadError> {
        survey::<T>(files, name)
    }

    async fn load(&self, run: &mut Run<'_>, survey: &Survey) -> Result<Batches, LoadError> {
        Intake::<T>::new(run, survey).load().await
    }
}

/// Every table, after those that it points at.
pub(super) const TABLES: [&dyn AnyTable; 13] = [
    &Of::<regions::Region>(PhantomData),
    &Of::<agencies::Agency>(PhantomData),
    &Of::<posts::Post>(PhantomData),
    &Of::<persons::Person>(PhantomData),
    &Of::<tenures::Tenure>(PhantomData),
    &Of::<kinships::Kinship>(PhantomData),
    &Of::<households::Household>(PhantomData),
    &Of::<memberships::Membership>(PhantomData),
    &Of::<companies::Company>(PhantomData),
    &Of::<interests::Interest>(PhantomData),
    &Of::<accounts::Account>(PhantomData),
    &Of::<programmes::Programme>(PhantomData),
    &Of::<payments::Payment>(PhantomData),
];
