//! Documents judged before anything is executed, and the schema's refusals in words of ours.

mod documents;
mod tokens;
mod weight;

use async_graphql::{
    Error, ServerError,
    parser::{
        self, parse_query,
        types::{ExecutableDocument, OperationType, Selection},
    },
};

pub use documents::Documents;

use super::error::Code;
use crate::config::Limits;

/// Why a document is not executed.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Code for `extensions.code`.
    pub code: Code,
    /// What to change.
    pub message: String,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        refusal.code.error(refusal.message)
    }
}

/// Reads a document within the limits that need no schema: tokens, aliases, and fields once every
/// fragment stands where it is spread. Depth and complexity are the schema's to judge.
///
/// # Errors
/// [`Refusal`] with `LIMIT_EXCEEDED`, or `BAD_INPUT` where the text is no GraphQL.
pub fn read(text: &str, limits: &Limits) -> Result<ExecutableDocument, Refusal> {
    let tokens =
        tokens::count(text).ok_or_else(|| malformed("a text in quotes is never closed"))?;
    if tokens > limits.tokens {
        return Err(exceeded(limits.tokens, "tokens", "tokens"));
    }
    let document = parse_query(text).map_err(|error| malformed(&fault(&error)))?;
    if weight::aliases(&document) > limits.aliases {
        return Err(exceeded(limits.aliases, "aliases", "aliases"));
    }
    // The schema walks every spread again, so a few nested fragments could keep it busy for hours.
    let fields = weight::fields(&document)
        .map_err(|name| malformed(&format!("the fragment {name} spreads itself")))?;
    if fields > limits.complexity {
        return Err(exceeded(limits.complexity, "fields weighed", "complexity"));
    }
    Ok(document)
}

/// Whether a document asks for nothing but `__typename`, which is all that anybody may ask: what
/// the schema would say of anything else tells what the schema holds.
#[must_use]
pub fn asks_nothing(document: &ExecutableDocument) -> bool {
    document.fragments.is_empty()
        && document.operations.iter().all(|(_, operation)| {
            let operation = &operation.node;
            operation.ty == OperationType::Query
                && operation.variable_definitions.is_empty()
                && operation.directives.is_empty()
                && operation.selection_set.node.items.iter().all(|item| {
                    matches!(&item.node, Selection::Field(field)
                        if field.node.name.node == "__typename"
                            && field.node.arguments.is_empty()
                            && field.node.directives.is_empty()
                            && field.node.selection_set.node.items.is_empty())
                })
        })
}

/// A refusal of the schema, which carries no code, in the words of the service; any other error as
/// it is.
#[must_use]
pub fn coded(error: ServerError, limits: &Limits) -> ServerError {
    if error
        .extensions
        .as_ref()
        .is_some_and(|extensions| extensions.get("code").is_some())
    {
        return error;
    }
    let refusal = match error.message.as_str() {
        "Query is nested too deep." => exceeded(limits.depth, "levels of fields", "depth"),
        "Query is too complex." => exceeded(limits.complexity, "fields weighed", "complexity"),
        text if text.starts_with("The number of directives") => {
            exceeded(limits.directives, "directives on one field", "directives")
        }
        text if text.starts_with("The recursion depth") => Refusal {
            code: Code::LimitExceeded,
            message: "fields and fragments are nested too deep".into(),
        },
        text if text.starts_with("Subscriptions are not supported") => one_by_one(),
        _ => Refusal {
            code: Code::BadInput,
            message: error.message,
        },
    };
    let told = Error::from(refusal);
    ServerError {
        message: told.message,
        extensions: told.extensions,
        ..error
    }
}

fn exceeded(most: usize, what: &str, setting: &str) -> Refusal {
    Refusal {
        code: Code::LimitExceeded,
        message: format!(
            "a document has at most {most} {what} (limits.{setting}); ask in several requests"
        ),
    }
}

fn one_by_one() -> Refusal {
    Refusal {
        code: Code::BadInput,
        message: "events come one by one: send `Accept: text/event-stream`, or open a websocket that speaks graphql-transport-ws".into(),
    }
}

fn malformed(fault: &str) -> Refusal {
    Refusal {
        code: Code::BadInput,
        message: format!("this is no GraphQL document: {fault}"),
    }
}

/// Where a text stops being GraphQL, without the text itself: a document may be one long line.
fn fault(error: &parser::Error) -> String {
    match error {
        parser::Error::Syntax { message, start, .. } => {
            let expected = message
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches([' ', '=']);
            format!("line {}, column {}: {expected}", start.line, start.column)
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn limits() -> Limits {
        Settings::read(None, &[]).unwrap().limits
    }

    #[test]
    fn nested_fragments_are_weighed_where_they_are_spread() {
        let nested = |levels: usize| {
            let fragments: String = (0..levels)
                .map(|level| {
                    format!(
                        "fragment F{level} on Query {{ ...F{0} ...F{0} }} ",
                        level + 1
                    )
                })
                .collect();
            format!("{{ ...F0 }} {fragments} fragment F{levels} on Query {{ __typename }}")
        };
        assert!(read(&nested(8), &limits()).is_ok());
        for levels in [16, 100] {
            let refusal = read(&nested(levels), &limits()).unwrap_err();
            assert_eq!(refusal.code, Code::LimitExceeded);
            assert!(
                refusal.message.contains("limits.complexity"),
                "{}",
                refusal.message
            );
        }
        for cycle in [
            "{ ...F } fragment F on Query { ...F }",
            "{ a } fragment F on Query { ...G } fragment G on Query { ...F }",
        ] {
            assert_eq!(
                read(cycle, &limits()).unwrap_err().code,
                Code::BadInput,
                "{cycle}"
            );
        }
    }

    #[test]
    fn a_fault_is_told_by_its_place_alone() {
        let refusal = read(
            &format!("{{ {} person(id: ) }}", "a ".repeat(100)),
            &limits(),
        )
        .unwrap_err();
        assert_eq!(refusal.code, Code::BadInput);
        assert!(
            refusal.message.contains("line 1, column 21"),
            "{}",
            refusal.message
        );
    }

    #[test]
    fn many_aliases_are_refused() {
        let fields: String = (0..=limits().aliases)
            .map(|i| format!("a{i}: __typename "))
            .collect();
        let refusal = read(&format!("{{ {fields} }}"), &limits()).unwrap_err();
        assert_eq!(refusal.code, Code::LimitExceeded);
        assert!(refusal.message.contains("aliases"));
    }

    #[test]
    fn a_fragment_is_more_than_nothing() {
        let document = read("{ ...F } fragment F on Query { __typename }", &limits()).unwrap();
        assert!(!asks_nothing(&document));
        for more in [
            "{ __typename } fragment F on Person { idNumber }",
            "query ($a: Person) { __typename }",
            "{ __typename @a }",
            "{ __typename(a: 1) }",
            "{ __typename { id } }",
            "mutation { __typename }",
        ] {
            assert!(!asks_nothing(&read(more, &limits()).unwrap()), "{more}");
        }
        for nothing in ["{ __typename }", "query Q { kind: __typename }"] {
            assert!(
                asks_nothing(&read(nothing, &limits()).unwrap()),
                "{nothing}"
            );
        }
    }
}
