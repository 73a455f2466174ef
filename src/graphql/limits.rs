//! Documents judged before anything is executed.

use async_graphql::{
    Positioned,
    parser::{
        parse_query,
        types::{ExecutableDocument, Selection, SelectionSet},
    },
};

use super::error::Code;
use crate::config::Limits;

/// Why a document is not executed.
#[derive(Debug)]
pub struct Refusal {
    /// Code for `extensions.code`.
    pub code: Code,
    /// What to change.
    pub message: String,
}

/// Reads a document within the limits that need no schema: tokens and aliases. Depth and
/// complexity are the schema's to judge.
///
/// # Errors
/// [`Refusal`] with `LIMIT_EXCEEDED`, or `BAD_INPUT` where the text is no GraphQL.
pub fn read(text: &str, limits: &Limits) -> Result<ExecutableDocument, Refusal> {
    if tokens(text) > limits.tokens {
        return Err(exceeded("tokens", limits.tokens));
    }
    let document = parse_query(text).map_err(|error| Refusal {
        code: Code::BadInput,
        message: format!("this is no GraphQL document: {error}"),
    })?;
    let sets = document
        .operations
        .iter()
        .map(|(_, operation)| &operation.node.selection_set)
        .chain(document.fragments.values().map(|fragment| &fragment.node.selection_set));
    if sets.map(aliases).sum::<usize>() > limits.aliases {
        return Err(exceeded("aliases", limits.aliases));
    }
    Ok(document)
}

/// Whether a document asks for nothing but `__typename`, which is all that anybody may ask.
#[must_use]
pub fn asks_nothing(document: &ExecutableDocument) -> bool {
    document.operations.iter().all(|(_, operation)| {
        operation.node.selection_set.node.items.iter().all(|item| {
            matches!(&item.node, Selection::Field(field) if field.node.name.node == "__typename")
        })
    })
}

fn exceeded(what: &str, most: usize) -> Refusal {
    Refusal {
        code: Code::LimitExceeded,
        message: format!("a document has at most {most} {what}; ask in several requests"),
    }
}

/// Counts words, numbers, texts and signs without reading the grammar, so that a document of any
/// size is judged in one pass.
fn tokens(text: &str) -> usize {
    let mut count = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '#' => while characters.next_if(|next| *next != '\n').is_some() {},
            '"' => {
                count += 1;
                while let Some(next) = characters.next() {
                    match next {
                        '\\' => drop(characters.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            _ if character.is_whitespace() || character == ',' => {}
            _ if character.is_alphanumeric() || character == '_' => {
                count += 1;
                while characters.next_if(|next| next.is_alphanumeric() || *next == '_').is_some() {}
            }
            _ => count += 1,
        }
    }
    count
}

fn aliases(set: &Positioned<SelectionSet>) -> usize {
    let each = |item: &Positioned<Selection>| match &item.node {
        Selection::Field(field) => {
            usize::from(field.node.alias.is_some()) + aliases(&field.node.selection_set)
        }
        Selection::InlineFragment(fragment) => aliases(&fragment.node.selection_set),
        Selection::FragmentSpread(_) => 0,
    };
    set.node.items.iter().map(each).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn limits() -> Limits {
        Settings::read(None, &[]).unwrap().limits
    }

    #[test]
    fn tokens_are_counted_without_comments_and_commas() {
        assert_eq!(tokens("{ a, b(c: \"x y \\\" z\") } # d e f"), 9);
    }

    #[test]
    fn many_aliases_are_refused() {
        let fields: String = (0..=limits().aliases).map(|i| format!("a{i}: __typename ")).collect();
        let refusal = read(&format!("{{ {fields} }}"), &limits()).unwrap_err();
        assert_eq!(refusal.code, Code::LimitExceeded);
        assert!(refusal.message.contains("aliases"));
    }

    #[test]
    fn a_fragment_is_more_than_nothing() {
        let document = read("{ ...F } fragment F on Query { __typename }", &limits()).unwrap();
        assert!(!asks_nothing(&document));
        assert!(asks_nothing(&read("{ __typename }", &limits()).unwrap()));
    }
}
