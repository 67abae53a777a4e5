//! Every key: its meaning, its default and how its text becomes a value. The one table from which
//! the file of `config init`, `config show` and the suggestions for misspelt keys are made.

use super::parse::{cron_zone, days, millis, networks, number, optional, parse, seconds, truth};
use super::{Config, Database, elsewhere, people};

/// How much of a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Plainly,
    /// A URL without its password.
    WithoutPassword,
    /// Whether there is one.
    Not,
}

impl Shown {
    /// The value as people may see it.
    #[must_use]
    pub fn of(self, value: &str) -> String {
        match self {
            Self::Plainly => value.to_owned(),
            Self::WithoutPassword => without_password(value),
            Self::Not if value.is_empty() => String::new(),
            Self::Not => "(secret)".to_owned(),
        }
    }
}

/// A URL whose password is replaced, whatever else may be wrong with it.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return if url.contains('@') { "…".to_owned() } else { url.to_owned() };
    };
    // The last @ before the path ends the password, which may hold others by mistake.
    let Some((user, place)) = rest.rsplit_once('@') else { return url.to_owned() };
    let name = user.split(':').next().unwrap_or_default();
    format!("{scheme}://{name}:…@{place}")
}

/// A setting.
pub struct Key {
    /// Its path in the file, with dots.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its default, as text.
    pub default: &'static str,
    /// How its value is shown.
    pub shown: Shown,
    /// Sets it; says what is expected if the text does not fit.
    pub set: fn(&mut Config, &str) -> Result<(), String>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! keys {
    (@shown) => { Shown::Plainly };
    (@shown password) => { Shown::WithoutPassword };
    (@shown hidden) => { Shown::Not };
    ($($name:literal $([$shown:ident])?, $default:literal, $doc:literal, $set:expr;)*) => {
        /// All keys, in the order in which they are shown.
        pub const KEYS: &[Key] = &[$(Key {
            name: $name,
            doc: $doc,
            default: $default,
            shown: keys!(@shown $($shown)?),
            set: $set,
        },)*];
    };
}

keys! {
    "data_dir", "data", "Where everything is kept.",
        |c, v| { c.data_dir = v.into(); Ok(()) };
    "server.listen", "127.0.0.1:8080", "Address and port of the HTTP server; port 0 picks a free one.",
        |c, v| parse(v, "an address and port, as in 127.0.0.1:8080").map(|v| c.server.listen = v);
    "server.trusted_proxies", "", "Networks whose X-Forwarded-For is believed, as in [10.0.0.0/8, 127.0.0.1/32].",
        |c, v| networks(v).map(|v| c.server.trusted_proxies = v);
    "server.rate_limit.per_second", "100", "Requests a second that each client may make; 0 is no limit.",
        |c, v| number(v, 0, 1_000_000).map(|v| c.server.rate_per_second = v);
    "server.rate_limit.burst", "200", "Requests that a client may make at once.",
        |c, v| number(v, 1, 1_000_000).map(|v| c.server.rate_burst = v);
    "server.rate_limit.loopback", "false", "Whether clients on this machine are limited too.",
        |c, v| truth(v).map(|v| c.server.rate_loopback = v);
    "server.request_body_bytes", "1048576", "Largest request body.",
        |c, v| number(v, 1024, 1 << 30).map(|v| c.server.request_body_bytes = v);
    "server.search_deadline_ms", "10000", "Time for a search; a longer one is answered with 408.",
        |c, v| millis(v, 1, 600_000).map(|v| c.server.search_deadline = v);
    "server.answer_cache_mb", "256", "Memory for answers about the catalogue that may be asked for again, in MiB; 0 keeps none.",
        |c, v| number(v, 0, 1 << 20).map(|v| c.server.answer_cache_mb = v);
    "server.shutdown_grace_ms", "10000", "Time for running requests after the stop.",
        |c, v| millis(v, 0, 600_000).map(|v| c.server.shutdown_grace = v);
    "server.max_connections", "4096", "Connections at once; more wait.",
        |c, v| number(v, 1, 1_000_000).map(|v| c.server.max_connections = v);
    "log.level", "info", "Least severe level that is logged: error, warn, info, debug or trace.",
        |c, v| parse(v, "error, warn, info, debug or trace").map(|v| c.log_level = v);
    "log.format", "text", "Logs as text or json.",
        |c, v| match v {
            "text" | "json" => { c.log_json = v == "json"; Ok(()) }
            _ => Err("expected text or json".to_owned()),
        };
    "catalogue.watch_ms", "1000", "How often to look for a new catalogue generation.",
        |c, v| millis(v, 10, 3_600_000).map(|v| c.watch = v);
    "catalogue.refresh_url", "", "Address of a MusicBrainz full export; the job catalogue.refresh imports the latest from there.",
        |c, v| { c.refresh_url = optional(v); Ok(()) };
    "import.memory_mb", "512", "Memory for sorting during an import, in MiB; an import needs more besides.",
        |c, v| number(v, 16, 1 << 20).map(|v| c.import_memory_mb = v);
    "import.keep_generations", "3", "Generations that stay after an import; 0 keeps all.",
        |c, v| number(v, 0, 1_000_000).map(|v| c.keep_generations = v);
    "database.url" [password], "", "postgres://user:password@host:5432/database, or sqlite:FILE; empty is gatefold.db in the data directory.",
        |c, v| c.database.set_url(v, &c.data_dir);
    "database.schemas.medialibrary", "", "Schema (SQLite: file) of the library; empty is the default one. Also SCROBBLER_MEDIALIBRARY_SCHEMA.",
        |c, v| Database::schema(v).map(|v| c.database.medialibrary = v);
    "database.schemas.listens", "", "Schema (SQLite: file) of people and what they do; empty is the default one. Also SCROBBLER_LISTENS_SCHEMA.",
        |c, v| Database::schema(v).map(|v| c.database.listens = v);
    "database.pool.min", "2", "PostgreSQL connections that are kept open.",
        |c, v| number(v, 0, 1000).map(|v| c.database.pool_min = v);
    "database.pool.max", "10", "Most PostgreSQL connections of this process.",
        |c, v| number(v, 1, 1000).map(|v| c.database.pool_max = v);
    "database.pool.lifetime_s", "3600", "How long a PostgreSQL connection is used.",
        |c, v| seconds(v, 1, 1_000_000).map(|v| c.database.pool_lifetime = v);
    "database.pool.idle_s", "1800", "How long an unused PostgreSQL connection is kept.",
        |c, v| seconds(v, 1, 1_000_000).map(|v| c.database.pool_idle = v);
    "database.pool.acquire_ms", "5000", "How long a request waits for a connection before it is answered with 503.",
        |c, v| millis(v, 1, 600_000).map(|v| c.database.acquire_timeout = v);
    "database.statement_timeout_ms", "30000", "How long a statement may take before it is stopped.",
        |c, v| millis(v, 1, 3_600_000).map(|v| c.database.statement_timeout = v);
    "database.slow_statement_ms", "1000", "Statements that take longer are logged by name.",
        |c, v| millis(v, 0, 3_600_000).map(|v| c.database.slow_statement = v);
    "accounts.registration", "invitation", "Who may register: open, invitation or closed; the first account is an administrator's.",
        |c, v| people::registration(v).map(|v| c.people.registration = v);
    "accounts.public_url", "", "The address that browsers see, as in https://music.example.org; links in mails begin with it.",
        |c, v| people::public_url(v).map(|v| c.people.public_url = v);
    "accounts.access_minutes", "15", "Life of an access token.",
        |c, v| seconds(v, 1, 1440).map(|v| c.people.access_lifetime = v * 60);
    "accounts.refresh_days", "30", "Days without use after which one has to sign in again.",
        |c, v| seconds(v, 1, 3650).map(|v| c.people.refresh_lifetime = v * 24 * 60 * 60);
    "accounts.erase_after_days", "30", "Days between the deletion of an account and its erasure.",
        |c, v| seconds(v, 0, 3650).map(|v| c.people.erase_after = v * 24 * 60 * 60);
    "accounts.proxy_header", "", "Header in which a proxy names the user it has signed in, as in X-Remote-User; empty is none.",
        |c, v| people::header(v).map(|v| c.people.proxy_header = v);
    "accounts.proxy_networks", "", "Networks of the proxies whose header is believed, as in [127.0.0.1/32].",
        |c, v| networks(v).map(|v| c.people.proxy_networks = v);
    "accounts.secret_keys" [hidden], "", "Master keys of saved secrets, the active one first; empty takes the file.",
        |c, v| { c.people.secret_keys = optional(v); Ok(()) };
    "accounts.secret_file", "", "File of the master keys, made at the first start; empty is secrets.key in the data directory.",
        |c, v| { c.people.secret_file = optional(v).map(Into::into); Ok(()) };
    "scrobblers.lastfm_apps" [hidden], "", "Programs of Last.fm whose signatures are checked, as in KEY:SECRET,KEY:SECRET.",
        |c, v| people::apps(v).map(|v| c.people.lastfm_apps = v);
    "scrobblers.only_known_apps", "false", "Whether programs of Last.fm that are not in scrobblers.lastfm_apps are refused.",
        |c, v| truth(v).map(|v| c.people.is_only_known_apps = v);
    "oidc.issuer", "", "Address of an OpenID Connect provider, as in https://accounts.google.com; empty is none.",
        |c, v| people::public_url(v).map(|v| c.oidc.issuer = v);
    "oidc.name", "sso", "Name of the provider in paths (/v1/auth/oidc/sso/start); accounts are known by it.",
        |c, v| people::provider_name(v).map(|v| c.oidc.name = v);
    "oidc.client_id", "", "What this installation is called at the provider.",
        |c, v| { v.clone_into(&mut c.oidc.client_id); Ok(()) };
    "oidc.client_secret" [hidden], "", "Secret of this installation at the provider; empty for a public client.",
        |c, v| { c.oidc.client_secret = optional(v); Ok(()) };
    "oidc.link_by_email", "false", "Whether an address that the provider has proven leads to the account with that address.",
        |c, v| truth(v).map(|v| c.oidc.is_linking_by_email = v);
    "oidc.register", "false", "Whether people who are not known here get an account.",
        |c, v| truth(v).map(|v| c.oidc.is_registering = v);
    "mail.from", "Gatefold <gatefold@localhost>", "Who mails are from.",
        |c, v| { v.clone_into(&mut c.mail.from); Ok(()) };
    "mail.outbox", "", "Directory for mails when there is no mail server; empty is outbox in the data directory.",
        |c, v| { c.mail.outbox = optional(v).map(Into::into); Ok(()) };
    "mail.smtp.host", "", "Name of the mail server; empty keeps mails as files in mail.outbox.",
        |c, v| { c.mail.host = optional(v); Ok(()) };
    "mail.smtp.port", "587", "Port of the mail server.",
        |c, v| number(v, 1, 65_535).map(|v| c.mail.port = v);
    "mail.smtp.tls", "starttls", "Protection of the way there: starttls, implicit or none.",
        |c, v| people::tls(v).map(|v| c.mail.tls = v);
    "mail.smtp.user", "", "Name at the mail server; empty signs in nowhere.",
        |c, v| { c.mail.user = optional(v); Ok(()) };
    "mail.smtp.password" [hidden], "", "Password at the mail server.",
        |c, v| { c.mail.password = optional(v); Ok(()) };
    "listens.match_per_second", "500", "Words that are matched by all stages each second, in the background.",
        |c, v| number(v, 1, 1_000_000).map(|v| c.match_per_second = v);
    "listens.upload_mb", "2048", "Largest file with a history that is taken over HTTP, in MiB.",
        |c, v| number(v, 1, 1 << 20).map(|v: u64| c.elsewhere.upload_bytes = v << 20);
    "last_fm.base_url", "https://ws.audioscrobbler.com/2.0/", "Interface of Last.fm, from which plays of an account are imported.",
        |c, v| elsewhere::address(v).map(|v| c.elsewhere.lastfm_url = v);
    "last_fm.api_key" [hidden], "", "Key of this installation at Last.fm, from https://www.last.fm/api/account/create.",
        |c, v| { v.clone_into(&mut c.elsewhere.lastfm_key); Ok(()) };
    "last_fm.api_secret" [hidden], "", "Secret that belongs to last_fm.api_key; plays are forwarded with it.",
        |c, v| { v.clone_into(&mut c.elsewhere.lastfm_secret); Ok(()) };
    "relay.servers", "https://api.listenbrainz.org, https://ws.audioscrobbler.com/2.0/, https://libre.fm/2.0/", "Servers to which people may have their plays forwarded; * is every address, also in your own network.",
        |c, v| elsewhere::servers(v).map(|v| c.elsewhere.relay_servers = v);
    "jobs.workers", "2", "Jobs that this process runs at once; 0 leaves all of them to other processes.",
        |c, v| number(v, 0, 64).map(|v| c.jobs.workers = v);
    "jobs.poll_ms", "1000", "How often to look for jobs and times that are due.",
        |c, v| millis(v, 10, 600_000).map(|v| c.jobs.poll = v);
    "jobs.heartbeat_ms", "2000", "How often a running job says that it is alive and looks whether it is to end.",
        |c, v| millis(v, 10, 600_000).map(|v| c.jobs.heartbeat = v);
    "jobs.lost_after_ms", "30000", "After this much silence another process takes a job over; several heartbeats.",
        |c, v| millis(v, 100, 3_600_000).map(|v| c.jobs.lost_after = v);
    "schedules.time_zone", "UTC", "Zone of the times below, as in Europe/Vienna.",
        |c, v| cron_zone(v).map(|v| c.schedules.time_zone = v);
    "schedules.sessions_clean", "17 * * * *", "When expired sessions are removed: minute, hour, day, month, weekday; empty is never.",
        |c, v| c.schedules.set("sessions.clean", v);
    "schedules.tokens_clean", "27 * * * *", "When expired one-time tokens and long ended app tokens are removed.",
        |c, v| c.schedules.set("tokens.clean", v);
    "schedules.users_erase", "37 3 * * *", "When accounts whose grace period is over are erased.",
        |c, v| c.schedules.set("users.erase", v);
    "schedules.retention_apply", "47 3 * * *", "When rows are removed that are older than retention says.",
        |c, v| c.schedules.set("retention.apply", v);
    "schedules.jobs_clean", "57 3 * * *", "When jobs that ended long ago are removed.",
        |c, v| c.schedules.set("jobs.clean", v);
    "schedules.health_check", "*/5 * * * *", "When the state of the components is written down.",
        |c, v| c.schedules.set("health.check", v);
    "schedules.listens_match", "*/2 * * * *", "When words of listens are matched that are new, and all of them after an import.",
        |c, v| c.schedules.set("listens.match", v);
    "schedules.listens_relay", "* * * * *", "When plays that wait are forwarded to other servers, besides at once.",
        |c, v| c.schedules.set("listens.relay", v);
    "schedules.catalogue_refresh", "", "When the latest export is imported from catalogue.refresh_url, as in 0 4 * * 0.",
        |c, v| c.schedules.set("catalogue.refresh", v);
    "retention.health_checks_days", "7", "Days that findings about components are kept; 0 is for ever.",
        |c, v| days(v).map(|v| c.retention.health_checks = v);
    "retention.audit_events_days", "365", "Days that the audit trail is kept; 0 is for ever.",
        |c, v| days(v).map(|v| c.retention.audit_events = v);
    "retention.jobs_days", "30", "Days that ended jobs are kept; 0 is for ever.",
        |c, v| days(v).map(|v| c.retention.jobs = v);
    "backup.directory", "", "Where backups lie; empty is the directory backups in the data directory.",
        |c, v| { c.backup.directory = optional(v).map(Into::into); Ok(()) };
    "backup.keep", "30", "Days whose newest backup is kept; 0 keeps every backup.",
        |c, v| number(v, 0, 36_500).map(|v| c.backup.keep = v);
    "backup.schedule", "7 3 * * *", "When a backup is made; empty is never.",
        |c, v| c.schedules.set("backup.create", v);
    "backup.postgres_bin", "", "Directory of pg_dump and pg_restore; empty looks for them.",
        |c, v| { c.backup.postgres_bin = optional(v).map(Into::into); Ok(()) };
}

/// The key of a path.
pub fn find(path: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == path)
}

/// The key that looks most like `path`.
pub fn nearest(path: &str) -> &'static str {
    // The last part counts too: a key in the wrong section is the most common mistake.
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let far = |key: &Key| distance(key.name, path).min(distance(&last(key.name), &last(path)) + 1);
    KEYS.iter().min_by_key(|key| far(key)).map_or("", |key| key.name)
}

/// The environment variable of a key.
pub fn variable(name: &str) -> String {
    format!("{}{}", super::PREFIX, name.replace('.', "__").to_uppercase())
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, one) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(one != *other);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// A file with every key, its meaning and its default, commented out.
pub fn commented_file() -> String {
    let mut out = String::from(
        "# Gatefold's configuration. Every key may also be an environment variable, as in\n\
         # GATEFOLD_SERVER__LISTEN; flags win over variables, variables over this file.\n",
    );
    let mut open: Vec<&str> = Vec::new();
    for key in KEYS {
        let mut path: Vec<&str> = key.name.split('.').collect();
        let leaf = path.pop().unwrap_or_default();
        let shared = open.iter().zip(&path).take_while(|(a, b)| a == b).count();
        if path.len() > shared || shared < open.len() {
            out.push('\n');
        }
        for (depth, section) in path.iter().enumerate().skip(shared) {
            out.push_str(&format!("{}{section}:\n", "  ".repeat(depth)));
        }
        let indent = "  ".repeat(path.len());
        let default = match key.default {
            "" => "[]".to_owned(),
            // A plain text that begins with a star would be an alias in YAML.
            text if text.contains('*') => format!("\"{text}\""),
            text => text.to_owned(),
        };
        out.push_str(&format!("{indent}# {}\n{indent}{leaf}: {default}\n", key.doc));
        open = path;
    }
    out
}
