//! What `seed/README.md` tells of each official is what the service answers, in every row.

mod readme;

use std::collections::BTreeSet;

use kinflow::{access::Role, model::Money};
use serde_json::{Value, json};

use self::readme::{money, stories};
use super::service::{Question, Running};
use crate::engines;

/// A payment as the service answers it.
struct Answered {
    id: String,
    amount: Money,
    programme: String,
    payee: String,
    reaches: BTreeSet<[String; 4]>,
}

async fn answered(
    service: &Running,
    official: &str,
    hops: usize,
) -> ((usize, Money), Vec<Answered>) {
    let query = "query ($official: ID!, $hops: Int!) {
      subsidiesReachingRelatives(official: $official, within: {hops: $hops}, first: 200) {
        totalCount totalAmount truncated hiddenByScope
        nodes {
          payment { id amount programme { id } payee { ... on Person { id } ... on Household { id } ... on Company { id } ... on Agency { id } } }
          reaches { channel relative { id } kinship { chain term } }
        }
      }
    }";
    let variables = json!({"official": official, "hops": hops});
    let data = service
        .data(Question::new(Role::Investigator, query).with("variables", variables))
        .await;
    let answer = &data["subsidiesReachingRelatives"];
    assert_eq!(
        (&answer["truncated"], &answer["hiddenByScope"]),
        (&json!(false), &json!(0))
    );
    let text = |value: &Value| {
        value
            .as_str()
            .unwrap_or_else(|| panic!("{answer:#}"))
            .to_owned()
    };
    let node = |node: &Value| {
        let payment = &node["payment"];
        let reaches = node["reaches"].as_array().unwrap().iter().map(|reach| {
            let kinship = &reach["kinship"];
            [
                &reach["channel"],
                &reach["relative"]["id"],
                &kinship["chain"],
                &kinship["term"],
            ]
            .map(text)
        });
        Answered {
            id: text(&payment["id"]),
            amount: money(&text(&payment["amount"])),
            programme: text(&payment["programme"]["id"]),
            payee: text(&payment["payee"]["id"]),
            reaches: reaches.collect(),
        }
    };
    let total = (
        answer["totalCount"].as_u64().unwrap().try_into().unwrap(),
        money(&text(&answer["totalAmount"])),
    );
    (
        total,
        answer["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(node)
            .collect(),
    )
}

#[tokio::test]
async fn the_readme_tells_what_the_service_answers() {
    let stories = stories();
    assert_eq!(stories.len(), 11, "stories with an official");
    for engine in engines::all().await {
        engine.load_seed().await;
        let service = Running::over(engine.backend.clone()).await;
        for story in &stories {
            let told: Vec<usize> = story.totals.keys().copied().collect();
            assert_eq!(
                told,
                [1, 2, 3, 4],
                "{} tells the totals of all hops",
                story.official
            );
            for (hops, total) in &story.totals {
                let shown = format!("{} within {hops} hops on {}", story.official, engine.name());
                let (answered_total, answer) = answered(&service, &story.official, *hops).await;
                assert_eq!(answered_total, *total, "{shown}");
                assert_eq!(answer.len(), total.0, "{shown}");
                for row in &story.rows {
                    let found: Vec<&Answered> = answer
                        .iter()
                        .filter(|payment| {
                            row.holds(&payment.id) && payment.programme == row.programme
                        })
                        .collect();
                    let reaches = row.within(*hops);
                    if reaches.is_empty() {
                        assert_eq!(found.len(), 0, "{shown}: {:?} reaches nobody yet", row.ids);
                        continue;
                    }
                    assert_eq!(found.len(), row.count, "{shown}: {:?}", row.ids);
                    for payment in &found {
                        assert_eq!(payment.reaches, reaches, "{shown}: {}", payment.id);
                        assert!(
                            row.payee
                                .as_ref()
                                .is_none_or(|payee| *payee == payment.payee),
                            "{shown}: {}",
                            payment.id
                        );
                        assert!(
                            row.in_all || payment.amount == row.amount,
                            "{shown}: {}",
                            payment.id
                        );
                    }
                    let sum: Money = found.iter().map(|payment| payment.amount).sum();
                    assert!(
                        !row.in_all || sum == row.amount,
                        "{shown}: {:?} are {sum} in all",
                        row.ids
                    );
                    let payees: BTreeSet<&str> =
                        found.iter().map(|payment| payment.payee.as_str()).collect();
                    assert_eq!(
                        payees.len(),
                        if row.payee.is_some() { 1 } else { row.count },
                        "{shown}"
                    );
                }
                // Rows of four hops are told in words.
                let untold = answer
                    .iter()
                    .filter(|payment| !story.rows.iter().any(|row| row.holds(&payment.id)));
                let untold: Vec<&str> = untold.map(|payment| payment.id.as_str()).collect();
                assert!(
                    *hops == 4 || untold.is_empty(),
                    "{shown}: the README does not tell {untold:?}"
                );
            }
        }
    }
}
