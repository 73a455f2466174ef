//! Pages: one after another they are the whole list, and a cursor fits its own question only.

use kinflow::access::Role;
use serde_json::{Value, json};

use super::service::{Question, Running, code, token};
use crate::engines;

const ASKED: &str = "query ($first: Int, $after: String) {
  subsidiesReachingRelatives(official: \"p-liu-jianguo\", within: {hops: 3}, first: $first, after: $after) {
    totalCount totalAmount
    edges { cursor node { payment { id } } }
    nodes { payment { id amount paidOn } reaches { channel relative { id } kinship { chain } } }
    pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
  }
}";

const SEARCHED: &str = "query ($first: Int, $after: String) {
  search(text: \"l\", first: $first, after: $after) {
    totalCount
    edges { cursor node { __typename ... on Person { id } ... on Company { id } } }
    nodes { __typename ... on Person { id name } ... on Company { id name } }
    pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
  }
}";

async fn page(service: &Running, query: &str, first: usize, after: &Value) -> Value {
    let question = Question::new(Role::Investigator, query)
        .with("variables", json!({"first": first, "after": after}));
    let data = service.data(question).await;
    data.as_object().unwrap().values().next().unwrap().clone()
}

#[tokio::test]
async fn pages_add_up_to_the_single_page() {
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        for query in [ASKED, SEARCHED] {
            let whole = page(&service, query, 200, &Value::Null).await;
            let rows = whole["nodes"].as_array().unwrap();
            assert!(
                rows.len() > 10,
                "{} rows are no list to page through",
                rows.len()
            );
            assert_eq!(whole["totalCount"], rows.len());
            assert_eq!(whole["pageInfo"]["hasNextPage"], false);
            for size in [1, 5, rows.len() - 1, rows.len()] {
                let (mut paged, mut after, mut pages) = (Vec::new(), Value::Null, 0);
                loop {
                    let part = page(&service, query, size, &after).await;
                    let (edges, nodes) = (
                        part["edges"].as_array().unwrap(),
                        part["nodes"].as_array().unwrap(),
                    );
                    let info = &part["pageInfo"];
                    assert_eq!(edges.len(), nodes.len());
                    assert_eq!(info["hasPreviousPage"], pages > 0);
                    assert_eq!(info["startCursor"], edges[0]["cursor"]);
                    assert_eq!(info["endCursor"], edges[edges.len() - 1]["cursor"]);
                    for total in ["totalCount", "totalAmount"] {
                        assert_eq!(
                            part.get(total),
                            whole.get(total),
                            "a total is of the whole list"
                        );
                    }
                    paged.extend(nodes.iter().cloned());
                    pages += 1;
                    after = info["endCursor"].clone();
                    if info["hasNextPage"] == false {
                        break;
                    }
                    assert_eq!(nodes.len(), size, "only the last page is short");
                }
                assert_eq!(&paged, rows, "{} in pages of {size}", engine.name());
                assert_eq!(pages, rows.len().div_ceil(size));
                let beyond = page(&service, query, size, &after).await;
                assert_eq!(beyond["nodes"], json!([]), "behind the last row is nothing");
            }
        }
    }
}

#[tokio::test]
async fn a_cursor_fits_its_own_question_only() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let cursor = page(&service, ASKED, 5, &Value::Null).await["pageInfo"]["endCursor"]
        .as_str()
        .unwrap()
        .to_owned();
    let after = |cursor: &str| json!({"first": 5, "after": cursor});

    let flipped = |at: usize| {
        let mut bytes = cursor.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap()
    };
    let tampered: Vec<String> = (0..cursor.len()).step_by(3).map(flipped).collect();
    let odd = [
        "",
        "A",
        "=",
        "%%%",
        "AAAAAAAAAAAAAAAAAAAAAAAA",
        &cursor[..20],
        &format!("{cursor}A"),
        "💰",
    ];
    for cursor in odd.into_iter().chain(tampered.iter().map(String::as_str)) {
        let question = Question::new(Role::Investigator, ASKED).with("variables", after(cursor));
        assert_eq!(code(&service.ask(question).await), "BAD_INPUT", "{cursor}");
    }

    for (from, to) in [
        ("hops: 3", "hops: 2"),
        ("p-liu-jianguo", "p-zhou-zhengming"),
        ("{hops: 3}", "{hops: 3}, minAmount: \"0.01\""),
        ("{hops: 3}", "{hops: 3}, channels: [DIRECT]"),
        ("{hops: 3}", "{hops: 3}, paid: {from: \"2019-01-01\"}"),
        ("{hops: 3}", "{hops: 3}, programmes: [\"rural-dibao\"]"),
    ] {
        let other = ASKED.replace(from, to);
        assert_ne!(other, ASKED);
        let question = Question::new(Role::Investigator, &other).with("variables", after(&cursor));
        assert_eq!(code(&service.ask(question).await), "BAD_INPUT", "{to}");
    }
    let search = Question::new(Role::Investigator, SEARCHED).with("variables", after(&cursor));
    assert_eq!(code(&service.ask(search).await), "BAD_INPUT");
    let narrower = Some(token(Role::Investigator, &["990101".parse().unwrap()]));
    let question = Question {
        token: narrower,
        ..Question::new(Role::Investigator, ASKED)
    };
    let answer = service
        .ask(question.with("variables", after(&cursor)))
        .await;
    assert_eq!(code(&answer), "BAD_INPUT", "a cursor of another scope");

    // What only shapes the answer may change from page to page.
    let slimmer = "query ($first: Int, $after: String) { again: subsidiesReachingRelatives(official: \"p-liu-jianguo\", within: {hops: 3}, first: $first, after: $after) { nodes { payment { id } } } }";
    let question = Question::new(Role::Supervisor, slimmer)
        .with("variables", json!({"first": 2, "after": cursor}));
    let second = service.data(question).await;
    assert_eq!(second["again"]["nodes"].as_array().unwrap().len(), 2);
}
