//! What every resolver of one request shares.

use std::sync::Arc;

use async_graphql::{
    ContextBase, Error, Result,
    dataloader::{DataLoader, Loader},
};

use chrono::{DateTime, Utc};

use super::{bell::Bell, error::Code, page::Seal};
use crate::{
    access::Viewer,
    config::Limits,
    graph::{Graph, GraphError},
    lists::Lists,
    loads::Loads,
    model::kin::KinScopes,
    questions::Questions,
    rules::Rules,
};

/// One request: who asks, the graph as they see it, and what bounds them.
pub struct Asking {
    /// The caller.
    pub viewer: Viewer,
    /// The graph within the caller's scope and the request's deadline.
    pub graph: Graph,
    /// Groups look-ups by id; of this request alone, so that no caller gets another's rows.
    pub loader: DataLoader<Graph>,
    /// Bounds on pages and searches.
    pub limits: Arc<Limits>,
    /// Whom a question may mean by "relatives".
    pub scopes: Arc<KinScopes>,
    /// Why they ask.
    pub purpose: Option<String>,
    /// The lists of people that were handed over.
    pub lists: Arc<Lists>,
    /// The questions that may be asked by name.
    pub questions: Arc<Questions>,
    /// The rules that there are.
    pub rules: Arc<Rules>,
    /// Where new alerts are told.
    pub bell: Arc<Bell>,
    /// When the request came.
    pub now: DateTime<Utc>,
    /// Seals and opens page cursors.
    pub seal: Arc<Seal>,
}

/// Reaches the request from any resolver.
pub trait ContextExt {
    /// The request being answered.
    fn asking(&self) -> &Asking;

    /// The caller.
    fn viewer(&self) -> &Viewer {
        &self.asking().viewer
    }

    /// The graph as the caller sees it.
    fn graph(&self) -> &Graph {
        &self.asking().graph
    }

    /// How many rows scope hides, as the caller may know it: rounded up to 5, so that no single one can
    /// be told, and nothing for roles that are not told.
    fn told_hidden(&self, rows: i32) -> Option<i32> {
        let told = self.viewer().role.counts_hidden();
        told.then_some(rows.saturating_add(4) / 5 * 5)
    }

    /// Refuses callers whose role has no business with people and payments.
    fn reads_people(&self) -> Result<()> {
        if self.viewer().role.reads_people() {
            Ok(())
        } else {
            Err(Code::Forbidden.error(format!(
                "the role {} does not read people or payments",
                self.viewer().role
            )))
        }
    }

    /// Refuses callers whose role has no business with what was loaded.
    fn reads_sources(&self) -> Result<()> {
        if self.viewer().role.reads_sources() {
            Ok(())
        } else {
            Err(Code::Forbidden.error(format!(
                "the role {} does not read what was loaded",
                self.viewer().role
            )))
        }
    }

    /// Refuses callers whose role settles no alerts.
    fn settles_alerts(&self) -> Result<()> {
        let role = self.viewer().role;
        match role.settles_alerts() {
            true => Ok(()),
            false => Err(Code::Forbidden.error(format!("the role {role} settles no alerts"))),
        }
    }

    /// The lists of people that were handed over.
    fn lists(&self) -> &Lists {
        &self.asking().lists
    }

    /// Refuses callers whose role hands over no lists of people.
    fn hands_over_lists(&self) -> Result<()> {
        let role = self.viewer().role;
        match role.hands_over_lists() {
            true => Ok(()),
            false => {
                Err(Code::Forbidden.error(format!("the role {role} hands over no lists of people")))
            }
        }
    }

    /// The loads of the service.
    fn loads(&self) -> &Loads;

    /// Refuses callers who may not load files.
    fn may_load(&self) -> Result<()> {
        let may = self.viewer().may_load();
        may.map_err(|why| Code::Forbidden.error(why))
    }

    /// What belongs to a key, looked up together with all other keys of this level.
    fn load<K>(
        &self,
        key: K,
    ) -> impl Future<Output = Result<Option<<Graph as Loader<K>>::Value>>> + Send
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Graph: Loader<K, Error = Arc<GraphError>>,
    {
        let loaded = self.asking().loader.load_one(key);
        async { loaded.await.map_err(|error| Error::from(&*error)) }
    }
}

impl<T> ContextExt for ContextBase<'_, T> {
    fn asking(&self) -> &Asking {
        self.data_unchecked::<Asking>()
    }

    fn loads(&self) -> &Loads {
        self.data_unchecked::<Arc<Loads>>()
    }
}

/// Makes a key whose rows are looked up together, one statement for all keys of a level.
///
/// `many` gives a list of rows, in the statement's order; `one` a single row.
macro_rules! look_up {
    ($(#[$doc:meta])* $key:ident($id:ty) => many $row:ident by $field:ident from $statement:ident;) => {
        $crate::graphql::context::look_up!(@key $(#[$doc])* $key($id), Vec<$row>, $field, $statement,
            |found: &mut std::collections::HashMap<$key, Vec<$row>>, key, row| found.entry(key).or_default().push(row));
    };
    ($(#[$doc:meta])* $key:ident($id:ty) => one $row:ident by $field:ident from $statement:ident;) => {
        $crate::graphql::context::look_up!(@key $(#[$doc])* $key($id), $row, $field, $statement,
            |found: &mut std::collections::HashMap<$key, $row>, key, row| { found.insert(key, row); });
    };
    (@key $(#[$doc:meta])* $key:ident($id:ty), $value:ty, $field:ident, $statement:ident, $keep:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $key(pub $id);

        impl async_graphql::dataloader::Loader<$key> for $crate::graph::Graph {
            type Value = $value;
            type Error = std::sync::Arc<$crate::graph::GraphError>;

            async fn load(
                &self,
                keys: &[$key],
            ) -> Result<std::collections::HashMap<$key, $value>, Self::Error> {
                let ids: Vec<$id> = keys.iter().map(|key| key.0.clone()).collect();
                let keep = $keep;
                let mut found = std::collections::HashMap::new();
                for row in self.fetch($statement { ids: &ids }).await? {
                    keep(&mut found, $key(row.$field.clone()), row);
                }
                Ok(found)
            }
        }
    };
}
pub(crate) use look_up;
