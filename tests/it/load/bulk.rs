//! The embedded engine's own way to write rows makes what the statements say.

use std::path::Path;

use async_trait::async_trait;
use kinflow::{
    generate::{Plan, generate},
    graph::{BackendError, embedded::Embedded},
    verify::verify,
};

use super::*;

/// The embedded engine without its bulk interface.
struct ByText(Embedded);

#[async_trait]
impl Backend for ByText {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    async fn read(
        &self,
        exchange: Exchange,
        deadline: Instant,
    ) -> Result<Vec<Record>, BackendError> {
        self.0.read(exchange, deadline).await
    }

    async fn write(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<Vec<Vec<Record>>, BackendError> {
        let by_text = exchanges.into_iter().map(|exchange| Exchange {
            makes: None,
            ..exchange
        });
        self.0.write(by_text.collect(), deadline).await
    }

    async fn declare(&self, statements: &[&'static str]) -> Result<(), BackendError> {
        self.0.declare(statements).await
    }

    fn forgets(&self) -> bool {
        self.0.forgets()
    }

    async fn acquaint(
        &self,
        exchanges: Vec<Exchange>,
        deadline: Instant,
    ) -> Result<(), BackendError> {
        self.0.acquaint(exchanges, deadline).await
    }

    fn schema(&self) -> &'static str {
        self.0.schema()
    }

    async fn backup(&self, file: &Path) -> Result<(), BackendError> {
        self.0.backup(file).await
    }

    async fn close(&self) -> Result<(), BackendError> {
        self.0.close().await
    }
}

#[tokio::test]
async fn bulk_writes_make_what_the_statements_say() {
    let folder = tempfile::tempdir().unwrap();
    let county = folder.path().join("county");
    generate(&Plan::county(0.003, 11), &county, |_, _| {}).unwrap();
    let seed = Directory(concat!(env!("CARGO_MANIFEST_DIR"), "/seed").into());
    let open = |name: &str| Embedded::open(&folder.path().join(name), 2).unwrap();
    let engines: [Box<dyn Backend>; 2] = [
        Box::new(open("bulk.kgl")),
        Box::new(ByText(open("text.kgl"))),
    ];
    let mut made = Vec::new();
    for engine in &engines {
        let backend = &**engine;
        prepare(backend).await.unwrap();
        for directory in [&seed, &Directory(county.clone())] {
            let options = Options {
                batch_rows: 700,
                ..options(None)
            };
            load(backend, directory, &options, &Unwatched)
                .await
                .unwrap();
        }
        let verified = verify(backend, &[]).await.unwrap();
        made.push((verified.hash.clone(), everything(backend).await));
    }
    let [bulk, text] = &made[..] else {
        unreachable!()
    };
    assert!(bulk.1.len() > 3_000, "{}", bulk.1.len());
    assert_eq!(bulk.0, text.0);
    assert!(bulk.1 == text.1);
}
