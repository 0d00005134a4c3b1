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
    let config = parse(&[("DATABASE_URL", "postgres://lectern@db/lectern?sslmode=verify-full")]).unwrap();
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
        ("S3_ENDPOINT", "https://minio:9000"),
        ("S3_PUBLIC_ENDPOINT", "https://media.school.example"),
        ("S3_ACCESS_KEY", "key"),
        ("S3_SECRET_KEY", "secret"),
        ("S3_BUCKET", "media"),
    ])
    .unwrap();
    let objects = config.objects.unwrap();
    assert_eq!(objects.endpoint, "https://minio:9000");
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
        problems(&[("S3_BUCKET", "media"), ("S3_ACCESS_KEY", "key"), ("S3_ENDPOINT", "https://s3")]),
        ["S3_SECRET_KEY"]
    );
}

#[test]
fn a_part_alone_needs_what_the_parts_share() {
    for part in ["server", "worker"] {
        assert_eq!(
            problems(&[("LECTERN_PART", part), ("DATABASE_URL", "postgres://lectern@127.0.0.1/lectern")]),
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
fn a_log_key_may_have_others_behind_it() {
    let (new, old) = ("ab".repeat(32), "cd".repeat(32));
    assert!(parse(&[]).unwrap().log_keys.is_none());
    for keys in [new.clone(), format!("{new},{old}"), format!("{new}, {old}")] {
        assert!(parse(&[("LECTERN_LOG_KEY", &keys)]).unwrap().log_keys.is_some());
    }
    for wrong in ["ab".to_owned(), format!("{new},"), format!("{new} {old}"), "+f".repeat(32)] {
        assert_eq!(problems(&[("LECTERN_LOG_KEY", &wrong)]), ["LECTERN_LOG_KEY"], "{wrong}");
        let said = parse(&[("LECTERN_LOG_KEY", &wrong)]).unwrap_err().to_string();
        assert!(!said.contains(&new), "a key was printed");
    }
}

#[test]
fn proxies_are_networks_and_addresses() {
    let config = parse(&[("LECTERN_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7,fd00::/8")]).unwrap();
    let networks: Vec<_> = config.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(networks, ["10.0.0.0/8", "192.0.2.7/32", "fd00::/8"]);
    assert!(parse(&[]).unwrap().trusted_proxies.is_empty(), "nobody is trusted unasked");
    assert_eq!(problems(&[("LECTERN_TRUSTED_PROXIES", "10.0.0.0/8,proxy")]), ["LECTERN_TRUSTED_PROXIES"]);
}

/// Settings that use every outside system, and the setting whose address is tried.
fn elsewhere(name: &'static str, url: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("DATABASE_URL", "postgres://lectern@db/lectern?sslmode=verify-full"),
        ("REDIS_URL", "rediss://cache"),
        ("LIVEKIT_URL", "wss://rtc.example"),
        ("LIVEKIT_API_KEY", "key"),
        ("LIVEKIT_API_SECRET", "secret"),
        ("S3_ENDPOINT", "https://s3.example"),
        ("S3_PUBLIC_ENDPOINT", "https://media.example"),
        ("S3_BUCKET", "media"),
        ("S3_ACCESS_KEY", "key"),
        ("S3_SECRET_KEY", "secret"),
        ("SMTP_URL", "smtps://relay.example"),
        ("MAIL_FROM", "lectern@school.example"),
    ];
    all.retain(|(other, _)| *other != name);
    all.push((name, url));
    all
}

#[test]
fn nothing_leaves_this_machine_in_the_clear_unless_that_is_said() {
    for (name, plain, private, here, word) in [
        (
            "DATABASE_URL",
            &[
                "postgres://l@db/l",
                "postgresql://l@db/l?sslmode=prefer",
                "postgres://localhost/l?host=db&sslmode=disable",
                "postgres://l@db/l?sslmode=verify-full&sslmode=disable",
                "postgres://l@localhost/l?%68ost=192.0.2.2",
                "postgres://l@localhost/l?hostaddr=192.0.2.2",
            ][..],
            &[
                "postgres://l@db/l?sslmode=verify-full",
                "postgres://l@db/l?sslmode=verify-full&sslrootcert=ca.pem",
            ][..],
            &[
                "postgres://l@127.0.0.1/l",
                "postgres://localhost/l?host=/run/postgresql",
                "postgres://l@[::1]:5432/l",
            ][..],
            "postgres",
        ),
        (
            "REDIS_URL",
            &["redis://cache:6379", "redis://:secret@10.0.0.7"],
            &["rediss://cache:6379"],
            &["redis://localhost", "redis://:secret@127.0.0.1:6379/1"],
            "redis",
        ),
        (
            "LIVEKIT_URL",
            &["ws://livekit:7880", "http://livekit:7880"],
            &["wss://livekit", "https://livekit"],
            &["ws://127.0.0.1:7880", "http://[::1]:7880"],
            "livekit",
        ),
        ("S3_ENDPOINT", &["http://minio:9000"], &["https://minio"], &["http://127.0.0.1:9000"], "storage"),
        (
            "S3_PUBLIC_ENDPOINT",
            &["http://media.example"],
            &["https://media.example"],
            &["http://localhost:9000"],
            "storage",
        ),
        (
            "SMTP_URL",
            &["smtp://relay", "smtp://192.168.1.1:25", "smtp://@relay"],
            &["smtps://relay", "smtp://relay?tls=required", "smtp://name:password@relay"],
            &["smtp://127.0.0.1:25", "smtp://localhost"],
            "mail",
        ),
    ] {
        for url in plain {
            assert_eq!(problems(&elsewhere(name, url)), [name], "{url}");
            let error = parse(&elsewhere(name, url)).unwrap_err().to_string();
            assert!(error.contains("without TLS") && error.contains("LECTERN_PLAINTEXT"), "{error}");
            assert!(!error.contains("secret"), "{error}");
            let said = [elsewhere(name, url), vec![("LECTERN_PLAINTEXT", word)]].concat();
            parse(&said).unwrap();
            let other = if word == "redis" { "mail" } else { "redis" };
            let said = [elsewhere(name, url), vec![("LECTERN_PLAINTEXT", other)]].concat();
            assert_eq!(problems(&said), [name], "{other} is not {word}");
        }
        for url in private.iter().chain(here) {
            parse(&elsewhere(name, url)).unwrap();
        }
    }
    for (url, mode) in [
        ("postgres://l:secret@db/l?sslmode=require", "sslmode=require"),
        ("postgres://l:secret@db/l?sslmode=verify-ca&sslrootcert=ca.pem", "sslmode=verify-ca"),
    ] {
        let error = parse(&elsewhere("DATABASE_URL", url)).unwrap_err().to_string();
        assert!(error.contains(mode) && error.contains("verify-full"), "{error}");
        assert!(!error.contains("secret"), "{error}");
        parse(&[elsewhere("DATABASE_URL", url), vec![("LECTERN_PLAINTEXT", "postgres")]].concat()).unwrap();
    }
    assert_eq!(problems(&[("LECTERN_PLAINTEXT", "postgres, s3")]), ["LECTERN_PLAINTEXT"]);
    let all = [("DATABASE_URL", "postgres://l@db/l"), ("REDIS_URL", "redis://cache")];
    assert_eq!(problems(&all), ["DATABASE_URL", "REDIS_URL"], "all in one message");
}

#[test]
fn an_address_is_a_host_and_a_port_however_it_is_written() {
    for address in [
        "http://evil.example\\@localhost",
        "http://localhost\\.evil.example",
        "http://localhost\t.evil.example",
        "http://name@localhost",
        "http://localhost?host=evil.example",
        "http://localhost:port",
    ] {
        for name in ["LIVEKIT_URL", "S3_ENDPOINT", "S3_PUBLIC_ENDPOINT", "LECTERN_PUBLIC_URL"] {
            assert_eq!(problems(&elsewhere(name, address)), [name], "{address:?}");
        }
    }
    for address in ["redis:///1", "redis://localhost:port"] {
        assert_eq!(problems(&[("REDIS_URL", address)]), ["REDIS_URL"], "{address}");
    }
    for address in ["postgres://l@db/l?sslmode=perhaps", "postgres://l@db:port/l"] {
        assert_eq!(problems(&[("DATABASE_URL", address)]), ["DATABASE_URL"], "{address}");
    }
}

#[test]
fn the_demo_whose_passwords_everybody_knows_is_not_open_to_everybody_unasked() {
    let public = [
        ("LECTERN_PUBLIC_URL", "https://school.example"),
        ("LECTERN_PUBLIC_URL", "http://192.168.1.7:3000"),
        ("LECTERN_ADDR", "0.0.0.0:3000"),
        ("LECTERN_ADDR", "[::]:3000"),
        ("LECTERN_ADDR", "192.168.1.7:3000"),
        ("LECTERN_TRUSTED_PROXIES", "127.0.0.1"),
        ("LECTERN_TRUSTED_PROXIES", "10.0.0.0/8"),
    ];
    for set in public {
        assert!(!parse(&[set]).unwrap().demo, "{set:?}");
        assert!(!parse(&[set, ("LECTERN_DEMO", "off")]).unwrap().demo, "{set:?}");
        assert_eq!(problems(&[set, ("LECTERN_DEMO", "on")]), ["LECTERN_DEMO"], "{set:?}");
        assert!(parse(&[set, ("LECTERN_DEMO", "public")]).unwrap().demo, "{set:?}");
    }
    let here = [
        ("LECTERN_PUBLIC_URL", "http://127.0.0.1:8080"),
        ("LECTERN_PUBLIC_URL", "http://localhost:3000"),
        ("LECTERN_ADDR", "127.0.0.1:0"),
        ("LECTERN_ADDR", "[::1]:3000"),
    ];
    for set in here {
        assert!(parse(&[set]).unwrap().demo, "{set:?}");
        assert!(parse(&[set, ("LECTERN_DEMO", "on")]).unwrap().demo, "{set:?}");
    }
    let behind_a_proxy =
        [("LECTERN_PUBLIC_URL", "https://school.example"), ("LECTERN_ADDR", "127.0.0.1:3000")];
    assert!(!parse(&behind_a_proxy).unwrap().demo);
    let listens_to_all = [("LECTERN_PUBLIC_URL", "http://localhost:3000"), ("LECTERN_ADDR", "0.0.0.0:3000")];
    assert!(!parse(&listens_to_all).unwrap().demo, "whatever people are told to type");
    let proxied_for_oneself =
        [("LECTERN_PUBLIC_URL", "https://localhost"), ("LECTERN_TRUSTED_PROXIES", "127.0.0.1")];
    assert!(parse(&proxied_for_oneself).unwrap().demo);
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
