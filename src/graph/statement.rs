//! One file, its parameters, its row: the binding of a statement.

use serde::{Serialize, de::DeserializeOwned};

use super::backend::{Exchange, Record};

/// A file below `cypher/` together with what it takes and what it gives.
///
/// Made by [`statement!`](crate::statement), which also emits the test that holds the three
/// together.
pub trait Statement: Serialize {
    /// Path below `cypher/`, or several joined by `then`.
    const FILE: &'static str;
    /// The text, embedded when the program is built.
    const TEXT: &'static str;
    /// One result row; its fields are the aliases of the last `RETURN`.
    type Row: DeserializeOwned;

    /// The text with the values of its parameters.
    ///
    /// # Errors
    /// When a parameter cannot be written as a neutral value, which is a defect.
    fn exchange(&self) -> Result<Exchange, serde_json::Error> {
        let parameters = match serde_json::to_value(self)? {
            serde_json::Value::Object(parameters) => parameters,
            _ => Record::new(),
        };
        Ok(Exchange {
            file: Self::FILE,
            text: Self::TEXT,
            parameters,
            makes: None,
        })
    }
}

/// Binds a file below `cypher/` to its parameters and its row.
///
/// ```ignore
/// statement! {
///     /// Relatives of an official within some steps.
///     "kin/relatives.cypher" => Relative;
///     pub struct Relatives<'a> { official: &'a PersonId, hops: i64 }
/// }
/// ```
/// Where several questions begin alike, the beginning is a file of its own: `"kin/ways.cypher" then
/// "kin/relatives.cypher"` runs both as one statement. The last `WITH` of a file hands its names to
/// the next.
///
/// Parameters are the struct's fields and columns the row's fields, both in camelCase. A missing
/// file does not compile; a parameter or column that one side lacks fails the emitted test.
#[macro_export]
macro_rules! statement {
    ($(#[$doc:meta])* $file:literal $(then $next:literal)* => $row:ty;
     $vis:vis struct $name:ident $(<$life:lifetime>)? { $($field:ident : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize)]
        #[serde(rename_all = "camelCase")]
        $vis struct $name $(<$life>)? {
            $(#[doc = concat!("The parameter `", stringify!($field), "`.")] pub $field: $type),*
        }

        impl $(<$life>)? $crate::graph::Statement for $name $(<$life>)? {
            const FILE: &'static str = concat!($file $(, " then ", $next)*);
            const TEXT: &'static str = concat!(
                include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/cypher/", $file))
                $(, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/cypher/", $next)))*
            );
            type Row = $row;
        }

        #[cfg(test)]
        #[test]
        #[expect(non_snake_case, reason = "the test is named as the statement it checks")]
        fn $name() {
            $crate::graph::statement::check::bound::<$row>(
                <$name as $crate::graph::Statement>::FILE,
                <$name as $crate::graph::Statement>::TEXT,
                &[$(stringify!($field)),*],
            );
        }
    };
}

/// Compares a statement's text with the parameters and the row bound to it.
#[cfg(test)]
pub(crate) mod check {
    use std::collections::BTreeSet;

    use serde::de::{DeserializeOwned, Deserializer, Error, Visitor, value};

    /// Parameters that [`Graph`](crate::graph::Graph) adds to every reading statement.
    const FROM_THE_GRAPH: [&str; 2] = ["scope", "today"];

    pub fn bound<Row: DeserializeOwned>(file: &str, text: &str, fields: &[&str]) {
        let code = without_comments(text);
        let bound: BTreeSet<String> = fields.iter().map(|field| camel(field)).collect();
        let asked: BTreeSet<String> = parameters(&code)
            .into_iter()
            .filter(|name| !FROM_THE_GRAPH.contains(&name.as_str()))
            .collect();
        assert_eq!(
            asked, bound,
            "{file}: $parameters against the struct's fields"
        );
        assert_eq!(
            columns(&code).into_iter().collect::<BTreeSet<_>>(),
            expected_columns::<Row>(),
            "{file}: RETURN aliases against the row's fields"
        );
        let writes = ["MERGE ", "CREATE ", "SET ", "DELETE ", "REMOVE "]
            .iter()
            .any(|clause| code.contains(clause));
        assert!(
            writes || code.contains("$scope") || text.contains("// scope: none, because"),
            "{file}: a read uses $scope or says `// scope: none, because …`"
        );
    }

    fn without_comments(text: &str) -> String {
        text.lines()
            .map(|line| line.split("//").next().unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn camel(field: &str) -> String {
        let mut words = field.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| {
            let (head, tail) = word.split_at(1);
            name + &head.to_uppercase() + tail
        })
    }

    fn parameters(code: &str) -> BTreeSet<String> {
        code.split('$')
            .skip(1)
            .map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect()
            })
            .collect()
    }

    fn columns(code: &str) -> Vec<String> {
        let Some((_, tail)) = code.rsplit_once("\nRETURN ") else {
            return Vec::new();
        };
        let list = ["\nORDER BY", "\nSKIP", "\nLIMIT", "\nUNION"]
            .iter()
            .filter_map(|end| tail.find(end))
            .min()
            .map_or(tail, |end| &tail[..end]);
        let mut depth = 0;
        list.split(|c| {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
            c == ',' && depth == 0
        })
        .map(|item| {
            item.rsplit(" AS ")
                .next()
                .unwrap_or(item)
                .trim()
                .trim_end_matches(';')
                .to_owned()
        })
        .collect()
    }

    fn expected_columns<Row: DeserializeOwned>() -> BTreeSet<String> {
        let mut fields = BTreeSet::new();
        let _ = Row::deserialize(Recorder(&mut fields));
        fields
    }

    /// Answers a struct's request for its fields with an error, having written them down.
    struct Recorder<'a>(&'a mut BTreeSet<String>);

    impl<'de> Deserializer<'de> for Recorder<'_> {
        type Error = value::Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(Error::custom("a row is a struct"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            self.0.extend(fields.iter().map(ToString::to_string));
            Err(Error::custom("recorded"))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
}
