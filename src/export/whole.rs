//! The graph as it is stored, kind by kind, for the formats that carry it whole.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ExportError, Watch};
use crate::{
    graph::Statement,
    load::{Begins, CHUNK, Id, LINKS, LinkKind, NODES, NodeKind, Session, chunks},
    statement,
};

/// A node.
#[derive(Debug, Deserialize)]
pub(super) struct Node {
    /// Whether it bears its kind's further label.
    pub labelled: bool,
    /// What is stored in it.
    #[serde(flatten)]
    pub values: Map<String, Value>,
}

/// A link.
#[derive(Debug, Deserialize)]
pub(super) struct Link {
    /// The id of the node that it begins at.
    pub begin: Value,
    /// The id of the node that it leads to.
    pub finish: Value,
    /// What is stored in it.
    #[serde(flatten)]
    pub values: Map<String, Value>,
}

/// How much there is.
#[derive(Debug, Deserialize)]
struct Counts {
    nodes: i64,
    links: i64,
}

statement! {
    /// How many nodes and links there are.
    "export/counts.cypher" => Counts;
    struct CountAll {}
}

/// A format that carries the graph as it is: nodes of each kind first, some at a time, then links.
pub(super) trait Writer {
    fn nodes(&mut self, kind: &'static NodeKind, nodes: &[Node]) -> Result<(), ExportError>;
    fn links(&mut self, kind: &'static LinkKind, links: &[Link]) -> Result<(), ExportError>;
}

/// Hands every node and link to the writer, and says how many there were.
///
/// # Errors
/// [`ExportError::Unknown`] where the graph holds more than what was handed out.
pub(super) async fn walk(
    session: Session<'_>,
    writer: &mut (impl Writer + Send),
    watch: Watch<'_>,
) -> Result<[u64; 2], ExportError> {
    let mut written = [0; 2];
    let [nodes, links] = &mut written;
    for kind in NODES.iter() {
        let ids: Vec<Id> = session.read(kind.ids.exchange([])).await?;
        let ids: Vec<Value> = ids.into_iter().map(|row| row.id).collect();
        for some in ids.chunks(CHUNK) {
            let found: Vec<Node> = session
                .read(kind.rows.exchange([("ids", some.into())]))
                .await?;
            writer.nodes(kind, &found)?;
            *nodes += found.len() as u64;
            watch(kind.label, *nodes);
        }
    }
    for kind in LINKS.iter() {
        let begins: Vec<Begins> = session.read(kind.begins.exchange([])).await?;
        for some in chunks(begins) {
            let found: Vec<Link> = session
                .read(kind.rows.exchange([("ids", some.into())]))
                .await?;
            writer.links(kind, &found)?;
            *links += found.len() as u64;
            watch(&kind.kind, *links);
        }
    }
    complete(session, written).await
}

async fn complete(session: Session<'_>, written: [u64; 2]) -> Result<[u64; 2], ExportError> {
    let counted = CountAll {}
        .exchange()
        .map_err(crate::load::LoadError::from)?;
    let counted: Vec<Counts> = session.read(counted).await?;
    let counted = counted.first().map_or([0, 0], |all| [all.nodes, all.links]);
    let [nodes, links] = written.map(|written| i64::try_from(written).unwrap_or(i64::MAX));
    // The schema's stamp is a node of no kind.
    let (nodes, links) = (counted[0] - 1 - nodes, counted[1] - links);
    if nodes > 0 || links > 0 {
        return Err(ExportError::Unknown { nodes, links });
    }
    Ok(written)
}
