//! The questions, each about many officials, households, companies or payments, and the statements behind the answers.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    driver::Statement,
    http::{Connection, Exchange, post},
    hub::{self, HUBS},
};

/// Fixes the order in which subjects are asked about.
const SEED: &str = "kinflow bench";
/// Subjects asked about, at most.
const SUBJECTS: usize = 500;
/// How long the first answer to a question may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A GraphQL document about a subject, `$id`, and where two are tied another, `$other`.
pub struct Question {
    /// A word for the table.
    pub name: &'static str,
    /// What it is about.
    pub about: About,
    /// The same in the dialect of the JavaScript stack, where that is asked too.
    pub javascript: Option<&'static str>,
    document: &'static str,
}

/// A question of analysis, and how fast it must be.
pub struct Analysis {
    /// The question.
    pub question: Question,
    /// Most milliseconds within which 99 of 100 answers come.
    pub goal_ms: f64,
}

/// What a question is about: a column of a table, or the county of all of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Those who hold or held a post.
    Officials,
    /// Households with members.
    Households,
    /// Companies.
    Companies,
    /// Payments.
    Payments,
    /// The county, asked about once.
    County,
    /// Families beside a hub of so many links.
    Family(usize),
}

/// The questions, the cheapest first.
pub const QUESTIONS: [Question; 4] = [
    Question {
        name: "point",
        about: About::Officials,
        javascript: Some(include_str!("../javascript/questions/point.graphql")),
        document: include_str!("questions/point.graphql"),
    },
    Question {
        name: "members",
        about: About::Households,
        javascript: Some(include_str!("../javascript/questions/members.graphql")),
        document: include_str!("questions/members.graphql"),
    },
    Question {
        name: "plain",
        about: About::Officials,
        javascript: Some(include_str!("../javascript/questions/plain.graphql")),
        document: include_str!("questions/plain.graphql"),
    },
    Question {
        name: "headline",
        about: About::Officials,
        javascript: None,
        document: include_str!("questions/headline.graphql"),
    },
];

/// The questions of analysis, the cheapest first.
pub const ANALYSES: [Analysis; 10] = {
    const fn analysis(
        name: &'static str,
        document: &'static str,
        about: About,
        goal_ms: f64,
    ) -> Analysis {
        Analysis {
            question: Question {
                name,
                about,
                javascript: None,
                document,
            },
            goal_ms,
        }
    }
    [
        analysis(
            "relatives",
            include_str!("questions/relatives.graphql"),
            About::Officials,
            10.0,
        ),
        analysis(
            "owners",
            include_str!("questions/owners.graphql"),
            About::Companies,
            20.0,
        ),
        analysis(
            "trace",
            include_str!("questions/trace.graphql"),
            About::Payments,
            100.0,
        ),
        analysis(
            "connections",
            include_str!("questions/connections.graphql"),
            About::Officials,
            100.0,
        ),
        analysis(
            "hub 1,000",
            include_str!("questions/beside.graphql"),
            About::Family(HUBS[0]),
            100.0,
        ),
        analysis(
            "hub 100,000",
            include_str!("questions/beside.graphql"),
            About::Family(HUBS[1]),
            100.0,
        ),
        analysis(
            "counts",
            include_str!("questions/counts.graphql"),
            About::County,
            500.0,
        ),
        analysis(
            "amounts",
            include_str!("questions/amounts.graphql"),
            About::County,
            500.0,
        ),
        analysis(
            "county",
            include_str!("questions/county.graphql"),
            About::County,
            2_000.0,
        ),
        analysis(
            "payees",
            include_str!("questions/payees.graphql"),
            About::County,
            10_000.0,
        ),
    ]
};

/// A service, and who asks it.
pub struct Service {
    /// Where it listens.
    pub address: SocketAddr,
    /// The bearer token.
    pub token: String,
}

/// Who or what is asked about, and whom or what they may be tied to.
type Subject = (String, Option<String>);

/// A question about each subject: what to send, and what the service makes of it.
pub struct Asked {
    /// Requests with the lengths of their answers.
    pub exchanges: Arc<[Exchange]>,
    /// The statements behind each answer.
    pub statements: Arc<[Vec<Statement>]>,
}

impl About {
    /// What each subject may be tied to, in turn.
    ///
    /// # Errors
    /// As [`About::subjects`].
    pub fn others(self, county: &Path) -> anyhow::Result<Vec<String>> {
        match self {
            Self::Family(links) => Ok(hub::other_ends(links)),
            _ => Self::Companies.subjects(county),
        }
    }

    /// Subjects in an order drawn once for all.
    ///
    /// # Errors
    /// When the county has no readable table of them.
    pub fn subjects(self, county: &Path) -> anyhow::Result<Vec<String>> {
        let (table, column) = match self {
            Self::Family(links) => return Ok(hub::one_ends(links)),
            Self::Officials => ("tenures", "personId"),
            Self::Households => ("memberships", "householdId"),
            Self::Companies => ("companies", "id"),
            Self::Payments => ("payments", "id"),
            Self::County => ("agencies", "regionCode"),
        };
        let path = county.join(format!("{table}.csv"));
        let unreadable = || format!("cannot read {}", path.display());
        let mut table = csv::Reader::from_path(&path).with_context(unreadable)?;
        let place = table.headers()?.iter().position(|title| title == column);
        let place = place.with_context(unreadable)?;
        let mut drawn = BTreeSet::new();
        for row in table.records() {
            let row = row?;
            let id = row.get(place).unwrap_or_default();
            let id = match self {
                Self::County if id.len() < 6 => continue,
                Self::County => &id[..6],
                _ => id,
            };
            drawn.insert((draw(id), id.to_owned()));
            if drawn.len() > SUBJECTS {
                drawn.pop_last();
            }
        }
        let most = if self == Self::County { 1 } else { SUBJECTS };
        let subjects: Vec<String> = drawn.into_iter().take(most).map(|(_, id)| id).collect();
        ensure!(!subjects.is_empty(), "{} names nobody", path.display());
        Ok(subjects)
    }
}

fn draw(id: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(SEED)
        .chain_update(id)
        .finalize()
        .to_vec()
}

impl Question {
    /// Asks about every subject once, checks the answer, and notes the statements behind it.
    ///
    /// # Errors
    /// When an answer has an error, or nothing in it.
    pub async fn ask(
        &self,
        service: &Service,
        subjects: &[String],
        others: &[String],
    ) -> anyhow::Result<Asked> {
        let mut connection = Connection::open(service.address).await?;
        let mut others = others.iter().cycle();
        let mut asked = |subject: &String| (subject.clone(), others.next().cloned());
        let subjects: Vec<Subject> = subjects.iter().map(&mut asked).collect();
        self.plan(service, &mut connection, &subjects[0]).await?;
        let mut exchanges = Vec::with_capacity(subjects.len());
        let mut statements = Vec::with_capacity(subjects.len());
        for subject in &subjects {
            let inspected = connection
                .ask(&service.request(self.document, subject, true))
                .await?;
            statements.push(behind(inspected)?);
            let request = service.request(self.document, subject, false);
            let length = connection.ask(&request).await?.len();
            exchanges.push(Exchange { request, length });
        }
        Ok(Asked {
            exchanges: exchanges.into(),
            statements: statements.into(),
        })
    }

    /// Asks until there is an answer: a Neo4j just started may plan a statement for longer than a
    /// request may take.
    async fn plan(
        &self,
        service: &Service,
        connection: &mut Connection,
        subject: &Subject,
    ) -> anyhow::Result<()> {
        let started = Instant::now();
        let request = service.request(self.document, subject, true);
        while let Err(error) = behind(connection.ask(&request).await?) {
            ensure!(started.elapsed() < PATIENCE, error);
        }
        Ok(())
    }
}

/// The statements behind an answer that is one.
fn behind(answer: &[u8]) -> anyhow::Result<Vec<Statement>> {
    #[derive(Deserialize)]
    struct Answer {
        data: Option<serde_json::Map<String, Value>>,
        extensions: Option<Extensions>,
    }
    #[derive(Deserialize)]
    struct Extensions {
        kinflow: Statements,
    }
    #[derive(Deserialize)]
    struct Statements {
        statements: Vec<Statement>,
    }
    let text = String::from_utf8_lossy(answer);
    let Answer { data, extensions } =
        serde_json::from_slice(answer).with_context(|| text.to_string())?;
    let answered = data.is_some_and(|data| data.values().all(|value| !value.is_null()));
    ensure!(answered, "no answer: {text}");
    Ok(extensions
        .with_context(|| format!("no statements: {text}"))?
        .kinflow
        .statements)
}

impl Service {
    fn request(&self, document: &str, (id, other): &Subject, inspected: bool) -> Vec<u8> {
        let mut body = json!({ "query": document, "variables": { "id": id, "other": other } });
        if inspected {
            body["extensions"] = json!({ "kinflow": true });
        }
        let token = &self.token;
        let head = format!(
            "Authorization: Bearer {token}\r\nX-Kinflow-Purpose: INSPECTION%20benchmark\r\n"
        );
        post(self.address, &head, &body)
    }

    /// A question that the service answers without doing anything: what a client alone can ask.
    ///
    /// # Errors
    /// When the service does not live.
    pub async fn nothing(&self) -> anyhow::Result<Arc<[Exchange]>> {
        let request = format!(
            "GET /health/live HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        )
        .into_bytes();
        let length = Connection::open(self.address)
            .await?
            .ask(&request)
            .await?
            .len();
        Ok(Arc::new([Exchange { request, length }]))
    }
}
