//! Who may do what: every route, tried by everybody, against a written table.

use accounts::Scope;
use expect_test::expect_file;
use serde_json::{Value, json};

use super::world::{PASSWORD, Sender, World};

/// The people who try, in the order of the table's columns; tokens of each scope follow.
const PEOPLE: [&str; 5] = ["nobody", "other", "owner", "disabled", "admin"];

/// Methods of an operation in the document.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// A recording.
const MBID: &str = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d";

/// What a route is tried with.
struct Case {
    world: World,
    admin: Sender,
    number: u32,
}

/// A user with something that others could want.
struct Person {
    name: String,
    id: String,
    session: String,
    token: String,
    sender: Sender,
}

impl Case {
    async fn new() -> Self {
        let world = World::new().await;
        let admin = world.person("root").await;
        let mut case = Self { world, admin, number: 0 };
        let second = case.person().await;
        case.change(&second, json!({"role": "admin"})).await;
        case
    }

    async fn person(&mut self) -> Person {
        self.number += 1;
        let name = format!("user{}", self.number);
        let sender = self.world.person(&name).await;
        let me = self.world.send(&sender, "GET /v1/me", Value::Null).await.json();
        let sessions = self.world.send(&sender, "GET /v1/me/sessions", Value::Null).await.json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (id, session) = (text(&me["id"]), text(&sessions["sessions"][0]["id"]));
        let (token, _) = self.token(&sender, Scope::ListensRead).await;
        Person { name, id, session, token, sender }
    }

    /// An app token with one scope: its id, and who sends it.
    async fn token(&self, sender: &Sender, scope: Scope) -> (String, Sender) {
        let body = json!({"name": "try", "scopes": [scope.as_str()]});
        let made = self.world.send(sender, "POST /v1/me/tokens", body).await.json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&made["about"]["id"]), Sender::bearer(&text(&made["token"])))
    }

    async fn change(&self, person: &Person, body: Value) {
        let call = format!("PATCH /v1/users/{}", person.id);
        let answer = self.world.send(&self.admin, &call, body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Tries a route on what belongs to `owner`.
    async fn verdict(&self, sender: &Sender, owner: &Person, operation: &str) -> String {
        let (method, path) = operation.split_once(' ').unwrap_or_default();
        let id = match path {
            "/v1/me/sessions/{id}" => &owner.session,
            "/v1/me/tokens/{id}" => &owner.token,
            "/v1/users/{id}" => &owner.id,
            path if path.starts_with("/v1/jobs/") => crate::jobs::ENDED,
            _ => "x",
        };
        let path = &path.replace("{provider}", "club");
        // A stream of events has no end to wait for.
        let name = if path.ends_with("/events") { "x" } else { &owner.name };
        let path = path.replace("{name}", name).replace("{what}", "artists");
        let address = ["{id}", "{isrc}", "{code}", "{msid}"]
            .iter()
            .fold(path.clone(), |path, name| path.replace(name, id));
        let call = format!("{method} {address}");
        let answer = self.world.send(sender, &call, body(operation, owner)).await;
        let status = answer.status.as_u16();
        // No provider is there, but everybody may ask.
        let is_fine = status < 500 || answer.problem() == "502 provider_failed -";
        assert!(is_fine, "{operation}: {}", answer.text());
        match status {
            401 | 403 => status.to_string(),
            404 if path.starts_with("/v1/") => "404".to_owned(),
            _ => "yes".to_owned(),
        }
    }
}

/// A body that is not refused for its form.
fn body(operation: &str, owner: &Person) -> Value {
    match operation {
        "POST /v1/auth/register" => json!({"username": "new", "password": PASSWORD}),
        "POST /v1/auth/login" => json!({"name": owner.name, "password": PASSWORD}),
        "POST /v1/auth/refresh" => json!({"refresh_token": "gfr_x"}),
        "POST /v1/auth/password/forgot" => json!({"name": owner.name}),
        "POST /v1/auth/password/reset" => json!({"token": "gfo_x", "password": PASSWORD}),
        "POST /v1/auth/email/verify" => json!({"token": "gfo_x"}),
        "PATCH /v1/me" => json!({"bio": "x"}),
        "DELETE /v1/me" => json!({"password": PASSWORD}),
        "PUT /v1/me/password" => json!({"old_password": PASSWORD, "password": "battery staple"}),
        "PUT /v1/me/email" => json!({"email": "new@example.org", "password": PASSWORD}),
        "PATCH /v1/me/settings" => json!({"theme": "dark"}),
        "POST /v1/me/tokens" => json!({"name": "x", "scopes": ["listens:read"]}),
        "POST /v1/users" => json!({"username": "new", "password": PASSWORD}),
        "PATCH /v1/users/{id}" => json!({"is_active": true}),
        "POST /v1/listens" => json!({"listens": []}),
        "POST /v1/listens/changes" => json!({"filter": {"artist_name": "x"}}),
        "PATCH /v1/listens/{id}" => json!({"is_deleted": true}),
        "PUT /v1/listens/feedback" => json!({"recording_mbid": MBID, "score": 1}),
        "POST /v1/listens/pins" => json!({"recording_mbid": MBID}),
        "PUT /v1/listens/matches/{msid}" => json!({"recording_mbid": MBID}),
        "PUT /v1/listens/now-playing" => {
            json!({"words": {"artist_name": "x", "recording_name": "x"}})
        }
        "POST /v1/listens/rules" => json!({"condition": {"artist_name": "x"}, "is_blocked": true}),
        "POST /v1/listens/imports/lastfm" => json!({"account_name": "x"}),
        "POST /v1/listens/relays" => json!({
            "protocol": "listenbrainz",
            "base_url": "https://brainz.example",
            "credential": {"token": "x"},
        }),
        "PATCH /v1/listens/relays/{id}" => json!({}),
        "PATCH /v1/listens/rules/{id}" => json!({"is_enabled": true}),
        "POST /v1/invitations" | "POST /batch/lookup" => json!({}),
        _ => Value::Null,
    }
}

/// Every operation of the document.
pub fn operations() -> Vec<String> {
    let document: Value = serde_json::from_str(&api::openapi::json()).unwrap_or_default();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS.iter().filter(|method| item[**method].is_object()) {
            found.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    found
}

async fn row(operation: &str) -> String {
    let mut case = Case::new().await;
    let mut verdicts = Vec::new();
    for column in PEOPLE {
        let owner = case.person().await;
        let sender = match column {
            "nobody" => Sender::default(),
            "other" => case.person().await.sender,
            "disabled" => {
                case.change(&owner, json!({"is_active": false})).await;
                owner.sender.clone()
            }
            "admin" => {
                // Not the one who prepares: some routes end the session that asks.
                let admin = case.person().await;
                case.change(&admin, json!({"role": "admin"})).await;
                admin.sender
            }
            _ => owner.sender.clone(),
        };
        verdicts.push(case.verdict(&sender, &owner, operation).await);
    }
    for scope in Scope::ALL {
        let owner = case.person().await;
        // Only an administrator has tokens for administration.
        if *scope == Scope::Admin {
            case.change(&owner, json!({"role": "admin"})).await;
        }
        let (_, sender) = case.token(&owner.sender, *scope).await;
        verdicts.push(case.verdict(&sender, &owner, operation).await);
    }
    let cells: String = verdicts.iter().map(|verdict| format!("{verdict:<9}")).collect();
    format!("{operation:<35} {}\n", cells.trim_end())
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_and_no_more() {
    let columns = PEOPLE.iter().copied().chain(Scope::ALL.iter().map(|scope| scope.as_str()));
    let short = |name: &str| name.chars().take(8).collect::<String>();
    let heads: String = columns.map(|name| format!("{:<9}", short(name))).collect();
    let mut table = format!("{:<35} {}\n", "", heads.trim_end());
    for operation in operations() {
        table.push_str(&row(&operation).await);
    }
    expect_file!["authorisation.txt"].assert_eq(&table);
}

#[tokio::test]
async fn whatever_needs_a_caller_says_in_the_document_how_one_is_known() {
    let document: Value = serde_json::from_str(&api::openapi::json()).unwrap_or_default();
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(
        schemes["bearer"],
        json!({
            "type": "http",
            "scheme": "bearer",
            "description": schemes["bearer"]["description"],
        })
    );
    assert_eq!(
        (&schemes["session_cookie"]["in"], &schemes["session_cookie"]["name"]),
        (&json!("cookie"), &json!("gf_session"))
    );
    let case = Case::new().await;
    let mut secured = 0;
    for operation in operations() {
        let (method, path) = operation.split_once(' ').unwrap_or_default();
        let said = &document["paths"][path][method.to_lowercase()]["security"];
        let address = path.replace("{provider}", "club").replace(['{', '}'], "");
        let body = match operation.as_str() {
            "POST /v1/auth/login" => json!({"name": "x", "password": PASSWORD}),
            "POST /v1/auth/refresh" => json!({"refresh_token": "gfr_x"}),
            _ => Value::Null,
        };
        let nobody = Sender::default();
        let answer = case.world.send(&nobody, &format!("{method} {address}"), body).await;
        // Answers that are no problems are answers to nobody.
        let is_refused = answer.status == 401 && answer.json()["code"] == "not_signed_in";
        let expected = if is_refused {
            secured += 1;
            json!([{"bearer": []}, {"session_cookie": []}])
        } else {
            Value::Null
        };
        assert_eq!(said, &expected, "{operation}");
    }
    assert!(secured >= 46, "{secured}");
}
