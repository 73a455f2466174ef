//! The router: GraphQL, GraphiQL, health, backups.

mod admin;
mod answer;
pub mod exports;
mod graphiql;
mod health;
mod order;
mod told;
mod upload;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, header},
    routing::{get, post},
    serve::ListenerExt,
};
use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tower_http::{set_header::SetResponseHeaderLayer, timeout::RequestBodyTimeoutLayer};

use crate::{
    access::token::Tokens,
    config::Limits,
    graph::Backend,
    graphql::{Schema, bell::Bell, limits::Documents, page::Seal},
    lists::Lists,
    loads::Loads,
    model::kin::KinScopes,
    questions::Questions,
    requests::Requests,
    rules::Rules,
};

/// What the service is made of, shared by all requests.
pub struct Service {
    /// The graph.
    pub backend: Arc<dyn Backend>,
    /// The API.
    pub schema: Schema,
    /// The loads that it runs.
    pub loads: Arc<Loads>,
    /// Who may ask.
    pub tokens: Tokens,
    /// How much one request may ask for.
    pub limits: Arc<Limits>,
    /// Whom a question may mean by "relatives".
    pub scopes: Arc<KinScopes>,
    /// The questions that may be asked by name.
    pub questions: Arc<Questions>,
    /// The rules that there are.
    pub rules: Arc<Rules>,
    /// Where new alerts are told.
    pub bell: Arc<Bell>,
    /// The documents asked so far.
    pub documents: Documents,
    /// The lists of people that were handed over.
    pub lists: Arc<Lists>,
    /// The links to tables.
    pub links: exports::Links,
    /// How cursors are sealed.
    pub seal: Arc<Seal>,
    /// Where requests are recorded.
    pub requests: Requests,
    /// Where backups are written.
    pub backups: PathBuf,
    /// The clock.
    pub now: fn() -> DateTime<Utc>,
    /// Number of the next request.
    pub next: AtomicU64,
}

impl Service {
    fn deadline(&self) -> Duration {
        Duration::from_secs(self.limits.deadline_seconds)
    }

    /// How long a load, or whoever watches one, may take.
    fn patience(&self) -> Duration {
        Duration::from_secs(self.limits.load_seconds)
    }
}

/// Serves until the future ends, then lets the requests and the load under way finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    service: Arc<Service>,
    listener: TcpListener,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // An answer is one small write; waiting to fill a packet would only delay it.
        let _ = stream.set_nodelay(true);
    });
    let loads = service.loads.clone();
    let (bell, backend) = (service.bell.clone(), service.backend.clone());
    let ringing = tokio::spawn({
        let bell = bell.clone();
        async move { bell.ring(&*backend).await }
    });
    let ending = {
        let loads = loads.clone();
        async move {
            until.await;
            loads.unwatch();
            bell.close();
        }
    };
    axum::serve(listener, router(service))
        .with_graceful_shutdown(ending)
        .await?;
    loads.ended().await;
    // It may be waiting for an engine that never answers.
    ringing.abort();
    Ok(())
}

/// What a page of ours may load and do: nothing from another origin.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     font-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; \
     frame-ancestors 'none'; form-action 'none'";

/// All routes of the service.
pub fn router(service: Arc<Service>) -> Router {
    let body = DefaultBodyLimit::max(service.limits.body_bytes);
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/graphql", get(told::open).post(answer::answer))
        .route("/graphiql/{*path}", get(graphiql::asset))
        .route("/exports", post(exports::link))
        .route("/exports/{name}", get(exports::table))
        .route("/admin/backup", post(admin::backup))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .layer(body)
        .layer(RequestBodyTimeoutLayer::new(service.deadline()))
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .with_state(service)
}
