//! Links with a row and an identity of their own. A changed link is taken away and made anew.

use serde::Serialize;

use super::{
    known::Recalled,
    table::{Exchanges, Nothing, Transaction},
};
use crate::{model::codes::PartyKind, statement};

/// Which link: whose it is, where it begins, and its id.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Link<'a> {
    #[serde(skip)]
    pub holder: PartyKind,
    pub from: &'a str,
    pub id: &'a str,
}

impl<'a> Link<'a> {
    /// A link that begins at a person.
    pub fn of_person(from: &'a impl AsRef<str>, id: &'a impl AsRef<str>) -> Self {
        Self {
            holder: PartyKind::Person,
            from: from.as_ref(),
            id: id.as_ref(),
        }
    }
}

statement! {
    /// Which links that begin at a person are on file, with their digests.
    "load/links/known_of_persons.cypher" => Recalled;
    pub(super) struct KnownLinksOfPersons<'a> { links: &'a [Link<'a>] }
}
statement! {
    /// Which links that begin at a company are on file, with their digests.
    "load/links/known_of_companies.cypher" => Recalled;
    pub(super) struct KnownLinksOfCompanies<'a> { links: &'a [Link<'a>] }
}
statement! {
    /// Takes away links that begin at a person.
    "load/links/remove_of_persons.cypher" => Nothing;
    pub(super) struct RemoveLinksOfPersons<'a> { links: &'a [Link<'a>] }
}
statement! {
    /// Takes away links that begin at a company.
    "load/links/remove_of_companies.cypher" => Nothing;
    pub(super) struct RemoveLinksOfCompanies<'a> { links: &'a [Link<'a>] }
}

/// The statements that tell which links are on file.
pub(super) fn recall<'a>(links: impl Iterator<Item = Link<'a>>) -> Exchanges {
    let (persons, companies) = by_holder(links);
    Transaction::default()
        .add(&persons, || KnownLinksOfPersons { links: &persons })?
        .add(&companies, || KnownLinksOfCompanies { links: &companies })?
        .done()
}

/// A transaction that begins by taking links away.
pub(super) fn remove<'a>(
    links: impl Iterator<Item = Link<'a>>,
) -> Result<Transaction, serde_json::Error> {
    let (persons, companies) = by_holder(links);
    Transaction::default()
        .add(&persons, || RemoveLinksOfPersons { links: &persons })?
        .add(&companies, || RemoveLinksOfCompanies { links: &companies })
}

fn by_holder<'a>(links: impl Iterator<Item = Link<'a>>) -> (Vec<Link<'a>>, Vec<Link<'a>>) {
    links.partition(|link| link.holder == PartyKind::Person)
}
