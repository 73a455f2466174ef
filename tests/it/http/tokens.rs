//! Who may ask: nobody without a token of this service, and each within their regions.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kinflow::access::{Role, token::Tokens};
use serde_json::{Value, json};

use super::service::{Question, Running, SECRET, code, now, token};
use crate::engines;

const PERSON: &str = r#"{ person(id: "p-liu-jianguo") { name } }"#;

async fn asked(service: &Running, token: Option<String>, query: &str) -> Value {
    service
        .ask(Question {
            token,
            purpose: None,
            body: json!({"query": query}),
        })
        .await
}

#[tokio::test]
async fn without_a_token_only_the_typename_answers() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    for query in ["{ __typename }", "query Alive { alive: __typename }"] {
        let answer = asked(&service, None, query).await;
        assert_eq!(
            answer["data"].as_object().unwrap().values().next().unwrap(),
            "Query",
            "{query}"
        );
    }
    for query in [
        PERSON,
        "{ __schema { queryType { name } } }",
        r#"{ __type(name: "Person") { name } }"#,
        "{ __typename __schema { queryType { name } } }",
        "{ ...F } fragment F on Query { __typename }",
        "{ ... on Query { __typename } }",
        "{ ... { __typename } }",
        // What the schema says of these would tell what it holds.
        "{ __typename } fragment F on Person { idNumber }",
        "query ($a: PersonInput) { __typename }",
        "{ __typename @unknown }",
        "{ __typename @include(if: true) }",
        "{ __typename(a: 1) }",
        "{ __typename { a } }",
        "query A { __typename } query B { region(code: \"99\") { name } }",
        "mutation { __typename }",
        "subscription { __typename }",
        "{ region(code: \"99\") { name } }",
        "{ nonsense }",
    ] {
        let answer = asked(&service, None, query).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED", "{query}");
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{query}");
    }
    assert_eq!(
        service.end().await,
        Vec::<Value>::new(),
        "nobody asked, so nothing is recorded"
    );
}

#[tokio::test]
async fn a_token_that_is_not_ours_opens_nothing() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let signed = |secret: &str, hours: i64| {
        let from = now() - TimeDelta::hours(2);
        Tokens::new(secret)
            .sign("li", Role::Supervisor, &[], from, TimeDelta::hours(hours))
            .unwrap()
    };
    let forged = |algorithm: Algorithm, claims: Value| {
        jsonwebtoken::encode(
            &Header::new(algorithm),
            &claims,
            &EncodingKey::from_secret(SECRET.as_bytes()),
        )
        .unwrap()
    };
    let claims = json!({"sub": "li", "role": "SUPERVISOR", "iat": 0, "exp": 4_000_000_000_u64});
    let without = |key: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(key);
        claims
    };
    let changed = |key: &str, value: Value| {
        let mut claims = claims.clone();
        claims[key] = value;
        claims
    };
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let none = format!(
        "{}.{}.",
        part(&json!({"typ": "JWT", "alg": "none"})),
        part(&claims)
    );
    let good = token(Role::Supervisor, &[]);
    let (body, seal) = good.rsplit_once('.').unwrap();

    // The forger's tools make a token that is taken, so what is refused is refused for its flaw.
    let sound = asked(
        &service,
        Some(forged(Algorithm::HS256, claims.clone())),
        PERSON,
    )
    .await;
    assert!(sound["errors"].is_null(), "{sound:#}");
    for (flaw, token) in [
        ("expired an hour ago", signed(SECRET, 1)),
        ("expired this second", signed(SECRET, 2)),
        (
            "another secret",
            signed("another secret of thirty-two bytes", 8),
        ),
        ("no algorithm", none.clone()),
        ("no algorithm, our seal", format!("{none}{seal}")),
        ("no seal", format!("{body}.")),
        (
            "a broken seal",
            format!("{body}.{}", seal.replacen(|_| true, "A", 3)),
        ),
        (
            "another algorithm",
            forged(Algorithm::HS512, claims.clone()),
        ),
        ("no role", forged(Algorithm::HS256, without("role"))),
        ("no subject", forged(Algorithm::HS256, without("sub"))),
        ("no expiry", forged(Algorithm::HS256, without("exp"))),
        (
            "an unknown role",
            forged(Algorithm::HS256, changed("role", json!("ROOT"))),
        ),
        (
            "a region that is none",
            forged(Algorithm::HS256, changed("regions", json!(["9901x"]))),
        ),
        (
            "an empty region",
            forged(Algorithm::HS256, changed("regions", json!([""]))),
        ),
        (
            "regions that are no list",
            forged(Algorithm::HS256, changed("regions", json!("99"))),
        ),
        ("garbage", "garbage".into()),
        ("dots", "..".into()),
        ("nothing", String::new()),
        ("a long text", "a".repeat(10_000)),
    ] {
        let answer = asked(&service, Some(token), PERSON).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED", "{flaw}");
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert_eq!(
            message.contains("expired"),
            flaw.starts_with("expired"),
            "{flaw}: {message}"
        );
        assert!(message.contains("kinflow token"), "{flaw}: {message}");
    }
    for value in [
        format!("Basic {good}"),
        good.clone(),
        format!("Bearer{good}"),
    ] {
        let request = service
            .post()
            .header("Authorization", value)
            .json(&json!({"query": PERSON}));
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(code(&answer), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn a_token_without_any_region_sees_nothing() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let claims = json!({"sub": "li", "role": "SUPERVISOR", "regions": [], "iat": 0, "exp": 4_000_000_000_u64});
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let nowhere = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap();
    let answer = asked(&service, Some(nowhere), PERSON).await;
    assert_eq!(answer, json!({"data": {"person": null}}));
    let everywhere = asked(&service, Some(token(Role::Supervisor, &[])), PERSON).await;
    assert_eq!(everywhere["data"]["person"]["name"], "刘建国");
}

#[tokio::test]
async fn roles_that_read_no_people_are_told_so() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let questions = [
        PERSON,
        r#"{ official(id: "p") { id } }"#,
        r#"{ household(id: "h") { id } }"#,
        r#"{ company(id: "c") { id } }"#,
        r#"{ payment(id: "y") { id } }"#,
        r#"{ search(text: "liu") { totalCount } }"#,
        r#"{ subsidiesReachingRelatives(official: "p", within: {hops: 2}) { totalCount } }"#,
    ];
    for role in Role::ALL {
        for query in questions {
            let answer = service.ask(Question::new(*role, query)).await;
            if role.reads_people() {
                assert!(answer["errors"].is_null(), "{role} {query}: {answer:#}");
            } else {
                assert_eq!(code(&answer), "FORBIDDEN", "{role} {query}");
            }
        }
    }
}
