//! docker-compose.yml and what lies beside it, read: what is reached from outside, who may do what, and that no secret has a
//! default.

use std::collections::BTreeSet;

use serde_yaml_ng::Value;

const COMPOSE: &str = include_str!("../../../docker-compose.yml");
const CADDYFILE: &str = include_str!("../../../docs/deploy/Caddyfile");
const ROLE: &str = include_str!("../../../docs/deploy/role.sh");
const DOCKERFILE: &str = include_str!("../../../docs/deploy/Dockerfile");
const SECRETS: [&str; 7] = [
    "LECTERN_MASTER_KEY",
    "LECTERN_LOG_KEY",
    "POSTGRES_SUPERUSER_PASSWORD",
    "POSTGRES_PASSWORD",
    "REDIS_PASSWORD",
    "S3_SECRET_KEY",
    "LIVEKIT_API_SECRET",
];

fn compose() -> Value {
    let mut file: Value = serde_yaml_ng::from_str(COMPOSE).unwrap();
    // What is merged may have something to merge itself.
    for _ in 0..4 {
        file.apply_merge().unwrap();
    }
    file
}

/// The services with their names.
fn services() -> Vec<(String, Value)> {
    let file = compose();
    let services = file["services"].as_mapping().unwrap();
    services.iter().map(|(name, service)| (name.as_str().unwrap().to_owned(), service.clone())).collect()
}

fn service(name: &str) -> Value {
    services().into_iter().find(|(found, _)| found == name).unwrap().1
}

fn words(list: &Value) -> Vec<String> {
    let list = list.as_sequence().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// What stands between `${` and `}`.
fn variables() -> Vec<&'static str> {
    COMPOSE.split("${").skip(1).map(|rest| rest.split('}').next().unwrap()).collect()
}

#[test]
fn every_secret_is_asked_for_and_none_is_used_twice() {
    for variable in variables() {
        let (name, required) = variable.split_once(":?").map_or((variable, false), |(name, _)| (name, true));
        assert!(required || name == "LECTERN_DEMO:-off", "{variable} has a default or may be empty");
    }
    let asked: BTreeSet<&str> =
        variables().iter().filter_map(|variable| Some(variable.split_once(":?")?.0)).collect();
    let expected: BTreeSet<&str> = SECRETS.into_iter().chain(["LECTERN_HOST"]).collect();
    assert_eq!(asked, expected);
    for secret in SECRETS {
        assert!(
            COMPOSE.lines().any(|line| line.starts_with('#') && line.contains(secret)),
            "{secret} is explained"
        );
    }
}

#[test]
fn the_applications_role_is_not_the_superuser() {
    let postgres = service("postgres");
    let password = |name: &str| postgres["environment"][name].as_str().unwrap().to_owned();
    assert!(password("POSTGRES_PASSWORD").starts_with("${POSTGRES_SUPERUSER_PASSWORD:?"));
    assert!(password("LECTERN_PASSWORD").starts_with("${POSTGRES_PASSWORD:?"));
    let url = service("server-1")["environment"]["DATABASE_URL"].as_str().unwrap().to_owned();
    assert!(url.starts_with("postgres://lectern:${POSTGRES_PASSWORD:?"), "{url}");
    let role = ROLE.lines().find(|line| line.starts_with("CREATE ROLE lectern ")).unwrap();
    for right in ["NOSUPERUSER", "NOBYPASSRLS", "NOCREATEROLE", "NOCREATEDB", ":'password'"] {
        assert!(role.contains(right), "{right} is missing in {role}");
    }
    assert!(ROLE.contains("CREATE DATABASE lectern OWNER lectern;"));
    let mounted =
        words(&postgres["configs"].as_sequence().unwrap().iter().map(|c| c["target"].clone()).collect());
    assert_eq!(mounted, ["/docker-entrypoint-initdb.d/role.sh"]);
}

#[test]
fn redis_wants_a_password_from_everybody() {
    let file = compose();
    let redis = file["configs"]["redis"]["content"].as_str().unwrap();
    assert!(redis.lines().any(|line| line.starts_with("requirepass ${REDIS_PASSWORD:?")), "{redis}");
    assert_eq!(words(&service("redis")["command"]), ["redis-server", "/etc/redis/redis.conf"]);
    let livekit = service("livekit")["environment"]["LIVEKIT_CONFIG"].as_str().unwrap().to_owned();
    let line = livekit.lines().find(|line| line.starts_with("redis:")).unwrap();
    assert!(line.contains("password: \"${REDIS_PASSWORD:?}\""), "{line}");
    let url = service("server-1")["environment"]["REDIS_URL"].as_str().unwrap().to_owned();
    assert!(url.starts_with("redis://:${REDIS_PASSWORD:?"), "{url}");
}

#[test]
fn images_are_of_one_version() {
    let exact = |image: &str| {
        let (_, tag) = image.rsplit_once(':').unwrap_or((image, ""));
        let numbers = tag.trim_start_matches('v').split('-').next().unwrap_or_default();
        numbers.split('.').count() >= 2 && numbers.split('.').all(|part| part.parse::<u32>().is_ok())
    };
    for (name, service) in services() {
        let image = service["image"].as_str().unwrap();
        assert!(service.get("build").is_some() || exact(image), "{name}: {image}");
        assert!(!image.ends_with(":latest"), "{name}: {image}");
    }
    let bases = DOCKERFILE.lines().filter_map(|line| line.strip_prefix("FROM ")?.split(' ').next());
    for image in bases {
        assert!(exact(image) || image.starts_with("debian:bookworm-2"), "{image}");
    }
}

#[test]
fn only_the_proxy_and_media_are_reached_from_outside() {
    let ports: Vec<(String, Vec<String>)> = services()
        .into_iter()
        .map(|(name, service)| (name, words(&service["ports"])))
        .filter(|(_, ports)| !ports.is_empty())
        .collect();
    let expected = [("proxy", vec!["80:80", "443:443"]), ("livekit", vec!["7881:7881", "7882:7882/udp"])];
    let expected = expected
        .map(|(name, ports)| (name.to_owned(), ports.into_iter().map(str::to_owned).collect::<Vec<_>>()));
    assert_eq!(ports, expected);
    let file = compose();
    for inside in ["rtc", "database", "wake", "objects"] {
        assert_eq!(file["networks"][inside]["internal"].as_bool(), Some(true), "{inside}");
    }
    // Who is in a network with what.
    for (service, networks) in [
        ("postgres", &["database"][..]),
        ("redis", &["wake"]),
        ("objects", &["objects"]),
        ("bucket", &["objects"]),
        ("livekit", &["out", "rtc", "wake"]),
        ("proxy", &["out", "edge", "objects"]),
    ] {
        assert_eq!(words(&self::service(service)["networks"]), networks, "{service}");
    }
    for (name, service) in services() {
        assert!(!words(&service["networks"]).is_empty(), "{name} is in the network of everybody");
    }
    let proxies = service("server-1")["environment"]["LECTERN_TRUSTED_PROXIES"].as_str().unwrap().to_owned();
    assert_eq!(file["networks"]["edge"]["ipam"]["config"][0]["subnet"].as_str(), Some(&*proxies));
}

#[test]
fn what_runs_can_change_nothing_but_its_data_and_gains_no_rights() {
    for (name, service) in services() {
        assert_eq!(service["read_only"].as_bool(), Some(true), "{name}");
        assert_eq!(words(&service["security_opt"]), ["no-new-privileges:true"], "{name}");
        assert_eq!(words(&service["cap_drop"]), ["ALL"], "{name}");
        assert!(name == "bucket" || service.get("healthcheck").is_some(), "{name} tells nobody how it is");
        assert!(service.get("privileged").is_none() && service.get("network_mode").is_none(), "{name}");
    }
}

/// A site of the proxy, by what stands before its brace: its lines without indentation.
fn site(name: &str) -> Vec<&'static str> {
    let begin = format!("{name} {{");
    let lines = CADDYFILE.lines().skip_while(|line| *line != begin).skip(1).take_while(|line| *line != "}");
    let lines: Vec<_> =
        lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(!lines.is_empty(), "{name}");
    lines
}

#[test]
fn the_proxy_passes_on_what_is_for_people_and_nothing_else() {
    let pages = site("{$LECTERN_HOST}");
    assert_eq!(pages[0], "@inside path /metrics /metrics/* /readyz /readyz/* /webhooks/*");
    assert_eq!(pages[1], "respond @inside 404");
    let tracks = site("media.{$LECTERN_HOST}");
    for rule in ["method GET HEAD", "path /media/*", "query X-Amz-Signature=*"] {
        assert!(tracks.contains(&rule), "{rule}");
    }
    let passed: Vec<_> = tracks.iter().filter(|line| line.starts_with("reverse_proxy")).collect();
    assert_eq!(passed, [&"reverse_proxy objects:8333"]);
    // Only what matches is passed on, and all else is answered.
    let at = tracks.iter().position(|line| *line == "handle @signed {").unwrap();
    assert!(tracks[at + 1].starts_with("reverse_proxy"), "{tracks:?}");
    assert_eq!(tracks[at + 2..], ["}", "handle {", "respond 404", "}"]);
    let sites = CADDYFILE.lines().filter(|line| !line.starts_with(['\t', '#', '}']) && !line.is_empty());
    assert_eq!(sites.count(), 2, "each site is read here: whoever wants into a room comes through Lectern");
    let environment = &service("server-1")["environment"];
    assert_eq!(
        environment["LIVEKIT_URL"].as_str(),
        Some("ws://livekit:7880"),
        "LiveKit's signalling and API go by the inside"
    );
}
