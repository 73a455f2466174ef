//! The headline read from the payment, and over a whole region, against the oracle on every engine.

use std::collections::BTreeMap;

use kinflow::model::Money;
use serde_json::{Value, json};

use crate::{
    api::Api,
    counties::Files,
    engines::{self, Engine},
    oracle::{Channel, County, Related, Within, everything_of},
    reaching::{difference, ids, name, within},
};

const OFFICIALS: &str = "
    query ($payment: ID!, $within: Within!) {
      payment(id: $payment) {
        relatedOfficials(within: $within) {
          truncated hiddenByScope
          nodes { official { id } reaches { channel relative { id } kinship { chain } } }
        }
      }
    }";

const RANKING: &str = "
    query ($region: RegionCode!, $within: Within!, $paid: DateRange, $first: Int, $after: String) {
      officialsByReach(region: $region, within: $within, paid: $paid, first: $first, after: $after) {
        totalCount
        peers { kind officials lowerQuartile median upperQuartile fence }
        pageInfo { hasNextPage endCursor }
        nodes { official { id } kind amount payments channels { channel payments } standing truncated }
      }
    }";

const WITHIN: [Within; 4] = [
    Within::Hops(2),
    Within::Hops(4),
    Within::Scope("AVOIDANCE"),
    Within::Scope("DIBAO_FILING_NINGXIA"),
];

/// Every how many-th payment is asked about.
const STEP: usize = 29;

/// What the API says of a payment, in the oracle's terms.
fn related(county: &County, answer: &Value) -> Related {
    assert_eq!(answer["truncated"], json!(false));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut related = Related::new();
    for node in answer["nodes"].as_array().unwrap() {
        for reach in node["reaches"].as_array().unwrap() {
            let official = county
                .who(node["official"]["id"].as_str().unwrap())
                .to_owned();
            let relative = county
                .who(reach["relative"]["id"].as_str().unwrap())
                .to_owned();
            let channel = Channel::ALL
                .into_iter()
                .find(|one| reach["channel"] == name(*one));
            let chain = text(&reach["kinship"]["chain"]);
            let known =
                related.insert((official, relative, channel.unwrap()), (chain.len(), chain));
            assert!(
                known.is_none(),
                "a relative and channel stand twice: {node}"
            );
        }
    }
    related
}

/// Asks of some payments of a county; how many reaches there are.
pub async fn payments(api: &Api, engine: &Engine, county: &County, files: &Files) -> usize {
    let mut found = 0;
    for (place, payment) in ids(files, "payments").iter().enumerate().step_by(STEP) {
        let asked = WITHIN[place / STEP % WITHIN.len()];
        let graph = engine.graph(&[""], "2024-01-01");
        let variables = json!({"payment": payment, "within": within(asked)});
        let data = api.ask(graph, &[String::new()], OFFICIALS, variables).await;
        let expected = county.related_officials(payment, asked);
        if data["payment"].is_null() {
            assert!(expected.is_empty(), "{payment} was rejected");
            continue;
        }
        let given = related(county, &data["payment"]["relatedOfficials"]);
        assert_eq!(given, expected, "{payment} {asked:?} on {}", engine.name());
        found += given.len();
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_ranks_its_officials_by_what_reached_their_kin() {
    let api = Api::unlimited();
    let everywhere = vec![String::new()];
    let seed = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seed");
    let county = County::load(&seed).unwrap();
    for engine in engines::all().await {
        engine.load_seed().await;
        for (region, asked, [from, to]) in [
            ("990101", Within::Hops(2), ["2000-01-01", "2030-12-31"]),
            (
                "990101",
                Within::Scope("AVOIDANCE"),
                ["2024-01-01", "2024-12-31"],
            ),
            ("990101101", Within::Hops(3), ["2023-06-01", "2024-06-30"]),
            ("990101102", Within::Hops(1), ["2000-01-01", "2030-12-31"]),
        ] {
            let mut expected = Vec::new();
            for (official, kind) in county.officials_of(region, [from, to]) {
                let mut question = everything_of(&official, asked);
                question.paid_from = Some(from.to_owned());
                question.paid_to = Some(to.to_owned());
                let answer = county.subsidies_reaching_relatives(&question).unwrap();
                let by = |channel| {
                    let by = |row: &&crate::oracle::Row| {
                        row.reaches.iter().any(|reach| reach.channel == channel)
                    };
                    answer.rows.iter().filter(by).count()
                };
                let channels =
                    Channel::ALL.map(|one| json!({"channel": name(one), "payments": by(one)}));
                expected.push((
                    -answer.total_amount_fen,
                    official.clone(),
                    json!({
                        "official": {"id": official},
                        "kind": kind,
                        "amount": Money(answer.total_amount_fen).to_string(),
                        "payments": answer.total_count,
                        "channels": channels,
                        "truncated": false,
                    }),
                ));
            }
            expected.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
            let expected: Vec<Value> = expected.into_iter().map(|(.., row)| row).collect();
            assert!(expected.len() > 1, "{region} has officials");
            // Page by page, as a reader goes through it.
            let (mut given, mut after) = (Vec::new(), Value::Null);
            loop {
                let graph = engine.graph(&[""], "2024-01-01");
                let variables = json!({"region": region, "within": within(asked),
                    "paid": {"from": from, "to": to}, "first": 3, "after": after});
                let data = api.ask(graph, &everywhere, RANKING, variables).await;
                let answer = &data["officialsByReach"];
                assert_eq!(answer["totalCount"], json!(expected.len()));
                peers_are_true(answer, &expected);
                for node in answer["nodes"].as_array().unwrap() {
                    let mut node = node.clone();
                    node.as_object_mut().unwrap().remove("standing");
                    given.push(node);
                }
                after = answer["pageInfo"]["endCursor"].clone();
                if answer["pageInfo"]["hasNextPage"] == json!(false) {
                    break;
                }
            }
            let (given, expected) = (Value::Array(given), Value::Array(expected));
            assert!(
                given == expected,
                "{region} {asked:?} on {}\n{}",
                engine.name(),
                difference(&given, &expected)
            );
        }
    }
}

/// Half of the peers are at most at the median, and a quarter at the quartiles' far sides.
fn peers_are_true(answer: &Value, rows: &[Value]) {
    let yuan = |value: &Value| value.as_str().unwrap().parse::<f64>().unwrap();
    let mut amounts = BTreeMap::<&str, Vec<f64>>::new();
    for row in rows {
        let kind = row["kind"].as_str().unwrap();
        amounts.entry(kind).or_default().push(yuan(&row["amount"]));
    }
    for peers in answer["peers"].as_array().unwrap() {
        let amounts = &amounts[peers["kind"].as_str().unwrap()];
        assert_eq!(peers["officials"], json!(amounts.len()));
        for (name, share) in [
            ("lowerQuartile", 0.25),
            ("median", 0.5),
            ("upperQuartile", 0.75),
        ] {
            let quartile = yuan(&peers[name]);
            let below = amounts
                .iter()
                .filter(|amount| **amount < quartile - 0.01)
                .count() as f64;
            let upto = amounts
                .iter()
                .filter(|amount| **amount <= quartile + 0.01)
                .count() as f64;
            let rank = share * (amounts.len() - 1) as f64;
            assert!(
                below <= rank + 1.0 && upto > rank,
                "{name} of {amounts:?}: {peers}"
            );
        }
        assert_eq!(peers["fence"].is_null(), amounts.len() < 12, "{peers}");
    }
}
