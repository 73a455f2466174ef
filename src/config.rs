//! Settings: embedded defaults, a file, variables, flags. The only place that reads the environment.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use config::{Config, Environment, File, FileFormat, Value, ValueKind};
use serde::Deserialize;

use crate::{
    access::token::SHORTEST_SECRET,
    graph::neo4j::Neo4jSettings,
    model::kin::{KinScopes, ScopeError},
};

/// The defaults and the manual of all settings.
pub const DEFAULTS: &str = include_str!("config.default.toml");

/// All settings; `config.default.toml` explains each.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the graph is.
    pub graph: GraphSettings,
    /// Where to listen.
    pub http: HttpSettings,
    /// How callers prove who they are.
    pub auth: SecretSettings,
    /// How page cursors are sealed.
    pub cursor: SecretSettings,
    /// Where requests are recorded.
    pub requests: RequestSettings,
    /// How much one request may ask for.
    pub limits: Limits,
    /// Whom a question means by "relatives".
    pub kin: KinSettings,
    /// Where the data team's own questions are.
    pub questions: QuestionSettings,
    /// Where the data team's own rules are, and what they change of others.
    pub rules: RuleSettings,
    /// How departments' tables are loaded.
    pub load: LoadSettings,
}

/// Where the data team's own questions are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct QuestionSettings {
    pub folder: String,
}

impl QuestionSettings {
    /// The folder, if there is one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        (!self.folder.is_empty()).then(|| Path::new(&self.folder))
    }
}

/// Where the data team's own rules are, and what they change of others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct RuleSettings {
    pub folder: String,
    pub chunk: usize,
    pub seconds: u64,
    pub overrides: Vec<Override>,
}

impl RuleSettings {
    /// The folder, if there is one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        (!self.folder.is_empty()).then(|| Path::new(&self.folder))
    }
}

/// Params of a rule that the settings change, everywhere or within a region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct Override {
    pub rule: String,
    pub region: Option<String>,
    pub params: serde_json::Map<String, serde_json::Value>,
}

/// Whom a question means by "relatives".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct KinSettings {
    pub scopes: BTreeMap<String, String>,
}

impl KinSettings {
    /// The scopes of kin: those the program brings, with those of the settings.
    ///
    /// # Errors
    /// When a scope of the settings is none.
    pub fn scopes(&self) -> Result<KinScopes, SettingsError> {
        let own = self.scopes.iter();
        KinScopes::standard()
            .with(own.map(|(name, chains)| (name.as_str(), chains.as_str())))
            .map_err(|error: ScopeError| unusable("kin.scopes", &error.to_string()))
    }
}

/// How departments' tables are loaded.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct LoadSettings {
    pub id_secret: String,
    pub source_order: Vec<String>,
}

impl std::fmt::Debug for LoadSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoadSettings")
    }
}

impl LoadSettings {
    /// The secret that ids are made of numbers with, if there is one.
    #[must_use]
    pub fn id_secret(&self) -> Option<String> {
        (!self.id_secret.is_empty()).then(|| self.id_secret.clone())
    }
}

/// Where the graph is and how to reach it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct GraphSettings {
    pub uri: String,
    pub user: String,
    pub password: String,
    pub database: String,
    pub connections: usize,
    pub patience_seconds: u64,
    pub parallel: usize,
    pub backups: String,
}

/// Where to listen.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct HttpSettings {
    pub listen: SocketAddr,
}

/// A secret shared by the instances of one service.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct SecretSettings {
    pub secret: String,
}

impl std::fmt::Debug for SecretSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretSettings")
    }
}

/// Where requests are recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct RequestSettings {
    pub record: String,
}

/// How much one request may ask for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct Limits {
    pub deadline_seconds: u64,
    pub body_bytes: usize,
    pub upload_bytes: usize,
    pub load_seconds: u64,
    pub tokens: usize,
    pub depth: usize,
    pub complexity: usize,
    pub aliases: usize,
    pub directives: usize,
    pub page: usize,
    pub groups: usize,
    pub small_group: i64,
    pub ways: i64,
    pub links: usize,
    pub hub: Hubs,
}

/// Links of one node are counted no further, as `cypher/connections/ties.cypher` says.
pub const MOST_LINKS: i64 = 500;

/// How many links make a hub.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "config.default.toml is the manual")]
pub struct Hubs {
    pub degree: i64,
    pub money: i64,
}

impl Limits {
    /// Most ownership paths weighed one by one: as many as kin ways.
    #[must_use]
    pub fn paths(&self) -> usize {
        usize::try_from(self.ways).unwrap_or(usize::MAX)
    }
}

/// Which engine the graph is on.
#[derive(Clone, Debug)]
pub enum GraphAddress {
    /// One file, owned by this process.
    Embedded(PathBuf),
    /// A server or cluster.
    Neo4j(Neo4jSettings),
}

/// Why the settings are not taken; the text says what to change.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A file that cannot be read, an unknown key, a value of the wrong kind.
    #[error("settings: {0}")]
    Unreadable(#[from] config::ConfigError),
    /// A key that no setting has.
    #[error("settings: {0}: there is no such setting; src/config.default.toml explains each")]
    Unknown(String),
    /// A value that cannot work.
    #[error("settings: {path}: {reason}")]
    Unusable {
        /// The key, dotted.
        path: &'static str,
        /// What to do.
        reason: String,
    },
}

impl Settings {
    /// Reads the layers: defaults, the file, variables, then flags as `(key, value)`.
    ///
    /// # Errors
    /// [`SettingsError`], which names the key.
    pub fn read(file: Option<&Path>, flags: &[(&str, String)]) -> Result<Self, SettingsError> {
        let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml));
        }
        builder = builder.add_source(
            Environment::with_prefix("KINFLOW")
                .prefix_separator("__")
                .separator("__")
                .list_separator(",")
                .with_list_parse_key("load.source_order")
                .try_parsing(true),
        );
        for (key, value) in flags {
            builder = builder.set_override(*key, value.as_str())?;
        }
        let built = builder.build()?;
        let known = Config::builder()
            .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
            .build()?;
        if let Some(path) = unknown_key(&built.cache, &known.cache, String::new()) {
            return Err(SettingsError::Unknown(path));
        }
        let settings: Self = built.try_deserialize()?;
        settings.validate()?;
        Ok(settings)
    }

    fn validate(&self) -> Result<(), SettingsError> {
        self.graph.address()?;
        self.kin.scopes()?;
        let positive = [
            ("limits.deadline_seconds", self.limits.deadline_seconds == 0),
            ("limits.load_seconds", self.limits.load_seconds == 0),
            ("limits.page", self.limits.page == 0),
            ("limits.groups", self.limits.groups == 0),
            ("limits.small_group", self.limits.small_group <= 0),
            ("limits.ways", self.limits.ways <= 0),
            ("limits.links", self.limits.links == 0),
            ("limits.hub.money", self.limits.hub.money <= 0),
            ("graph.connections", self.graph.connections == 0),
            ("rules.chunk", self.rules.chunk == 0),
            ("rules.seconds", self.rules.seconds == 0),
        ];
        for (path, zero) in positive {
            if zero {
                return Err(unusable(path, "must be 1 or more"));
            }
        }
        if !(1..=MOST_LINKS).contains(&self.limits.hub.degree) {
            let bounds = format!("must be 1 to {MOST_LINKS}");
            return Err(unusable("limits.hub.degree", &bounds));
        }
        Ok(())
    }

    /// The secret that signs tokens.
    ///
    /// # Errors
    /// When it is missing or too short.
    pub fn secret(&self) -> Result<&str, SettingsError> {
        if self.auth.secret.len() < SHORTEST_SECRET {
            return Err(unusable(
                "auth.secret",
                &format!(
                    "set KINFLOW__AUTH__SECRET to at least {SHORTEST_SECRET} random characters, such as `openssl rand -hex 32` prints"
                ),
            ));
        }
        Ok(&self.auth.secret)
    }

    /// The secret that seals cursors.
    #[must_use]
    pub fn cursor_secret(&self) -> &str {
        if self.cursor.secret.is_empty() {
            &self.auth.secret
        } else {
            &self.cursor.secret
        }
    }

    /// The file that requests are recorded in.
    #[must_use]
    pub fn request_record(&self) -> PathBuf {
        match (self.requests.record.as_str(), self.graph.address()) {
            ("", Ok(GraphAddress::Embedded(file))) => file.with_extension("requests.jsonl"),
            ("", _) => "kinflow.requests.jsonl".into(),
            (file, _) => file.into(),
        }
    }
}

impl GraphSettings {
    /// The folder that the service writes backups into.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        match (self.backups.as_str(), self.address()) {
            ("", Ok(GraphAddress::Embedded(file))) => file.with_file_name("backups"),
            ("", _) => "backups".into(),
            (folder, _) => folder.into(),
        }
    }

    /// The engine that `uri` names.
    ///
    /// # Errors
    /// When it names none.
    pub fn address(&self) -> Result<GraphAddress, SettingsError> {
        const BOLT: [&str; 6] = [
            "bolt://",
            "bolt+s://",
            "bolt+ssc://",
            "neo4j://",
            "neo4j+s://",
            "neo4j+ssc://",
        ];
        match self.uri.strip_prefix("embedded:") {
            Some("") => Err(unusable("graph.uri", "write a file name after `embedded:`")),
            Some(file) => Ok(GraphAddress::Embedded(file.into())),
            None if BOLT.iter().any(|scheme| self.uri.starts_with(scheme)) => {
                Ok(GraphAddress::Neo4j(Neo4jSettings {
                    uri: self.uri.clone(),
                    user: self.user.clone(),
                    password: self.password.clone(),
                    database: (!self.database.is_empty()).then(|| self.database.clone()),
                    connections: self.connections,
                }))
            }
            None => Err(unusable(
                "graph.uri",
                "write embedded:FILE, bolt://HOST:PORT or neo4j://HOST:PORT",
            )),
        }
    }
}

/// The one table whose keys are the team's own.
const OPEN: &str = "kin.scopes";

/// The dotted path of a key that the defaults, which hold every setting, do not have.
fn unknown_key(found: &Value, known: &Value, path: String) -> Option<String> {
    match (&found.kind, &known.kind) {
        _ if path == OPEN => None,
        (ValueKind::Table(found), ValueKind::Table(known)) => {
            found.iter().find_map(|(key, value)| {
                let path = format!("{path}{}{key}", if path.is_empty() { "" } else { "." });
                match known.get(key) {
                    Some(known) => unknown_key(value, known, path),
                    None => Some(path),
                }
            })
        }
        _ => None,
    }
}

fn unusable(path: &'static str, reason: &str) -> SettingsError {
    SettingsError::Unusable {
        path,
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_complete_and_flags_win() {
        let settings =
            Settings::read(None, &[("graph.uri", "bolt://127.0.0.1:7687".into())]).unwrap();
        assert!(matches!(
            settings.graph.address(),
            Ok(GraphAddress::Neo4j(_))
        ));
        assert_eq!(settings.limits.page, 200);
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_path() {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        std::fs::write(&file, "[limits]\ndepht = 3\n").unwrap();
        let error = Settings::read(Some(file.path()), &[])
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("settings: limits.depht: "), "{error}");
    }

    #[test]
    fn scopes_of_kin_may_be_added_and_are_read_at_once() {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        let read = |text| {
            std::fs::write(&file, text).unwrap();
            Settings::read(Some(file.path()), &[])
        };
        let settings = read("[kin.scopes]\nCOUSINS = \"pbc\"\n").unwrap();
        assert!(settings.kin.scopes().unwrap().chains("COUSINS").is_some());
        let error = read("[kin.scopes]\nCOUSINS = \"pbx\"\n")
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("settings: kin.scopes: \"pbx\" in the scope COUSINS"),
            "{error}"
        );
    }

    #[test]
    fn a_missing_secret_says_which_variable_to_set() {
        let settings = Settings::read(None, &[]).unwrap();
        let error = settings.secret().unwrap_err().to_string();
        assert!(error.contains("KINFLOW__AUTH__SECRET"), "{error}");
    }
}
