//! `serve`, `demo` and `health`.

use std::{
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use chrono::{TimeDelta, Utc};
use kinflow::{
    access::{Role, token::Tokens},
    config::Settings,
    graph::{Backend, Durable},
    graphql::{self, limits::Documents, page::Seal},
    http::{self, Service},
    load,
    loads::Loads,
    questions::{self, Questions, QuestionsError},
    requests::Requests,
    rules::Rules,
    seed::{HEADLINE_OFFICIAL, Seed},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
};

use super::{FINDINGS, Shared, UNAVAILABLE, open};

/// Serves a graph.
pub async fn serve(settings: Settings) -> anyhow::Result<ExitCode> {
    settings.secret()?;
    let listener = listen(settings.http.listen).await?;
    let backend = open(&settings, Durable::AtOnce).await?;
    load::prepare(&*backend).await?;
    eprintln!(
        "kinflow: http://{}/graphql serves {}",
        listener.local_addr()?,
        settings.graph.uri
    );
    run(&settings, backend, listener).await
}

/// Loads the seed into a graph of its own and serves that.
pub async fn demo(shared: Shared, address: Option<SocketAddr>) -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let mut settings = shared.settings(address)?;
    if shared.graph.is_none() {
        settings.graph.uri = format!("embedded:{}", folder.path().join("demo.kgl").display());
    }
    settings.auth.secret = secret()?;
    let listener = listen(settings.http.listen).await?;
    let backend = open(&settings, Durable::AtOnce).await?;
    load::prepare(&*backend).await?;
    let options = load::Options {
        source: Some("the county of the demo".into()),
        directory: String::new(),
        loaded_at_ms: Utc::now().timestamp_millis(),
        load_id: "demo".into(),
        batch_rows: load::Options::BATCH_ROWS,
        rejects: None,
        mapping: None,
        id_secret: None,
        source_order: Vec::new(),
        resume: false,
    };
    let report = load::load(&*backend, &Seed, &options, &load::Unwatched).await?;
    if report.total().rejected > 0 {
        bail!("the seed does not load:\n{report}");
    }
    introduce(&settings, listener.local_addr()?)?;
    run(&settings, backend, listener).await
}

/// Says where the demo is, and gives a token for each role.
fn introduce(settings: &Settings, address: SocketAddr) -> anyhow::Result<()> {
    let tokens = Tokens::new(&settings.auth.secret);
    let token = |role| tokens.sign("demo", role, &[], Utc::now(), TimeDelta::days(7));
    let purpose = utf8_percent_encode("INSPECTION demo", NON_ALPHANUMERIC);
    println!("Kinflow serves the seed county at http://{address}/graphql\n");
    println!("Open GraphiQL as an investigator; the examples ask about {HEADLINE_OFFICIAL}:");
    println!(
        "  http://{address}/graphql#token={}&purpose={purpose}\n",
        token(Role::Investigator)?
    );
    println!("Tokens, valid for seven days or until the demo ends:");
    for role in Role::ALL {
        println!("  {:<12} {}", role.as_str(), token(*role)?);
    }
    println!("\nCtrl-C ends it.");
    Ok(())
}

/// A secret that nobody knows but this process.
fn secret() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; choose another address with --listen 127.0.0.1:PORT")
    })
}

async fn run(
    settings: &Settings,
    backend: Arc<dyn Backend>,
    listener: TcpListener,
) -> anyhow::Result<ExitCode> {
    let record = settings.request_record();
    let questions = Questions::read(settings.questions.folder())?;
    let scopes = settings.kin.scopes()?;
    let rules = Rules::read(settings.rules.folder(), &scopes, &settings.rules.overrides)?;
    let patience = Duration::from_secs(settings.limits.deadline_seconds);
    let refused = questions::try_out(&questions, &*backend, Instant::now() + patience).await?;
    if !refused.is_empty() {
        bail!("{}", QuestionsError::Refused(refused));
    }
    let limits = Arc::new(settings.limits.clone());
    let service = Service {
        backend: backend.clone(),
        loads: Arc::new(Loads::new(backend.clone(), settings.load.clone(), Utc::now)),
        schema: graphql::schema(&settings.limits),
        tokens: Tokens::new(settings.secret()?),
        documents: Documents::new(limits.clone()),
        limits,
        lists: Default::default(),
        links: Default::default(),
        scopes: Arc::new(scopes),
        questions: Arc::new(questions),
        rules: Arc::new(rules),
        bell: Default::default(),
        seal: Arc::new(Seal::new(settings.cursor_secret())),
        requests: Requests::open(&record).with_context(|| {
            format!(
                "cannot record requests in {}; name another file with requests.record",
                record.display()
            )
        })?,
        backups: settings.graph.backups(),
        now: Utc::now,
        next: Default::default(),
    };
    http::serve(Arc::new(service), listener, stopped()?).await?;
    backend.close().await?;
    eprintln!("kinflow: ended");
    Ok(ExitCode::SUCCESS)
}

/// Ends at Ctrl-C, or when the system asks the process to end.
fn stopped() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Asks a running service whether it is ready.
pub async fn health(address: SocketAddr) -> anyhow::Result<ExitCode> {
    let reached = if address.ip().is_unspecified() {
        SocketAddr::from((Ipv4Addr::LOCALHOST, address.port()))
    } else {
        address
    };
    let Ok(mut stream) = TcpStream::connect(reached).await else {
        eprintln!("kinflow: nothing listens on {address}");
        return Ok(ExitCode::from(UNAVAILABLE));
    };
    let request = format!("GET /health/ready HTTP/1.0\r\nHost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    println!("{body}");
    let ready = head.split(' ').nth(1) == Some("200");
    Ok(if ready {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FINDINGS.max(UNAVAILABLE))
    })
}
