//! Documents that cannot be answered, the code each is refused with, and what its message says.

pub type Refused = (String, &'static str, &'static str);

pub fn documents() -> Vec<Refused> {
    [
        no_graphql(),
        not_of_this_schema(),
        impossible_arguments(),
        too_much(),
        hidden_size(),
    ]
    .concat()
}

fn bad(document: impl Into<String>, said: &'static str) -> Refused {
    (document.into(), "BAD_INPUT", said)
}

fn exceeds(document: impl Into<String>, said: &'static str) -> Refused {
    (document.into(), "LIMIT_EXCEEDED", said)
}

fn no_graphql() -> Vec<Refused> {
    vec![
        bad("", "no GraphQL"),
        bad(" ,# nothing", "no GraphQL"),
        bad("{", "line 1, column 2"),
        bad("{ person(id: ) { id } }", "line 1, column 14"),
        bad("{ 🙂 \u{0} }", "line 1, column 3"),
        bad("type Query { a: Int }", "line 1, column 1"),
        bad("{ __typename } { __typename }", "multiple operations"),
        bad(
            "query A { __typename } query A { __typename }",
            "defined twice",
        ),
        bad("fragment F on Query { __typename }", "operation"),
        bad("{ ...A } fragment A on Query { ...A }", "spreads itself"),
        bad(
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
            "spreads itself",
        ),
    ]
}

fn not_of_this_schema() -> Vec<Refused> {
    vec![
        bad(r#"{ persn(id: "p") { id } }"#, "persn"),
        bad("{ person { id } }", "id"),
        bad(r#"{ person(id: "p") }"#, "person"),
        bad(r#"{ person(id: "p", age: 3) { id } }"#, "age"),
        bad(r#"{ person(id: "p") { id { name } } }"#, "id"),
        bad(r#"{ person(id: "p") { ...F } }"#, "F"),
        bad(
            r#"{ person(id: "p") { ... on Company { id } } }"#,
            "Company",
        ),
        bad(r#"{ region(code: "99") @unknown { name } }"#, "unknown"),
        bad(
            "subscription { loadProgress { load } }",
            "text/event-stream",
        ),
        (
            "mutation { loadFiles(files: []) { load } }".to_owned(),
            "FORBIDDEN",
            "does not load",
        ),
    ]
}

/// The headline with other arguments after the official.
fn headline(arguments: &str) -> String {
    format!("{{ subsidiesReachingRelatives(official: \"p\", {arguments}) {{ totalCount }} }}")
}

fn impossible_arguments() -> Vec<Refused> {
    vec![
        bad("{ person(id: 3.5) { id } }", "id"),
        bad("{ person(id: {a: 1}) { id } }", "id"),
        bad("{ person(id: null) { id } }", "id"),
        bad(r#"{ person(id: "") { id } }"#, "id"),
        bad(
            format!("{{ person(id: \"{}\") {{ id }} }}", "p".repeat(100)),
            "64",
        ),
        bad(r#"{ region(code: "9901011") { name } }"#, "code"),
        bad(headline("within: {}"), "within"),
        bad(headline("within: {hops: \"2\"}"), "hops"),
        bad(headline("within: {hops: 99999999999}"), "Int"),
        bad(headline("within: {hops: 1}, channels: [CASH]"), "channels"),
        bad(headline("within: {hops: 1}, minAmount: 500"), "Money"),
        bad(headline("within: {hops: 1}, minAmount: \"1e3\""), "amount"),
        bad(
            headline("within: {hops: 1}, paid: {from: \"2023-02-30\"}"),
            "calendar",
        ),
        bad(r#"{ search(text: " ") { totalCount } }"#, "text"),
        bad(
            r#"{ search(text: "liu", first: 0) { totalCount } }"#,
            "first",
        ),
        bad(
            r#"{ search(text: "liu", first: -5) { totalCount } }"#,
            "first",
        ),
        exceeds(
            r#"{ search(text: "liu", first: 201) { totalCount } }"#,
            "200",
        ),
        bad(
            r#"{ search(text: "liu", after: "x") { totalCount } }"#,
            "cursor",
        ),
    ]
}

fn nested(levels: usize, field: &str) -> String {
    let open = format!("{field} {{ ").repeat(levels);
    format!("{{ {open} __typename {} }}", "}".repeat(levels))
}

fn many(count: usize, each: impl Fn(usize) -> String) -> String {
    format!("{{ {} }}", (0..count).map(each).collect::<String>())
}

/// Fragments that each spread the next twice.
fn doubling(levels: usize) -> String {
    let fragment = |level| {
        format!(
            "fragment F{level} on Query {{ ...F{0} ...F{0} }} ",
            level + 1
        )
    };
    let fragments: String = (0..levels).map(fragment).collect();
    format!("{{ ...F0 }} {fragments} fragment F{levels} on Query {{ __typename }}")
}

fn too_much() -> Vec<Refused> {
    let heavy = |i| {
        format!(
            "a{i}: subsidiesReachingRelatives(official: \"p\", within: {{hops: 1}}, first: 200) {{
               nodes {{ payment {{ id }} reaches {{ kinship {{ steps {{ from {{ id }} to {{ id }} }} }} }} }}
             }} "
        )
    };
    let list = |depth| format!("{{ a(b: {}{}) }}", "[".repeat(depth), "]".repeat(depth));
    let object = |depth| format!("{{ a(b: {}1{}) }}", "{c: ".repeat(depth), "}".repeat(depth));
    let variable = |depth| {
        format!(
            "query($a: {}Int{}) {{ b }}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    vec![
        exceeds(nested(10_000, "a"), "limits.tokens"),
        bad(nested(600, "a"), "recursion"),
        exceeds(nested(40, r#"region(code: "99")"#), "nested"),
        exceeds(
            format!("{{ region(code: \"99\") {} }}", nested(20, "parent")),
            "limits.depth",
        ),
        exceeds(
            many(10_000, |i| format!("a{i}: __typename ")),
            "limits.tokens",
        ),
        exceeds(many(31, |i| format!("a{i}: __typename ")), "limits.aliases"),
        exceeds(many(2_001, |_| "__typename ".into()), "limits.tokens"),
        exceeds(many(20, heavy), "limits.complexity"),
        exceeds(doubling(16), "limits.complexity"),
        exceeds(doubling(120), "limits.complexity"),
        exceeds(
            format!("{{ __typename {} }}", "@include(if: true) ".repeat(11)),
            "limits.directives",
        ),
        bad(list(990), ""),
        bad(object(480), ""),
        bad(variable(900), ""),
        bad(format!("{{ a(b: {}", "[".repeat(1_900)), "line 1, column"),
    ]
}

/// Quotes and line ends that hide what stands behind them from a careless count, or make it slow.
fn hidden_size() -> Vec<Refused> {
    let block = "\"\"\"";
    let fields = "__typename ".repeat(3_000);
    vec![
        bad(r#"{ person(id: "p) { id } }"#, "never closed"),
        bad(
            format!("{{ person(id: {block}p) {{ id }} }}"),
            "never closed",
        ),
        bad(format!("\"{}", "\\\"".repeat(30_000)), "never closed"),
        bad(
            format!("{block}{}", format!("\\{block}").repeat(25_000)),
            "never closed",
        ),
        exceeds("\"\" ".repeat(40_000), "limits.tokens"),
        exceeds(
            many(1_000, |_| format!("{block} \" {block} x ")),
            "limits.tokens",
        ),
        exceeds(
            format!("{{ a(b: {block} \" {block}) {fields} c(d: \" \") }}"),
            "limits.tokens",
        ),
        exceeds(format!("{{ # comment\r{fields} }}"), "limits.tokens"),
    ]
}
