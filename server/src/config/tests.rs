use super::*;

fn parse(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::parse(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn problems(pairs: &[(&str, &str)]) -> Vec<String> {
    let Err(error) = parse(pairs) else { panic!("{pairs:?} was taken") };
    error.problems.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn nothing_set_means_everything_embedded() {
    let config = parse(&[]).unwrap();
    assert_eq!(config.listen, Listen::From("127.0.0.1:3000".parse().unwrap()));
    assert!(config.database_url.is_none() && config.livekit.is_none() && config.objects.is_none());
    assert_eq!((config.records, config.part, config.demo), (true, Part::All, true));
    assert_eq!(config.speech_model.as_deref(), Some("tiny.en"));
}

#[test]
fn each_outside_system_replaces_its_own_part_alone() {
    let config = parse(&[("DATABASE_URL", "postgres://lectern@db/lectern")]).unwrap();
    assert!(config.database_url.is_some() && config.livekit.is_none() && config.objects.is_none());
    assert!(!config.demo, "somebody's own database gets no demo people unasked");

    let config = parse(&[
        ("LIVEKIT_URL", "wss://school.livekit.cloud/"),
        ("LIVEKIT_API_KEY", "key"),
        ("LIVEKIT_API_SECRET", "secret"),
    ])
    .unwrap();
    assert_eq!(config.livekit.unwrap().url, "wss://school.livekit.cloud");
    assert!(config.database_url.is_none() && config.objects.is_none());

    let config = parse(&[
        ("S3_ENDPOINT", "http://minio:9000"),
        ("S3_PUBLIC_ENDPOINT", "https://media.school.example"),
        ("S3_ACCESS_KEY", "key"),
        ("S3_SECRET_KEY", "secret"),
        ("S3_BUCKET", "media"),
    ])
    .unwrap();
    let objects = config.objects.unwrap();
    assert_eq!(objects.endpoint, "http://minio:9000");
    assert_eq!(
        objects.public,
        adapters::object_storage::PublicAddress::At("https://media.school.example".to_owned())
    );
}

#[test]
fn half_a_set_names_what_lacks() {
    assert_eq!(
        problems(&[("LIVEKIT_URL", "ws://127.0.0.1:7880")]),
        ["LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"]
    );
    assert_eq!(
        problems(&[("S3_BUCKET", "media"), ("S3_ACCESS_KEY", "key"), ("S3_ENDPOINT", "http://s3")]),
        ["S3_SECRET_KEY"]
    );
}

#[test]
fn a_part_alone_needs_what_the_parts_share() {
    for part in ["server", "worker"] {
        assert_eq!(
            problems(&[("LECTERN_PART", part), ("DATABASE_URL", "postgres://lectern@db/lectern")]),
            ["LECTERN_MASTER_KEY", "LIVEKIT_URL", "S3_ENDPOINT"]
        );
    }
}

#[test]
fn every_mistake_is_in_the_one_message() {
    let error = parse(&[
        ("DATABASE_URL", "mysql://root:hunter2@db/lectern"),
        ("LECTERN_ADDR", "3000"),
        ("LECTERN_MASTER_KEY", "+f"),
        ("RECORDER", "egress"),
        ("LECTERN_PUBLIC_URL", "https://school.example/lectern"),
        ("REDIS_URL", "localhost"),
    ])
    .unwrap_err();
    let text = error.to_string();
    for name in
        ["DATABASE_URL", "LECTERN_ADDR", "LECTERN_MASTER_KEY", "RECORDER", "LECTERN_PUBLIC_URL", "REDIS_URL"]
    {
        assert!(text.contains(name), "{name} is missing in\n{text}");
    }
    assert!(text.starts_with("6 settings are wrong:"), "{text}");
    assert!(!text.contains("hunter2"), "a password was printed");
}

#[test]
fn empty_is_not_set() {
    assert!(parse(&[("LIVEKIT_URL", ""), ("LECTERN_ADDR", " ")]).unwrap().livekit.is_none());
}

#[test]
fn a_master_key_has_32_bytes() {
    let config = parse(&[("LECTERN_MASTER_KEY", &"0aFf".repeat(16))]).unwrap();
    assert_eq!(config.master_key.unwrap().0[..2], [0x0a, 0xff]);
    assert_eq!(problems(&[("LECTERN_MASTER_KEY", &"+f".repeat(32))]), ["LECTERN_MASTER_KEY"]);
}

#[test]
fn proxies_are_networks_and_addresses() {
    let config = parse(&[("LECTERN_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7,fd00::/8")]).unwrap();
    let networks: Vec<_> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(networks, ["10.0.0.0/8", "192.0.2.7/32", "fd00::/8"]);
    assert!(parse(&[]).unwrap().trusted_proxies.is_empty(), "nobody is trusted unasked");
    assert_eq!(problems(&[("LECTERN_TRUSTED_PROXIES", "10.0.0.0/8,proxy")]), ["LECTERN_TRUSTED_PROXIES"]);
}

#[test]
fn misspelt_names_are_noticed() {
    let config =
        parse(&[("LECTERN_ADRR", "x"), ("LECTERN_TEST_DATABASE_URL", "x"), ("PATH", "/bin")]).unwrap();
    assert_eq!(config.unknown, ["LECTERN_ADRR"]);
}

#[test]
fn the_example_file_lists_every_setting_where_the_launcher_finds_it() {
    let example = include_str!("../../../.env.example");
    let listed = example
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once('=').map(|(name, _)| name))
        .filter(|name| {
            name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        })
        .collect::<Vec<_>>();
    assert_eq!(listed, NAMES);
}
