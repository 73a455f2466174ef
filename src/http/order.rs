//! Answers in the order of their questions, with a null for every field that failed.
//!
//! The executor hands fields over as they come in and leaves failed ones out. GraphQL wants each in
//! the place where it was asked (specification of October 2021, §7.2.2 and §6.4.4), and so does who
//! reads or compares answers.

use async_graphql::{
    Name, PathSegment, Positioned, Response, Value,
    indexmap::IndexMap,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

/// What was asked of an object: its fields in order, each with what was asked of it.
#[derive(Default)]
pub struct Asked(IndexMap<Name, Asked>);

impl Asked {
    /// What an operation asks, its fragments in place. The document has no fragment that spreads
    /// itself.
    pub fn of(document: &ExecutableDocument, operation: Option<&str>) -> Self {
        let mut asked = Self::default();
        let mut named = document
            .operations
            .iter()
            .filter(|(name, _)| name.map(Name::as_str) == operation);
        if let Some((_, operation)) = named.next() {
            asked.add(&operation.node.selection_set, document);
        }
        asked
    }

    fn add(&mut self, set: &Positioned<SelectionSet>, document: &ExecutableDocument) {
        for item in &set.node.items {
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let name = field.response_key().node.clone();
                    self.0
                        .entry(name)
                        .or_default()
                        .add(&field.selection_set, document);
                }
                Selection::InlineFragment(fragment) => {
                    self.add(&fragment.node.selection_set, document)
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node)
                    {
                        self.add(&fragment.node.selection_set, document);
                    }
                }
            }
        }
    }

    /// Puts an answer into this order.
    pub fn arrange(&self, response: &mut Response) {
        for error in &response.errors {
            fail(&mut response.data, &error.path);
        }
        self.order(&mut response.data);
    }

    fn order(&self, value: &mut Value) {
        match value {
            Value::List(items) => items.iter_mut().for_each(|item| self.order(item)),
            Value::Object(fields) => {
                // Most objects stand in order: one walk through both finds that, and goes down.
                let mut places = self.0.iter();
                let in_order = fields.iter_mut().all(|(name, field)| {
                    let place = places.find(|(place, _)| *place == name);
                    place.is_some_and(|(_, asked)| {
                        asked.within(field);
                        true
                    })
                });
                if !in_order {
                    let mut found = std::mem::take(fields);
                    for (name, asked) in &self.0 {
                        if let Some((name, mut field)) = found.swap_remove_entry(name) {
                            asked.within(&mut field);
                            fields.insert(name, field);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Goes down to a field that is an object, or a list of them.
    fn within(&self, field: &mut Value) {
        if !self.0.is_empty() {
            self.order(field);
        }
    }
}

/// Writes null where a path leads to a field that is not there.
fn fail(value: &mut Value, path: &[PathSegment]) {
    match path {
        [PathSegment::Field(name), rest @ ..] => {
            // An object all of whose fields failed is left out too.
            if matches!(value, Value::Null) {
                *value = Value::Object(IndexMap::new());
            }
            if let Value::Object(fields) = value {
                fail(fields.entry(Name::new(name)).or_insert(Value::Null), rest);
            }
        }
        [PathSegment::Index(at), rest @ ..] => {
            if let Value::List(items) = value
                && let Some(item) = items.get_mut(*at)
            {
                fail(item, rest);
            }
        }
        [] => {}
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{ServerError, parser::parse_query};
    use serde_json::{Value, json};

    use super::*;

    fn arranged(query: &str, data: Value, failed: &[Value]) -> String {
        let document = parse_query(query).unwrap();
        let mut response = Response::new(async_graphql::Value::from_json(data).unwrap());
        response.errors = failed
            .iter()
            .map(|path| ServerError {
                path: serde_json::from_value(path.clone()).unwrap(),
                ..ServerError::new("failed", None)
            })
            .collect();
        Asked::of(&document, None).arrange(&mut response);
        serde_json::to_string(&response.data).unwrap()
    }

    #[test]
    fn fields_stand_where_they_were_asked() {
        let query = "{ z: b { d ...F c } a ... on Query { c } } fragment F on B { b: x { e d } a }";
        let data =
            json!({"a": 1, "c": 2, "z": [{"a": 3, "b": {"d": 4, "e": 5}, "c": 6, "d": 7}, null]});
        assert_eq!(
            arranged(query, data, &[]),
            r#"{"z":[{"d":7,"b":{"e":5,"d":4},"a":3,"c":6},null],"a":1,"c":2}"#
        );
    }

    #[test]
    fn a_field_that_failed_is_null() {
        let query = "{ a { b { c } } d }";
        let failed = [json!(["a", 1, "b", "c"]), json!(["d"])];
        let data = json!({"a": [{"b": {"c": 1}}, null]});
        assert_eq!(
            arranged(query, data, &failed),
            r#"{"a":[{"b":{"c":1}},{"b":{"c":null}}],"d":null}"#
        );
        assert_eq!(
            arranged(query, json!(null), &[json!(["d"])]),
            r#"{"d":null}"#
        );
        assert_eq!(arranged(query, json!(null), &[json!([])]), "null");
    }
}
