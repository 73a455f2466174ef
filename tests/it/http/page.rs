//! What a browser gets: the GraphiQL page and all it loads, from this host alone; and health.

use std::path::Path;

use reqwest::Response;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::service::Running;
use crate::engines;

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_page_may_load_and_ask_nothing_but_this_host() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    for path in [
        "/graphql",
        "/graphql?query={__typename}",
        "/graphiql/index.html",
    ] {
        let page = service.get(path).await;
        assert_eq!(page.status(), 200);
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&page, "cache-control"), "no-cache");
        assert_eq!(header(&page, "content-encoding"), "gzip");
        assert_eq!(header(&page, "x-content-type-options"), "nosniff");
        assert_eq!(header(&page, "referrer-policy"), "no-referrer");
        let policy = header(&page, "content-security-policy").to_owned();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; "),
            "{policy}"
        );
        for source in policy
            .split(';')
            .flat_map(|directive| directive.split_whitespace().skip(1))
        {
            let allowed = ["'self'", "'none'", "data:", "'unsafe-inline'"].contains(&source);
            assert!(allowed, "{source} in {policy}");
        }
        let inline = policy
            .split("; ")
            .filter(|directive| directive.contains("unsafe-inline"));
        assert_eq!(
            inline.collect::<Vec<_>>(),
            ["style-src 'self' 'unsafe-inline'"]
        );
        for directive in [
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(
                policy.split("; ").any(|each| each == directive),
                "{directive} is not in {policy}"
            );
        }
        assert!(
            page.bytes().await.unwrap().starts_with(b"\x1f\x8b"),
            "{path} is gzip"
        );
    }
}

#[tokio::test]
async fn every_built_file_is_served_with_its_type_and_kept_by_the_browser() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/dist/assets");
    let mut served = 0;
    for entry in std::fs::read_dir(assets).unwrap() {
        let file = entry.unwrap();
        let stored = file.file_name().into_string().unwrap();
        let name = stored.strip_suffix(".gz").unwrap_or(&stored);
        let asset = service.get(&format!("/graphiql/assets/{name}")).await;
        assert_eq!(asset.status(), 200, "{name}");
        let expected = match name.rsplit_once('.').unwrap().1 {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            "ttf" => "font/ttf",
            "woff2" => "font/woff2",
            other => panic!("no type is expected for {other}"),
        };
        assert_eq!(header(&asset, "content-type"), expected, "{name}");
        assert_eq!(
            header(&asset, "cache-control"),
            "public, max-age=31536000, immutable",
            "{name}"
        );
        assert_eq!(
            header(&asset, "x-content-type-options"),
            "nosniff",
            "{name}"
        );
        assert_eq!(
            header(&asset, "content-encoding") == "gzip",
            stored.ends_with(".gz"),
            "{name}"
        );
        assert_eq!(
            asset.bytes().await.unwrap(),
            std::fs::read(file.path()).unwrap(),
            "{name}"
        );
        served += 1;
    }
    assert!(served > 20, "only {served} files were built");
    let licences = service.get("/graphiql/licenses.md").await;
    assert_eq!(
        header(&licences, "content-type"),
        "text/markdown; charset=utf-8"
    );
}

/// Status of a path sent as it stands, which no client library would.
async fn status(service: &Running, path: &str) -> u16 {
    let mut stream = TcpStream::connect(service.address.trim_start_matches("http://"))
        .await
        .unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer)
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn no_path_leads_out_of_the_bundle() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    assert_eq!(status(&service, "/graphiql/licenses.md").await, 200);
    for path in [
        "/graphiql/../web/dist/index.html",
        "/graphiql/../dist/index.html",
        "/graphiql/..%2findex.html",
        "/graphiql/%2e%2e/index.html",
        "/graphiql/%2e%2e%2fdist%2findex.html",
        "/graphiql/assets/../index.html",
        "/graphiql/assets/..%2findex.html",
        "/graphiql/assets%2f..%2findex.html",
        "/graphiql/..%5cindex.html",
        "/graphiql/../../../etc/hostname.md",
        "/graphiql//etc/hostname.md",
        "/graphiql/%2fetc%2fhostname.md",
        "/graphiql/....//index.html",
        "/graphiql/index.html%00.md",
        "/graphiql/index.html.gz",
        "/graphiql/assets/",
        "/graphiql/assets",
        "/graphiql/",
        "/graphiql",
        "/graphiql/unknown.js",
        "/graphiql/unknown",
        "/graphiql/assets/.js",
        "/index.html",
        "/",
    ] {
        assert_eq!(status(&service, path).await, 404, "{path}");
    }
    assert!((400..500).contains(&status(&service, "/graphiql/%ff.md").await));
}

#[tokio::test]
async fn other_methods_are_not_taken() {
    let engine = engines::embedded().await;
    let service = Running::over(engine.backend.clone()).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (method, path) in [
        ("PUT", "/graphql"),
        ("DELETE", "/graphql"),
        ("POST", "/graphiql/index.html"),
        ("POST", "/health/live"),
    ] {
        let method = method.parse().unwrap();
        let response = client
            .request(method, format!("{}{path}", service.address))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 405, "{path}");
    }
}

#[tokio::test]
async fn health_names_the_engine_once_its_graph_answers() {
    for engine in engines::all().await {
        let service = Running::over(engine.backend.clone()).await;
        let live: Value = service.get("/health/live").await.json().await.unwrap();
        assert_eq!(live, json!({"status": "live"}));
        let ready = service.get("/health/ready").await;
        assert_eq!(ready.status(), 200);
        assert_eq!(
            ready.json::<Value>().await.unwrap(),
            json!({"status": "ready", "engine": engine.name()})
        );
    }
}
