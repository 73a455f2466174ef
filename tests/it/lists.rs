//! Lists of the seed, page by page, against its own files, on every engine.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    api::Api,
    engines::{self, Engine},
    files::{Row, seed as table},
};

fn fen(row: &Row, column: &str) -> i64 {
    let amount = &row[column];
    let (yuan, cents) = amount.split_once('.').unwrap_or((amount, ""));
    yuan.parse::<i64>().unwrap() * 100 + format!("{cents:0<2}").parse::<i64>().unwrap()
}

/// The regions of whoever can be paid, by kind and id.
fn payee_regions() -> BTreeMap<(String, String), String> {
    let kinds = [
        ("persons", "PERSON"),
        ("households", "HOUSEHOLD"),
        ("companies", "COMPANY"),
        ("agencies", "AGENCY"),
    ];
    let of_kind = |(name, kind): (&str, &str)| {
        let kind = kind.to_owned();
        let rows = table(name).into_iter();
        rows.map(move |row| ((kind.clone(), row["id"].clone()), row["regionCode"].clone()))
    };
    kinds.into_iter().flat_map(of_kind).collect()
}

/// Ids in order of what `key` says of each row, then of the ids.
fn ordered<K: Ord>(rows: Vec<Row>, key: impl Fn(&Row) -> K) -> Vec<String> {
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|row| (key(&row), row["id"].clone()))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, id)| id).collect()
}

/// The latest first, what has no day last.
fn latest(row: &Row, column: &str) -> (bool, std::cmp::Reverse<String>) {
    (
        row[column].is_empty(),
        std::cmp::Reverse(row[column].clone()),
    )
}

/// All ids of a list, three rows a page; its total must be theirs.
async fn pages(
    api: &Api,
    engine: &Engine,
    scope: &str,
    field: &str,
    arguments: &str,
) -> Vec<String> {
    // A region is known by its code.
    let key = if field == "regions" { "id: code" } else { "id" };
    let document = format!(
        "query ($after: String) {{ list: {field}({arguments}, first: 3, after: $after) {{
           totalCount nodes {{ {key} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    loop {
        let graph = engine.graph(&[scope], "2026-01-15");
        let answer = api
            .ask(graph, scope, &document, json!({ "after": after }))
            .await;
        let list = &answer["list"];
        ids.extend(
            list["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["id"].as_str().unwrap().to_owned()),
        );
        if list["pageInfo"]["hasNextPage"] == false {
            assert_eq!(list["totalCount"], ids.len(), "{field}({arguments})");
            return ids;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_those_of_the_files_page_by_page() {
    let (api, companies, projects) = (Api::unlimited(), table("companies"), table("projects"));
    let (payments, programmes) = (table("payments"), table("programmes"));
    let within = |rows: &[Row], region: &str| -> Vec<Row> {
        rows.iter()
            .filter(|row| row["regionCode"].starts_with(region))
            .cloned()
            .collect()
    };
    for engine in engines::all().await {
        engine.load_seed().await;
        let mut found = 0;
        let mut check = async |scope: &str, field: &str, arguments: &str, expected: Vec<String>| {
            let ids = pages(&api, &engine, scope, field, arguments).await;
            assert_eq!(
                ids,
                expected,
                "{}: {field}({arguments}) within {scope:?}",
                engine.name()
            );
            found += ids.len();
        };
        for (scope, region, seen) in [
            ("", "990101", "990101"),
            ("", "990101101", "990101101"),
            ("990101102", "990101", "990101102"),
        ] {
            let of = within(&companies, seen);
            let asked = |order: &str| format!("region: \"{region}\", orderBy: {order}");
            check(
                scope,
                "companies",
                &asked("NAME"),
                ordered(of.clone(), |row| row["name"].clone()),
            )
            .await;
            check(
                scope,
                "companies",
                &asked("ESTABLISHED_ON"),
                ordered(of.clone(), |row| latest(row, "establishedOn")),
            )
            .await;
            check(
                scope,
                "companies",
                &asked("ID"),
                ordered(of, |row| row["id"].clone()),
            )
            .await;
            let of = within(&projects, seen);
            let asked = |order: &str| format!("of: {{region: \"{region}\"}}, orderBy: {order}");
            check(
                scope,
                "projects",
                &asked("NAME"),
                ordered(of.clone(), |row| row["name"].clone()),
            )
            .await;
            let budget = |row: &Row| {
                (
                    row["budget"].is_empty(),
                    if row["budget"].is_empty() {
                        0
                    } else {
                        -fen(row, "budget")
                    },
                )
            };
            check(
                scope,
                "projects",
                &asked("BUDGET"),
                ordered(of.clone(), budget),
            )
            .await;
            check(
                scope,
                "projects",
                &asked("APPROVED_ON"),
                ordered(of, |row| latest(row, "approvedOn")),
            )
            .await;
        }
        let of = |rows: &[Row], column: &str, value: &str| -> Vec<Row> {
            rows.iter()
                .filter(|row| row[column] == value)
                .cloned()
                .collect()
        };
        let agency = of(&projects, "agencyId", "ag-county-agriculture");
        check(
            "",
            "projects",
            "of: {agency: \"ag-county-agriculture\"}",
            ordered(agency.clone(), |row| row["name"].clone()),
        )
        .await;
        let year = of(&agency, "year", "2023");
        check(
            "",
            "projects",
            "of: {agency: \"ag-county-agriculture\"}, year: 2023",
            ordered(year, |row| row["name"].clone()),
        )
        .await;
        let programme = of(&projects, "programmeId", "rural-sewage");
        check(
            "",
            "projects",
            "of: {programme: \"rural-sewage\"}",
            ordered(programme, |row| row["name"].clone()),
        )
        .await;
        let dibao = of(&payments, "programmeId", "rural-dibao");
        check(
            "",
            "payments",
            "of: {programme: \"rural-dibao\"}",
            ordered(dibao.clone(), |row| latest(row, "paidOn")),
        )
        .await;
        let large: Vec<Row> = dibao
            .into_iter()
            .filter(|row| fen(row, "amount") >= 200_000)
            .collect();
        let asked = "of: {programme: \"rural-dibao\"}, minAmount: \"2000\", orderBy: AMOUNT";
        check(
            "",
            "payments",
            asked,
            ordered(large, |row| -fen(row, "amount")),
        )
        .await;
        let month: Vec<Row> = payments
            .iter()
            .filter(|row| row["paidOn"].starts_with("2023-03"))
            .cloned()
            .collect();
        check(
            "",
            "payments",
            "of: {month: \"2023-03\"}, orderBy: AMOUNT",
            ordered(month.clone(), |row| -fen(row, "amount")),
        )
        .await;
        let late: Vec<Row> = month
            .into_iter()
            .filter(|row| row["paidOn"].as_str() >= "2023-03-10")
            .collect();
        let asked = "of: {month: \"2023-03\"}, paid: {from: \"2023-03-10\"}";
        check(
            "",
            "payments",
            asked,
            ordered(late, |row| latest(row, "paidOn")),
        )
        .await;
        let regions = payee_regions();
        for (scope, region) in [
            ("", "990101102"),
            ("", "990101101201"),
            ("", "99"),
            ("990101101201", "990101101"),
        ] {
            let of_region = payments.iter().filter(|row| {
                let own = Some(&row["regionCode"]).filter(|own| !own.is_empty());
                let code = own.unwrap_or_else(|| {
                    &regions[&(row["payeeKind"].clone(), row["payeeId"].clone())]
                });
                code.starts_with(region) && code.starts_with(scope)
            });
            let asked = format!("of: {{region: \"{region}\"}}, orderBy: AMOUNT");
            let expected = ordered(of_region.cloned().collect(), |row| -fen(row, "amount"));
            assert!(!expected.is_empty());
            check(scope, "payments", &asked, expected).await;
        }
        let paid = of(&payments, "payerId", "ag-county-agriculture");
        check(
            "",
            "payments",
            "of: {agency: \"ag-county-agriculture\"}",
            ordered(paid, |row| latest(row, "paidOn")),
        )
        .await;
        for parent in ["99", "990101", "990101101", "990101101201"] {
            let parts = table("regions").into_iter();
            let parts = parts.filter(|row| {
                let tiers = [2, 4, 6, 9, 12];
                let tier = |code: &str| tiers.iter().position(|digits| *digits == code.len());
                row["id"].starts_with(parent)
                    && tier(&row["id"]) == tier(parent).map(|tier| tier + 1)
            });
            let asked = format!("of: {{parent: \"{parent}\"}}");
            let expected = ordered(parts.collect(), |row| row["id"].clone());
            check("990101102", "regions", &asked, expected).await;
        }
        check(
            "",
            "programmes",
            "orderBy: NAME",
            ordered(programmes.clone(), |row| row["name"].clone()),
        )
        .await;
        check(
            "",
            "programmes",
            "orderBy: ID",
            ordered(programmes.clone(), |row| row["id"].clone()),
        )
        .await;
        for (on, kind) in [
            ("2026-01-15", ""),
            ("2015-06-01", "CADRE"),
            ("2026-01-15", "VILLAGE_CADRE"),
        ] {
            let posts: Vec<Row> = table("posts")
                .into_iter()
                .filter(|post| kind.is_empty() || post["kind"] == kind)
                .collect();
            let holds = |held: &Row, person: &Row| {
                held["personId"] == person["id"]
                    && posts.iter().any(|post| post["id"] == held["postId"])
                    && (held["from"].is_empty() || held["from"].as_str() <= on)
                    && (held["to"].is_empty() || on <= held["to"].as_str())
            };
            let tenures = table("tenures");
            let people = table("persons").into_iter();
            let people: Vec<Row> = people
                .filter(|person| tenures.iter().any(|held| holds(held, person)))
                .collect();
            let kind = if kind.is_empty() {
                String::new()
            } else {
                format!(", kind: {kind}")
            };
            let asked =
                |order: &str| format!("region: \"990101\", on: \"{on}\"{kind}, orderBy: {order}");
            check(
                "",
                "officials",
                &asked("NAME"),
                ordered(people.clone(), |row| row["name"].clone()),
            )
            .await;
            check(
                "",
                "officials",
                &asked("BORN_ON"),
                ordered(people.clone(), |row| latest(row, "bornOn")),
            )
            .await;
            check(
                "",
                "officials",
                &asked("ID"),
                ordered(people, |row| row["id"].clone()),
            )
            .await;
        }
        assert!(found > 400, "{found} rows");
    }
}

/// Rows that are there all the time stand on exactly one page, whatever is loaded between the pages.
#[tokio::test(flavor = "multi_thread")]
async fn rows_present_throughout_appear_once_while_others_come() {
    let api = Api::unlimited();
    let dibao: Vec<Row> = table("payments")
        .into_iter()
        .filter(|row| row["programmeId"] == "rural-dibao")
        .collect();
    for engine in engines::all().await {
        engine.load_seed().await;
        let coming = async {
            for number in 0..12 {
                // Before, between and behind those there.
                let (year, fen) = (2018 + number % 8, 1 + number * 37_777);
                let payments = format!(
                    "id,payerId,payeeKind,payeeId,amount,paidOn,programmeId,regionCode\n\
                     new-{number},ag-county-civil-affairs,PERSON,p-liu-jianguo,{}.{:02},{year}-06-15,rural-dibao,990101101201\n",
                    fen / 100,
                    fen % 100
                );
                engine.load_tables("more", [("payments", payments)]).await;
            }
        };
        let reading = async {
            let mut reads = Vec::new();
            for order in ["PAID_ON", "AMOUNT"] {
                reads.push(among(&api, &engine, order).await);
            }
            reads
        };
        let ((), reads) = tokio::join!(coming, reading);
        for ids in reads {
            for row in &dibao {
                let times = ids.iter().filter(|id| **id == row["id"]).count();
                assert_eq!(times, 1, "{}: {}", engine.name(), row["id"]);
            }
        }
        let after = among(&api, &engine, "AMOUNT").await;
        assert_eq!(after.len(), dibao.len() + 12, "{}", engine.name());
    }
}

/// The payments of a programme, two a page.
async fn among(api: &Api, engine: &Engine, order: &str) -> Vec<String> {
    let document = format!(
        "query ($after: String) {{ payments(of: {{programme: \"rural-dibao\"}}, orderBy: {order}, first: 2, after: $after) {{
           nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut ids, mut after) = (Vec::new(), Value::Null);
    loop {
        let graph = engine.graph(&[""], "2026-01-15");
        let answer = api
            .ask(graph, "", &document, json!({ "after": after }))
            .await;
        let list = &answer["payments"];
        let nodes = list["nodes"].as_array().unwrap().iter();
        ids.extend(nodes.map(|node| node["id"].as_str().unwrap().to_owned()));
        if list["pageInfo"]["hasNextPage"] == false {
            return ids;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}
