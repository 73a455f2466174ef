//! What the graph is known to hold, so that a reference can be judged without asking twice.

use std::{
    collections::{BTreeSet, HashMap},
    str::FromStr,
};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{LoadError, read::place::Place, session::Session, table::Label};
use crate::{
    graph::{Exchange, Statement},
    model::RegionCode,
    statement,
};

/// Most nodes remembered at once, some 50 MB; beyond that the memory starts anew.
const MOST: usize = 500_000;
/// Most ids asked for in one exchange.
const ASKED: usize = 5_000;

/// A node on file, as far as the loader needs to know it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnFile {
    id: String,
    #[expect(
        dead_code,
        reason = "read as Recalled where a table's own rows are judged"
    )]
    digest: Option<i64>,
    region_code: Option<String>,
    born_on: Option<NaiveDate>,
}

statement! {
    /// Which of some regions are on file.
    "load/regions/known.cypher" => OnFile;
    pub(super) struct KnownRegions<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some agencies are on file.
    "load/agencies/known.cypher" => OnFile;
    pub(super) struct KnownAgencies<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some posts are on file.
    "load/posts/known.cypher" => OnFile;
    pub(super) struct KnownPosts<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some persons are on file.
    "load/persons/known.cypher" => OnFile;
    pub(super) struct KnownPersons<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some households are on file.
    "load/households/known.cypher" => OnFile;
    pub(super) struct KnownHouseholds<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some companies are on file.
    "load/companies/known.cypher" => OnFile;
    pub(super) struct KnownCompanies<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some accounts are on file.
    "load/accounts/known.cypher" => OnFile;
    pub(super) struct KnownAccounts<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some programmes are on file.
    "load/programmes/known.cypher" => OnFile;
    pub(super) struct KnownProgrammes<'a> { ids: &'a [&'a str] }
}
statement! {
    /// Which of some payments are on file.
    "load/payments/known.cypher" => OnFile;
    pub(super) struct KnownPayments<'a> { ids: &'a [&'a str] }
}

/// The statement that tells which nodes are on file, with their digests.
pub(super) fn on_file(label: Label, ids: &[&str]) -> Result<Exchange, serde_json::Error> {
    match label {
        Label::Region => KnownRegions { ids }.exchange(),
        Label::Agency => KnownAgencies { ids }.exchange(),
        Label::Post => KnownPosts { ids }.exchange(),
        Label::Person => KnownPersons { ids }.exchange(),
        Label::Household => KnownHouseholds { ids }.exchange(),
        Label::Company => KnownCompanies { ids }.exchange(),
        Label::Account => KnownAccounts { ids }.exchange(),
        Label::Programme => KnownProgrammes { ids }.exchange(),
        Label::Payment => KnownPayments { ids }.exchange(),
    }
}

/// What a row that points at a node may need of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub region: Option<RegionCode>,
    pub born_on: Option<NaiveDate>,
}

impl Facts {
    /// Only where it lies.
    pub fn at(place: &Place) -> Self {
        Self {
            region: Some(place.region_code.clone()),
            born_on: None,
        }
    }
}

/// Nodes that are in the graph. What is not remembered may still be there.
#[derive(Default)]
pub(super) struct Known {
    nodes: HashMap<Label, HashMap<String, Facts>>,
    count: usize,
}

impl Known {
    /// A node, if it is remembered.
    pub fn get(&self, label: Label, id: &str) -> Option<&Facts> {
        self.nodes.get(&label)?.get(id)
    }

    /// Remembers a node that was just read or written.
    pub fn remember(&mut self, label: Label, id: &str, facts: Facts) {
        let nodes = self.nodes.entry(label).or_default();
        if nodes.insert(id.to_owned(), facts).is_none() {
            self.count += 1;
        }
    }

    /// Asks the graph for those of the nodes that are not remembered. Afterwards a node that
    /// [`Known::get`] does not give is not on file.
    pub async fn look_up(
        &mut self,
        session: &Session<'_>,
        wanted: BTreeSet<(Label, &str)>,
    ) -> Result<(), LoadError> {
        if self.count > MOST {
            *self = Self::default();
        }
        let mut asked: HashMap<Label, Vec<&str>> = HashMap::new();
        for (label, id) in wanted {
            if self.get(label, id).is_none() {
                asked.entry(label).or_default().push(id);
            }
        }
        for (label, ids) in asked {
            for some in ids.chunks(ASKED) {
                let found: Vec<OnFile> = session.read(on_file(label, some)?).await?;
                for node in found {
                    let facts = Facts {
                        region: node
                            .region_code
                            .and_then(|code| RegionCode::from_str(&code).ok()),
                        born_on: node.born_on,
                    };
                    self.remember(label, &node.id, facts);
                }
            }
        }
        Ok(())
    }
}

/// A row that the graph already has, and what its columns hashed to.
#[derive(Debug, Deserialize)]
pub(super) struct Recalled {
    pub id: String,
    pub digest: Option<i64>,
}
