//! Everything that is logged while secrets go in and out, at the most talkative level.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::http::{Answer, Connection};
use crate::place::{PATIENCE, Place};
use crate::program::Running;

const PASSWORD: &str = "grandmother-rows-slowly";
const WRONG: &str = "grandfather-rows-quickly";
const NEW: &str = "aunt-rows-not-at-all";
const IN_A_WRONG_PLACE: &str = "uncle-drops-his-oar";
const OF_THE_DATABASE: &str = "harbourmaster-of-tables";
const OF_THE_PROVIDER: &str = "lighthouse-keeper-of-clients";
const CODE: &str = "code-from-the-lighthouse";

/// A server that logs all it can, and the secrets that went through it.
struct Talk {
    address: String,
    secrets: Vec<String>,
}

impl Talk {
    fn send(&self, call: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let headers = [headers, &[("content-type", "application/json")]].concat();
        Connection::open(&self.address).send(call, &headers, body.to_string()).unwrap()
    }

    /// Sends a request that must have this outcome.
    fn expect(&self, status: u16, call: &str, bearer: &str, body: &Value) -> Answer {
        let authorization = format!("Bearer {bearer}");
        let answer = self.send(call, &[("authorization", &authorization)], body);
        assert_eq!(answer.status, status, "{call}: {answer:?}");
        answer
    }

    /// Takes a secret out of an answer and remembers it.
    fn secret(&mut self, answer: &Answer, field: &str) -> String {
        let secret = answer.json()[field].as_str().unwrap().to_owned();
        self.secrets.push(secret.clone());
        secret
    }

    /// Signs in and returns the access and refresh token.
    fn sign_in(&mut self, password: &str) -> (String, String) {
        let credentials = json!({"name": "maya", "password": password});
        let answer = self.send("POST /v1/auth/login", &[], &credentials);
        assert_eq!(answer.status, 200, "{answer:?}");
        (self.secret(&answer, "access_token"), self.secret(&answer, "refresh_token"))
    }

    fn enter(&mut self) -> String {
        let account =
            json!({"username": "maya", "email": "maya@example.org", "password": PASSWORD});
        assert_eq!(self.send("POST /v1/auth/register", &[], &account).status, 201);
        let wrong = json!({"name": "maya", "password": WRONG});
        assert_eq!(self.send("POST /v1/auth/login", &[], &wrong).status, 401);
        let (_, refresh) = self.sign_in(PASSWORD);
        let next = json!({"refresh_token": refresh});
        let next = self.send("POST /v1/auth/refresh", &[], &next);
        self.secret(&next, "refresh_token");
        self.secret(&next, "access_token")
    }

    fn make_app_token(&mut self, access: &str) -> String {
        let wanted = json!({"name": "player", "scopes": ["listens:write"], "is_legacy": true});
        let made = self.expect(201, "POST /v1/me/tokens", access, &wanted);
        self.secret(&made, "token")
    }

    /// Sends secrets where they do not belong.
    fn misplace(&self, access: &str, app: &str) {
        let nowhere = json!({});
        for call in [
            format!("GET /v1/me?access_token={access}&token={app}"),
            format!("GET /search?q=water&api_key={app}"),
            format!("GET /nowhere?token={app}&password={PASSWORD}"),
            "GET /v1/auth/oidc/sso/start".to_owned(),
            format!("GET /v1/auth/oidc/sso/callback?code={CODE}&state={app}"),
            format!("POST /v1/auth/login?password={PASSWORD}"),
        ] {
            let cookie = format!("gf_session={access}; gf_oidc={app}; other={access}");
            let token = format!("Token {app}");
            let headers = [
                ("cookie", cookie.as_str()),
                ("authorization", token.as_str()),
                ("x-api-key", app),
                ("user-agent", "player/1.0"),
            ];
            let answer = self.send(&call, &headers, &nowhere);
            assert!((400..=503).contains(&answer.status), "{call}: {answer:?}");
        }
        for body in [
            json!({"name": "maya", "password": PASSWORD, "cookies": IN_A_WRONG_PLACE}),
            json!({"name": {IN_A_WRONG_PLACE: 1}, "password": PASSWORD}),
            json!({IN_A_WRONG_PLACE: PASSWORD}),
            json!(IN_A_WRONG_PLACE),
        ] {
            let answer = self.send("POST /v1/auth/login", &[], &body);
            assert!((400..=422).contains(&answer.status), "{answer:?}");
        }
    }

    /// Changes the password by a mail, after proving the address by another.
    fn recover(&mut self, outbox: &Path) {
        let verify = self.token_in_mail(outbox, 1);
        let used = json!({ "token": verify });
        assert_eq!(self.send("POST /v1/auth/email/verify", &[], &used).status, 204);
        let forgot = json!({"name": "maya"});
        assert_eq!(self.send("POST /v1/auth/password/forgot", &[], &forgot).status, 204);
        let reset = self.token_in_mail(outbox, 2);
        let used = json!({"token": reset, "password": NEW});
        assert_eq!(self.send("POST /v1/auth/password/reset", &[], &used).status, 204);
        // The second use of a link is refused, and neither is that told with the link.
        let again = self.send("POST /v1/auth/password/reset", &[], &used);
        assert!((400..=422).contains(&again.status), "{again:?}");
        self.sign_in(NEW);
    }

    /// The token in the newest mail that has one, when there are at least so many of them.
    fn token_in_mail(&mut self, outbox: &Path, mails: usize) -> String {
        let started = Instant::now();
        loop {
            let tokens = tokens_in(outbox);
            let fresh = tokens.iter().find(|token| !self.secrets.contains(token));
            if let Some(token) = fresh.filter(|_| tokens.len() >= mails) {
                self.secrets.push(token.clone());
                return token.clone();
            }
            assert!(started.elapsed() < PATIENCE, "no mail: {tokens:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Tokens of the links in all mails.
fn tokens_in(outbox: &Path) -> Vec<String> {
    let files = fs::read_dir(outbox).into_iter().flatten();
    let mails = files.filter_map(|file| fs::read_to_string(file.unwrap().path()).ok());
    let token = |mail: String| {
        // Quoted-printable breaks long lines and writes the equals sign as =3D.
        let mail = mail.replace("=\r\n", "").replace("=3D", "=");
        let after = mail.split("#token=").nth(1)?;
        after.split_whitespace().next().map(str::to_owned)
    };
    mails.filter_map(token).collect()
}

/// Master keys in the file, as they are written there.
fn master_keys(data: &Path) -> Vec<String> {
    let file = fs::read_to_string(data.join("secrets.key")).unwrap();
    let keys = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<String> = keys.map(str::to_owned).collect();
    assert!(keys.iter().all(|key| key.len() >= 43), "a master key has 32 bytes");
    keys
}

/// Runs the server and commands; returns secrets, and all that was logged and printed.
fn talk(place: &Place) -> (Vec<String>, String) {
    let log = place.data().join("log");
    let serve = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut server = Running::logging(serve, File::create(&log).unwrap());
    let printed = server.line();
    let address = printed.strip_prefix("http://").unwrap_or_else(|| panic!("{printed}")).to_owned();
    let mut talk = Talk { address, secrets: Vec::new() };
    let access = talk.enter();
    let app = talk.make_app_token(&access);
    talk.misplace(&access, &app);
    talk.recover(&place.data().join("outbox"));
    let known = [PASSWORD, WRONG, NEW, IN_A_WRONG_PLACE, OF_THE_DATABASE, OF_THE_PROVIDER, CODE];
    talk.secrets.extend(known.map(str::to_owned));
    let mut text = printed + &server.terminate_and_read();
    talk.secrets.extend(master_keys(place.data()));
    for arguments in [
        &["secrets", "rotate"][..],
        &["secrets", "status"],
        &["migrate", "status"],
        &["config", "show"],
        &["backup", "create"],
        &["jobs", "list"],
    ] {
        let output = place.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        text.push_str(&String::from_utf8_lossy(&output.stdout));
        text.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    talk.secrets.extend(master_keys(place.data()));
    text.push_str(&fs::read_to_string(&log).unwrap());
    (talk.secrets, text)
}

fn check(mut place: Place) {
    place.set("GATEFOLD_LOG__LEVEL", "trace");
    place.set("GATEFOLD_LOG__FORMAT", "json");
    place.set("GATEFOLD_ACCOUNTS__REGISTRATION", "open");
    // Nobody listens there: what the program knows about the provider may be in its complaint.
    place.set("GATEFOLD_OIDC__ISSUER", "http://127.0.0.1:9");
    place.set("GATEFOLD_OIDC__CLIENT_ID", "gatefold");
    place.set("GATEFOLD_OIDC__CLIENT_SECRET", OF_THE_PROVIDER);
    let (secrets, text) = talk(&place);
    // It did log: requests with their routes, as JSON.
    assert!(text.contains("\"/v1/auth/login\""), "no request was logged");
    assert!(
        text.contains("\"level\":\"DEBUG\"") && text.contains("\"target\":\"access\""),
        "{text}"
    );
    assert!(secrets.len() >= 16, "{}", secrets.len());
    let told: Vec<&str> =
        text.lines().filter(|line| secrets.iter().any(|secret| line.contains(secret))).collect();
    assert!(told.is_empty(), "{} lines tell secrets: {}", told.len(), told.join("\n"));
}

#[test]
fn no_secret_is_logged_with_sqlite() {
    check(Place::sqlite());
}

#[test]
fn no_secret_is_logged_with_postgres() {
    let mut place = Place::postgres();
    let url = place.cluster.as_ref().unwrap().url(&place.database);
    let role = format!("CREATE ROLE keeper LOGIN SUPERUSER PASSWORD '{OF_THE_DATABASE}'");
    place.cluster.as_ref().unwrap().sql(&place.database, &role).unwrap();
    let url = url.replace("postgres@", &format!("keeper:{OF_THE_DATABASE}@"));
    place.set("GATEFOLD_DATABASE__URL", url);
    check(place);
}
