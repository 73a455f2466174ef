//! Which region is a part of which: the nearest one on file whose code begins its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::{
    graph::Statement,
    load::{
        LoadError,
        session::Session,
        transaction::{Ends, Nothing, Transaction},
    },
    model::RegionCode,
    statement,
};

/// A region and what it is a part of so far.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::load) struct Part {
    id: RegionCode,
    whole_id: Option<RegionCode>,
}

statement! {
    /// All regions, and what each is a part of.
    "load/regions/parts.cypher" => Part;
    pub(in crate::load) struct RegionParts {}
}
statement! {
    /// Takes regions out of what they were a part of.
    "load/regions/apart.cypher" => Nothing;
    pub(in crate::load) struct RegionsApart<'a> { ids: Vec<&'a RegionCode> }
}
statement! {
    /// Puts regions into what they are a part of.
    "load/regions/part_of.cypher" => Nothing;
    pub(in crate::load) struct RegionsPartOf<'a> { links: &'a [Ends<'a>] }
}

/// The codes of all regions on file.
pub(in crate::load) async fn on_file(session: Session<'_>) -> Result<BTreeSet<String>, LoadError> {
    let parts: Vec<Part> = session.read(RegionParts {}.exchange()?).await?;
    Ok(parts.into_iter().map(|part| part.id.to_string()).collect())
}

/// Links every region to its nearest ancestor on file, where that is not so already.
pub(in crate::load) async fn derive(session: Session<'_>) -> Result<(), LoadError> {
    let parts: Vec<Part> = session.read(RegionParts {}.exchange()?).await?;
    let on_file: BTreeMap<&str, &RegionCode> = parts
        .iter()
        .map(|part| (part.id.as_str(), &part.id))
        .collect();
    let mut moved = Vec::new();
    let mut links = Vec::new();
    for part in &parts {
        let above = part.id.tiers().rev().skip(1);
        let whole = above.into_iter().find_map(|(_, code)| on_file.get(code));
        if whole.copied() == part.whole_id.as_ref() {
            continue;
        }
        if part.whole_id.is_some() {
            moved.push(&part.id);
        }
        links.extend(whole.map(|whole| Ends {
            from: part.id.as_str(),
            to: whole.as_str(),
        }));
    }
    let exchanges = Transaction::default()
        .add(&moved.clone(), || RegionsApart { ids: moved })?
        .add(&links, || RegionsPartOf { links: &links })?
        .done()?;
    session.write(exchanges).await
}
