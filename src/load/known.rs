//! What the graph is known to hold, so that a reference can be judged without asking twice.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    LoadError,
    catalogue::{Label, table_of},
    session::Session,
};

/// Most nodes remembered at once, some 250 MB; beyond that those of the most frequent label go.
const MOST: usize = 2_000_000;
/// Most ids asked for in one exchange.
const ASKED: usize = 5_000;

/// A node on file, as far as the loader needs to know it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OnFile {
    pub id: String,
    pub region_code: Option<String>,
    pub born_on: Option<NaiveDate>,
}

/// What a row that points at a node may need of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub region: Option<String>,
    pub born_on: Option<NaiveDate>,
}

/// Nodes that are in the graph. What is not remembered may still be there.
#[derive(Default)]
pub(super) struct Known {
    nodes: HashMap<Label, HashMap<String, Facts>>,
}

impl Known {
    /// A node, if it is remembered.
    pub fn get(&self, label: Label, id: &str) -> Option<&Facts> {
        self.nodes.get(&label)?.get(id)
    }

    /// Remembers a node that was just read or written.
    pub fn remember(&mut self, label: Label, id: String, facts: Facts) {
        self.nodes.entry(label).or_default().insert(id, facts);
    }

    fn forget_some(&mut self) {
        while self.nodes.values().map(HashMap::len).sum::<usize>() > MOST {
            let most = self.nodes.iter().max_by_key(|(_, of_label)| of_label.len());
            let Some((label, _)) = most else { return };
            let label = *label;
            self.nodes.remove(&label);
        }
    }

    /// Asks the graph for those of the nodes that are not remembered. Afterwards a node that
    /// [`Known::get`] does not give is not on file.
    pub async fn look_up(
        &mut self,
        session: &Session<'_>,
        wanted: BTreeSet<(Label, &str)>,
    ) -> Result<(), LoadError> {
        self.forget_some();
        let mut asked: HashMap<Label, Vec<&str>> = HashMap::new();
        for (label, id) in wanted {
            if self.get(label, id).is_none() {
                asked.entry(label).or_default().push(id);
            }
        }
        for (label, ids) in asked {
            let nodes = table_of(label).and_then(|table| table.statements()?.nodes.as_ref());
            let Some(nodes) = nodes else { continue };
            for some in ids.chunks(ASKED) {
                let found = session.read(nodes.known.exchange([("ids", some.into())]));
                for OnFile {
                    id,
                    region_code,
                    born_on,
                } in found.await?
                {
                    let facts = Facts {
                        region: region_code,
                        born_on,
                    };
                    self.remember(label, id, facts);
                }
            }
        }
        Ok(())
    }
}

/// A row that the graph already has, what its columns hashed to, and where it came from.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Recalled {
    pub id: String,
    pub digest: Option<i64>,
    pub batch: Option<i64>,
    pub merged: Option<bool>,
}
