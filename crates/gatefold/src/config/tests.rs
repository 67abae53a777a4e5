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
    let mut written = load_text(&commented_file(), &[], None).unwrap();
    let mut plain = load_text("", &[], None).unwrap();
    (written.config.file, plain.config.file) = (None, None);
    assert_eq!(format!("{:?}", written.config), format!("{:?}", plain.config));
}

#[test]
fn proxies_are_networks_or_addresses() {
    let found =
        load_text("server:\n  trusted_proxies: [10.0.0.0/8, 127.0.0.1]\n", &[], None).unwrap();
    assert_eq!(found.config.server.trusted_proxies.len(), 2);
    assert!(refusal("server:\n  trusted_proxies: [nowhere]\n", &[]).contains("nowhere"));
}

#[test]
fn the_password_of_the_database_is_never_shown() {
    let url = "postgres://me:hushhush@db.example:5433/music";
    let found = load_text("", &[("GATEFOLD_DATABASE__URL", url)], None).unwrap();
    let shown = found.origins.iter().map(|(key, value, _)| key.shown.of(value));
    let shown: Vec<String> = shown.collect();
    assert!(shown.contains(&"postgres://me:…@db.example:5433/music".to_owned()), "{shown:?}");
    assert!(!format!("{:?}", found.config.database).contains("hushhush"));
    for wrong in ["postgres://me:hushhush@db.example", "mysql://me:hush@hush@x/y", "me:hushhush@x"]
    {
        let error = refusal("", &[("GATEFOLD_DATABASE__URL", wrong)]);
        assert!(!error.contains("hush"), "{error}");
    }
}

#[test]
fn schemas_have_older_names_too_and_ours_win() {
    let older = ("SCROBBLER_LISTENS_SCHEMA", "older");
    let found = load_text("", &[older, ("SCROBBLER_MEDIALIBRARY_SCHEMA", "")], None).unwrap();
    assert_eq!(found.config.database.listens.as_deref(), Some("older"));
    assert_eq!(found.config.database.medialibrary, None);
    let ours = ("GATEFOLD_DATABASE__SCHEMAS__LISTENS", "ours");
    let found = load_text("", &[older, ours], None).unwrap();
    assert_eq!(found.config.database.listens.as_deref(), Some("ours"));
    assert!(refusal("", &[("SCROBBLER_LISTENS_SCHEMA", "no;good")]).contains("no;good"));
}

#[test]
fn times_are_cron_texts_and_an_empty_one_is_never() {
    let yaml = "backup:\n  schedule: \"\"\nschedules:\n  time_zone: Europe/Vienna\n";
    let found = load_text(yaml, &[], None).unwrap().config.schedules;
    assert!(!found.texts.contains_key("backup.create"));
    assert_eq!(found.texts["health.check"], "*/5 * * * *");
    assert_eq!(found.time_zone.iana_name(), Some("Europe/Vienna"));
    assert!(refusal("backup:\n  schedule: nightly\n", &[]).contains("0 3 * * *"));
}
