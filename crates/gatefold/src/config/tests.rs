//! Where values come from, and what is said of wrong ones.
#![expect(clippy::unwrap_used, reason = "tests")]

use expect_test::expect;

use super::*;

fn load_text(
    yaml: &str,
    environment: &[(&str, &str)],
    listen: Option<&str>,
) -> Result<Effective, Error> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.yaml");
    std::fs::write(&file, yaml).unwrap();
    let environment =
        environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let flags =
        Flags { file: Some(file), listen: listen.map(|l| l.parse().unwrap()), data_dir: None };
    load(&flags, &environment)
}

fn refusal(yaml: &str, environment: &[(&str, &str)]) -> String {
    let error = load_text(yaml, environment, None).unwrap_err().to_string();
    // The directory is another in every run.
    error.rsplit_once("x.yaml").map_or(error.clone(), |(_, rest)| format!("x.yaml{rest}"))
}

#[test]
fn flags_win_over_variables_and_variables_over_the_file() {
    let yaml = "server:\n  listen: 127.0.0.1:1\n  max_connections: 7\nlog:\n  level: warn\n";
    let environment = [
        ("GATEFOLD_SERVER__LISTEN", "127.0.0.1:2"),
        ("GATEFOLD_LOG__LEVEL", "debug"),
        ("HOME", "/x"),
    ];
    let found = load_text(yaml, &environment, Some("127.0.0.1:3")).unwrap().config;
    assert_eq!(found.server.listen.port(), 3);
    assert_eq!(found.server.max_connections, 7);
    assert_eq!(found.log_level, tracing::Level::DEBUG);
    assert_eq!(found.server.rate_per_second, 100);
}

#[test]
fn wrong_settings_are_refused_with_place_and_remedy() {
    expect!["x.yaml:2: there is no key server.lisen; did you mean server.listen?"]
        .assert_eq(&refusal("server:\n  lisen: 1\n", &[]));
    expect!["x.yaml:1: there is no key listen; did you mean server.listen?"]
        .assert_eq(&refusal("listen: 127.0.0.1:1\n", &[]));
    expect![[r#"x.yaml:3: server.rate_limit.burst cannot be "many": expected a whole number from 1 to 1000000"#]]
        .assert_eq(&refusal("server:\n  rate_limit:\n    burst: many\n", &[]));
    expect!["environment variable GATEFOLD_SERVER__LISTN names no key; did you mean GATEFOLD_SERVER__LISTEN?"]
        .assert_eq(&refusal("", &[("GATEFOLD_SERVER__LISTN", "1")]));
    expect![[r#"GATEFOLD_SERVER__RATE_LIMIT__LOOPBACK: server.rate_limit.loopback cannot be "yes": expected true or false"#]]
        .assert_eq(&refusal("", &[("GATEFOLD_SERVER__RATE_LIMIT__LOOPBACK", "yes")]));
    assert!(refusal("server: [", &[]).starts_with("x.yaml:"));
}

#[test]
fn the_commented_file_holds_the_defaults() {
    let written = load_text(&commented_file(), &[], None).unwrap();
    let plain = load_text("", &[], None).unwrap();
    assert_eq!(format!("{:?}", written.config), format!("{:?}", plain.config));
}

#[test]
fn proxies_are_networks_or_addresses() {
    let found =
        load_text("server:\n  trusted_proxies: [10.0.0.0/8, 127.0.0.1]\n", &[], None).unwrap();
    assert_eq!(found.config.server.trusted_proxies.len(), 2);
    assert!(refusal("server:\n  trusted_proxies: [nowhere]\n", &[]).contains("nowhere"));
}
