//! Backups asked of a running service: by whom, under which names, and what comes of it.

use kinflow::{access::Role, graph::embedded::Embedded, verify::verify};
use serde_json::{Value, json};

use super::service::{Running, token};
use crate::engines;

async fn ask(service: &Running, token: Option<String>, name: &str) -> (u16, Value) {
    let url = format!("{}/admin/backup", service.address);
    let mut request = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .post(url);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.json(&json!({"name": name})).send().await.unwrap();
    let status = response.status().as_u16();
    (status, response.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_backs_up_what_is_served() {
    let engine = engines::embedded().await;
    engine.load_seed().await;
    let service = Running::over(engine.backend.clone()).await;
    let (status, _) = ask(&service, None, "a.kgl").await;
    assert_eq!(status, 401);
    for role in Role::ALL.iter().filter(|role| **role != Role::Admin) {
        let (status, body) = ask(&service, Some(token(*role, &[])), "a.kgl").await;
        assert_eq!(
            (status, &body["code"]),
            (403, &json!("FORBIDDEN")),
            "{role}"
        );
    }
    let admin = || Some(token(Role::Admin, &[]));
    for name in ["", "..", "../a.kgl", "/tmp/a.kgl", "sub/a.kgl", ".a"] {
        let (status, body) = ask(&service, admin(), name).await;
        assert_eq!(
            (status, &body["code"]),
            (400, &json!("BAD_INPUT")),
            "{name}"
        );
    }
    let (status, body) = ask(&service, admin(), "a.kgl").await;
    assert_eq!(status, 200, "{body}");
    let (status, _) = ask(&service, admin(), "a.kgl").await;
    assert_eq!(status, 409);
    let file = service.record.with_file_name("backups").join("a.kgl");
    assert_eq!(body["bytes"], file.metadata().unwrap().len());
    let copy = Embedded::open(&file, 1).unwrap();
    let copied = verify(&copy, &[]).await.unwrap();
    assert_eq!(copied, verify(engine.backend(), &[]).await.unwrap());
    assert!(copied.findings.is_empty(), "{copied}");
}
