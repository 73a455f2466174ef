//! How much a document asks for.

use std::collections::HashMap;

use async_graphql::{
    Positioned,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

/// Renamed fields, counted where they are written.
pub fn aliases(document: &ExecutableDocument) -> usize {
    sets(document).map(aliases_in).sum()
}

/// Selections once every fragment stands where it is spread, those of unused fragments included.
///
/// # Errors
/// The name of a fragment that spreads itself.
pub fn fields(document: &ExecutableDocument) -> Result<usize, &str> {
    let mut weights = HashMap::new();
    sets(document).try_fold(0, |sum: usize, set| {
        Ok(sum.saturating_add(weigh(set, document, &mut weights)?))
    })
}

fn sets(document: &ExecutableDocument) -> impl Iterator<Item = &Positioned<SelectionSet>> {
    let operations = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set);
    operations.chain(
        document
            .fragments
            .values()
            .map(|fragment| &fragment.node.selection_set),
    )
}

fn aliases_in(set: &Positioned<SelectionSet>) -> usize {
    let each = |item: &Positioned<Selection>| match &item.node {
        Selection::Field(field) => {
            usize::from(field.node.alias.is_some()) + aliases_in(&field.node.selection_set)
        }
        Selection::InlineFragment(fragment) => aliases_in(&fragment.node.selection_set),
        Selection::FragmentSpread(_) => 0,
    };
    set.node.items.iter().map(each).sum()
}

/// Weighs each fragment once; one that is being weighed has no weight yet.
fn weigh<'a>(
    set: &'a Positioned<SelectionSet>,
    document: &'a ExecutableDocument,
    weights: &mut HashMap<&'a str, Option<usize>>,
) -> Result<usize, &'a str> {
    set.node.items.iter().try_fold(0, |sum: usize, item| {
        let inside = match &item.node {
            Selection::Field(field) => weigh(&field.node.selection_set, document, weights)?,
            Selection::InlineFragment(fragment) => {
                weigh(&fragment.node.selection_set, document, weights)?
            }
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                match (weights.get(name), document.fragments.get(name)) {
                    (Some(weight), _) => weight.ok_or(name)?,
                    (None, Some(fragment)) => {
                        weights.insert(name, None);
                        let weight = weigh(&fragment.node.selection_set, document, weights)?;
                        weights.insert(name, Some(weight));
                        weight
                    }
                    (None, None) => 0,
                }
            }
        };
        Ok(sum.saturating_add(1).saturating_add(inside))
    })
}
