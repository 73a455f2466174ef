//! `compose.yaml` says what the README promises of it, and only settings that exist.

use std::{collections::BTreeSet, path::Path};

use kinflow::config::{DEFAULTS, GraphAddress, Settings};
use serde_json::Value;

fn compose() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("compose.yaml");
    serde_saphyr::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(values) => values.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// What a text becomes with the variables that must be set set, and the rest left to their defaults.
fn interpolated(text: &str) -> String {
    let Some((before, rest)) = text.split_once("${") else {
        return text.to_owned();
    };
    let (inside, after) = rest.split_once('}').unwrap();
    let value = match inside.split_once(":-") {
        Some((_, default)) => default.to_owned(),
        None => "0123456789abcdef0123456789abcdef".into(),
    };
    format!("{before}{value}{}", interpolated(after))
}

fn environment(service: &str) -> Vec<(String, String)> {
    let compose = compose();
    let variables = compose["services"][service]["environment"]
        .as_object()
        .unwrap();
    variables
        .iter()
        .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn both_services_are_watched_and_start_in_order() {
    let compose = compose();
    let services = compose["services"].as_object().unwrap();
    assert_eq!(services.keys().collect::<Vec<_>>(), ["kinflow", "neo4j"]);
    for (name, service) in services {
        let check = &service["healthcheck"];
        assert_eq!(
            check["test"][0], "CMD",
            "{name} is asked whether it is healthy"
        );
        for key in ["interval", "timeout", "start_period"] {
            let seconds = check[key].as_str().unwrap().strip_suffix('s').unwrap();
            assert!(seconds.parse::<u32>().unwrap() > 0, "{name} {key}");
        }
        assert!(check["retries"].as_u64().unwrap() > 0, "{name}");
        assert!(
            service["mem_limit"].is_string(),
            "{name} has bounded memory"
        );
        assert_eq!(service["restart"], "unless-stopped", "{name}");
    }
    assert_eq!(services["neo4j"]["image"], "neo4j:5.26");
    assert_eq!(
        services["kinflow"]["depends_on"]["neo4j"]["condition"],
        "service_healthy"
    );
    let health = services["kinflow"]["healthcheck"]["test"]
        .as_array()
        .unwrap();
    assert_eq!(health[1..], ["kinflow", "health"]);
    let image = services["kinflow"]["build"]["dockerfile_inline"]
        .as_str()
        .unwrap();
    assert!(image.contains("cargo build --release --locked"), "{image}");
    assert!(
        image
            .lines()
            .any(|line| line.starts_with("USER ") && line != "USER root"),
        "{image}"
    );
}

#[test]
fn what_is_written_outlives_the_containers() {
    let compose = compose();
    let declared: BTreeSet<&str> = compose["volumes"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut mounted = BTreeSet::new();
    for (name, service) in compose["services"].as_object().unwrap() {
        for volume in service["volumes"].as_array().into_iter().flatten() {
            let (source, target) = volume.as_str().unwrap().split_once(':').unwrap();
            assert!(
                declared.contains(source),
                "{name}: {source} is no named volume"
            );
            assert!(target.starts_with('/'), "{name}: {target}");
            mounted.insert(source);
        }
    }
    assert_eq!(mounted, declared);
    let targets = |service: &str| -> Vec<String> {
        let volumes = compose["services"][service]["volumes"]
            .as_array()
            .into_iter()
            .flatten();
        volumes
            .map(|volume| {
                volume
                    .as_str()
                    .unwrap()
                    .split(':')
                    .nth(1)
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    assert!(targets("neo4j").contains(&"/data".to_owned()));
    // The root of Kinflow's container cannot be written to, and without the record it answers nobody.
    let record = settings().request_record();
    assert!(
        targets("kinflow")
            .iter()
            .any(|target| record.starts_with(target)),
        "requests are recorded in {}, on no volume: set KINFLOW__REQUESTS__RECORD to a file on one",
        record.display()
    );
}

#[test]
fn no_secret_has_a_default() {
    let compose = compose();
    let mut found = Vec::new();
    texts(&compose, &mut found);
    let variables: Vec<&str> = found
        .iter()
        .flat_map(|text| text.split("${").skip(1))
        .map(|rest| rest.split_once('}').unwrap().0)
        .collect();
    assert!(!variables.is_empty());
    for variable in variables {
        let name = variable.split([':', '?', '-']).next().unwrap();
        if ["PASSWORD", "SECRET", "TOKEN", "KEY"]
            .iter()
            .any(|word| name.contains(word))
        {
            let hint = variable.strip_prefix(name).unwrap().strip_prefix(":?");
            assert!(
                hint.is_some_and(|hint| hint.len() > 10),
                "{variable} says what to set"
            );
        }
    }
    for service in ["neo4j", "kinflow"] {
        for (key, value) in environment(service) {
            let secret = ["PASSWORD", "SECRET", "AUTH"]
                .iter()
                .any(|word| key.contains(word));
            let value = value.strip_prefix("neo4j/").unwrap_or(&value);
            assert!(
                !secret || value.starts_with("${") && value.contains(":?") && value.ends_with('}'),
                "{key} is written out"
            );
        }
    }
}

#[test]
fn ports_are_open_to_this_machine_only() {
    let compose = compose();
    for (name, service) in compose["services"].as_object().unwrap() {
        for port in service["ports"].as_array().into_iter().flatten() {
            let port = interpolated(port.as_str().unwrap());
            assert!(port.starts_with("127.0.0.1:"), "{name} is open at {port}");
        }
        assert!(
            service["network_mode"].is_null(),
            "{name} shares the machine's network"
        );
    }
    let published = interpolated(compose["services"]["kinflow"]["ports"][0].as_str().unwrap());
    let inside = published
        .rsplit_once(':')
        .unwrap()
        .1
        .parse::<u16>()
        .unwrap();
    assert_eq!(
        settings().http.listen.port(),
        inside,
        "the published port is the one listened on"
    );
}

/// The settings that the container starts with.
fn settings() -> Settings {
    let flags: Vec<(String, String)> = environment("kinflow")
        .into_iter()
        .map(|(key, value)| {
            let path = key
                .strip_prefix("KINFLOW__")
                .unwrap_or_else(|| panic!("{key} is no setting"));
            (path.replace("__", ".").to_lowercase(), interpolated(&value))
        })
        .collect();
    let flags: Vec<(&str, String)> = flags
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    Settings::read(None, &flags).unwrap()
}

#[test]
fn every_variable_is_a_setting_and_they_fit_together() {
    let settings = settings();
    assert!(settings.secret().is_ok());
    assert!(
        settings.http.listen.ip().is_unspecified(),
        "the published port reaches it"
    );
    let Ok(GraphAddress::Neo4j(graph)) = settings.graph.address() else {
        panic!("the graph is Neo4j")
    };
    assert!(
        graph.uri.contains("//neo4j:"),
        "{} names the other service",
        graph.uri
    );
    let password = environment("neo4j")
        .into_iter()
        .find(|(key, _)| key == "NEO4J_AUTH")
        .unwrap()
        .1;
    assert_eq!(
        interpolated(&password),
        format!("{}/{}", graph.user, graph.password)
    );
    for (key, _) in environment("kinflow") {
        let path = key.strip_prefix("KINFLOW__").unwrap().to_lowercase();
        let (section, name) = path.split_once("__").unwrap();
        let manual = DEFAULTS
            .split_once(&format!("[{section}]"))
            .unwrap_or_else(|| panic!("{key}"))
            .1;
        let manual = manual.split("\n[").next().unwrap();
        assert!(
            manual
                .lines()
                .any(|line| line.starts_with(&format!("{name} = "))),
            "{key} is not in the manual"
        );
    }
}
