//! Every key: its meaning, its default and how its text becomes a value. The one table from which
//! the file of `config init`, `config show` and the suggestions for misspelt keys are made.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use super::Config;

/// A setting.
pub struct Key {
    /// Its path in the file, with dots.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its default, as text.
    pub default: &'static str,
    /// Whether its value is not shown.
    pub secret: bool,
    /// Sets it; says what is expected if the text does not fit.
    pub set: fn(&mut Config, &str) -> Result<(), String>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! keys {
    ($($name:literal, $default:literal, $doc:literal, $set:expr;)*) => {
        /// All keys, in the order in which they are shown.
        pub const KEYS: &[Key] = &[$(
            Key { name: $name, doc: $doc, default: $default, secret: false, set: $set },
        )*];
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
        |c, v| number(v, 1, 600_000).map(|v| c.server.search_deadline = Duration::from_millis(v));
    "server.shutdown_grace_ms", "10000", "Time for running requests after the stop.",
        |c, v| number(v, 0, 600_000).map(|v| c.server.shutdown_grace = Duration::from_millis(v));
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
        |c, v| number(v, 10, 3_600_000).map(|v| c.watch = Duration::from_millis(v));
    "import.memory_mb", "512", "Memory for sorting during an import, in MiB; an import needs more besides.",
        |c, v| number(v, 16, 1 << 20).map(|v| c.import_memory_mb = v);
    "import.keep_generations", "3", "Generations that stay after an import; 0 keeps all.",
        |c, v| number(v, 0, 1_000_000).map(|v| c.keep_generations = v);
}

fn parse<T: FromStr>(text: &str, expected: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("expected {expected}"))
}

fn number<T: FromStr + PartialOrd + Display + Copy>(
    text: &str,
    least: T,
    most: T,
) -> Result<T, String> {
    let found = text.parse().ok().filter(|n| *n >= least && *n <= most);
    found.ok_or_else(|| format!("expected a whole number from {least} to {most}"))
}

fn truth(text: &str) -> Result<bool, String> {
    parse(text, "true or false")
}

fn networks(text: &str) -> Result<Vec<ipnet::IpNet>, String> {
    let parts =
        text.trim_matches(['[', ']']).split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let address = part.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
            part.parse().or(address).map_err(|_| format!("{part:?} is no network as 10.0.0.0/8"))
        })
        .collect()
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
        let default = if key.default.is_empty() { "[]" } else { key.default };
        out.push_str(&format!("{indent}# {}\n{indent}{leaf}: {default}\n", key.doc));
        open = path;
    }
    out
}
