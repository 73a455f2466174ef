//! Reading JSON by paths.

use std::borrow::Cow;

use serde_json::Value;

/// What stands at a path, where it is there and not null.
pub(super) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.')
        .try_fold(value, |value, key| value.get(key))
        .filter(|value| !value.is_null())
}

/// What stands at a path as text; empty where nothing does.
pub(super) fn text<'a>(value: &'a Value, path: &str) -> Cow<'a, str> {
    at(value, path).map_or(Cow::Borrowed(""), shown)
}

/// What a list at a path holds.
pub(super) fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    at(value, path)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A text, or a number without exponent.
pub(super) fn shown(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text.trim()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (None, Some(float)) => Cow::Owned(float.to_string()),
            _ => Cow::Owned(number.to_string()),
        },
        Value::Bool(truth) => Cow::Owned(truth.to_string()),
        _ => Cow::Borrowed(""),
    }
}

/// Names every value below `value` whose path is not known; lists leave no mark on a path.
pub(super) fn leaves(value: &Value, path: &str, known: &[&str], met: &mut dyn FnMut(String)) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                let below = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                leaves(field, &below, known, met);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| leaves(item, path, known, met)),
        Value::Null => {}
        _ if known.contains(&path) => {}
        _ => met(path.to_owned()),
    }
}
