//! One entity.

use serde_json::{Map, Value, json};

/// An entity with its properties; empty values are none.
pub(super) struct Entity {
    id: Value,
    schema: &'static str,
    properties: Map<String, Value>,
}

impl Entity {
    pub fn new(schema: &'static str, id: impl Into<Value>) -> Self {
        Self {
            id: id.into(),
            schema,
            properties: Map::new(),
        }
    }

    /// Adds a value to a property.
    pub fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if value != "" && !value.is_null() {
            let values = self.properties.entry(property).or_insert_with(|| json!([]));
            if let Value::Array(values) = values {
                values.push(value);
            }
        }
        self
    }

    /// Adds each item of a list.
    pub fn with_each(self, property: &str, list: &str) -> Self {
        list.split(';')
            .fold(self, |entity, item| entity.with(property, item))
    }

    /// From when to when it holds.
    pub fn dated(self, from: &str, to: &str) -> Self {
        self.with("startDate", from).with("endDate", to)
    }

    /// An amount of yuan.
    pub fn worth(self, amount: &str) -> Self {
        let currency = if amount.is_empty() { "" } else { "CNY" };
        self.with("amount", amount).with("currency", currency)
    }

    pub fn line(&self) -> String {
        json!({"id": self.id, "schema": self.schema, "properties": self.properties}).to_string()
    }
}
