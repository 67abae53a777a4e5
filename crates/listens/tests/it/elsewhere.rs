//! Other servers as a script, with what they were asked, and the secrets for them.

use std::collections::HashMap;
use std::sync::Mutex;

use futures::future::BoxFuture;
use listens::relay::{Outside, Vault};
use listens::{NoAnswer, Remote, RemoteAnswer, RemoteRequest};
use serde_json::Value;
use uuid::Uuid;

pub const BRAINZ: &str = "https://brainz.example";
pub const FM: &str = "https://fm.example/2.0/";

/// What a server does with a request.
type Script = Box<dyn Fn(&RemoteRequest, &Value) -> (u16, Value) + Send + Sync>;

/// Other servers, as a script, and what they were asked.
pub struct World {
    script: Mutex<Script>,
    pub asked: Mutex<Vec<(RemoteRequest, Value)>>,
    pub secrets: Mutex<HashMap<String, String>>,
    pub servers: Vec<String>,
}

impl World {
    pub fn new(
        script: impl Fn(&RemoteRequest, &Value) -> (u16, Value) + Send + Sync + 'static,
    ) -> Self {
        Self {
            script: Mutex::new(Box::new(script)),
            asked: Mutex::default(),
            secrets: Mutex::default(),
            servers: vec![BRAINZ.to_owned(), FM.to_owned()],
        }
    }

    pub fn outside(&self) -> Outside<'_> {
        Outside {
            remote: self,
            vault: self,
            app: ("key", "secret"),
            public_url: Some("https://here.example"),
            servers: &self.servers,
        }
    }

    pub fn change(
        &self,
        script: impl Fn(&RemoteRequest, &Value) -> (u16, Value) + Send + Sync + 'static,
    ) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    /// The bodies of what was asked since the last look.
    pub fn asked(&self) -> Vec<Value> {
        self.asked.lock().unwrap().drain(..).map(|(_, body)| body).collect()
    }
}

/// A body as JSON, of a form too.
fn parsed(request: &RemoteRequest) -> Value {
    let (kind, body) = request.body.clone().unwrap();
    let text = String::from_utf8(body).unwrap();
    if kind == "application/json" {
        return serde_json::from_str(&text).unwrap();
    }
    let plain = |text: &str| text.replace('+', " ").replace("%5B", "[").replace("%5D", "]");
    let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (plain(name), Value::from(plain(value))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

impl Remote for World {
    fn send(&self, request: RemoteRequest) -> BoxFuture<'_, Result<RemoteAnswer, NoAnswer>> {
        Box::pin(async move {
            let body = parsed(&request);
            let (status, answer) = (self.script.lock().unwrap())(&request, &body);
            self.asked.lock().unwrap().push((request, body));
            if status == 0 {
                return Err(NoAnswer("the connection broke".to_owned()));
            }
            let retry_after_s = answer["retry"].as_u64();
            Ok(RemoteAnswer { status, retry_after_s, body: answer.to_string().into_bytes() })
        })
    }
}

impl Vault for World {
    fn find(&self, _: Uuid, name: String) -> BoxFuture<'_, listens::Result<Option<String>>> {
        Box::pin(async move { Ok(self.secrets.lock().unwrap().get(&name).cloned()) })
    }

    fn put(&self, _: Uuid, name: String, secret: String) -> BoxFuture<'_, listens::Result<()>> {
        Box::pin(async move {
            self.secrets.lock().unwrap().insert(name, secret);
            Ok(())
        })
    }
}
