//! The language of Last.fm 2.0, as a client.

use md5::{Digest as _, Md5};
use serde_json::Value;
use store::relay_opinions::Waiting;

use super::verdict::Verdict;
use crate::history::Listen;
use crate::now_playing::NowPlaying;
use crate::remote::{RemoteAnswer, RemoteRequest, form, said};
use crate::words::Words;

/// Parameters with their names.
type Pairs = Vec<(String, String)>;

/// The signature of parameters: names in the order of their bytes, each followed by its value, and
/// the secret of the program, as MD5.
#[must_use]
pub fn sign<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, secret: &str) -> String {
    /// Parameters that are not signed.
    const UNSIGNED: [&str; 3] = ["api_sig", "format", "callback"];
    let mut signed: Vec<(&str, &str)> =
        pairs.into_iter().filter(|(name, _)| !UNSIGNED.contains(name)).collect();
    signed.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut hasher = Md5::new();
    for (name, value) in signed {
        hasher.update(name.as_bytes());
        hasher.update(value.as_bytes());
    }
    hasher.update(secret.as_bytes());
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Who asks whom.
#[derive(Clone, Copy)]
pub(super) struct Caller<'a> {
    pub(super) base_url: &'a str,
    /// Key and secret of this installation.
    pub(super) app: (&'a str, &'a str),
}

impl Caller<'_> {
    fn request(self, method: &str, mut pairs: Pairs) -> RemoteRequest {
        pairs.push(("method".to_owned(), method.to_owned()));
        pairs.push(("api_key".to_owned(), self.app.0.to_owned()));
        let plain = |pairs: &Pairs| -> String {
            sign(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())), self.app.1)
        };
        pairs.push(("api_sig".to_owned(), plain(&pairs)));
        pairs.push(("format".to_owned(), "json".to_owned()));
        let body = form(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        RemoteRequest {
            url: self.base_url.to_owned(),
            authorization: None,
            body: Some(("application/x-www-form-urlencoded", body.into_bytes())),
        }
    }

    /// Exchanges a password for a session key.
    pub(super) fn sign_in(self, (name, password): (&str, &str)) -> RemoteRequest {
        let pairs = [("username", name), ("password", password)];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.request("auth.getMobileSession", pairs.to_vec())
    }

    /// Plays for a target.
    pub(super) fn scrobble(self, session_key: &str, listens: &[Listen]) -> RemoteRequest {
        let mut pairs = vec![("sk".to_owned(), session_key.to_owned())];
        for (at, listen) in listens.iter().enumerate() {
            let second = listen.listened_at_ms.div_euclid(1000);
            pairs.push((format!("timestamp[{at}]"), second.to_string()));
            add(&mut pairs, &listen.words, &format!("[{at}]"));
        }
        self.request("track.scrobble", pairs)
    }

    /// Whether a recording is loved; hate is unknown here.
    pub(super) fn opinion(self, session_key: &str, opinion: &Waiting) -> RemoteRequest {
        let pairs = [
            ("sk", session_key),
            ("artist", opinion.artist_name.as_str()),
            ("track", opinion.recording_name.as_str()),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let method = if opinion.score > 0 { "track.love" } else { "track.unlove" };
        self.request(method, pairs.to_vec())
    }

    /// What plays now.
    pub(super) fn playing(self, session_key: &str, playing: &NowPlaying) -> RemoteRequest {
        let mut pairs = vec![("sk".to_owned(), session_key.to_owned())];
        add(&mut pairs, &playing.words, "");
        self.request("track.updateNowPlaying", pairs)
    }
}

fn add(pairs: &mut Pairs, words: &Words, end: &str) {
    let length_s = words.length_ms.filter(|ms| *ms >= 1000).map(|ms| (ms / 1000).to_string());
    let mbid = words.recording_mbid.map(|gid| gid.to_string());
    let fields = [
        ("artist", Some(&words.artist_name)),
        ("track", Some(&words.recording_name)),
        ("album", words.release_name.as_ref()),
        ("albumArtist", words.release_artist_name.as_ref()),
        ("trackNumber", words.track_number.as_ref()),
        ("duration", length_s.as_ref()),
        ("mbid", mbid.as_ref()),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            pairs.push((format!("{name}{end}"), value.clone()));
        }
    }
}

/// The session key in an answer, or what the answer means instead.
pub(super) fn session_key(answer: &RemoteAnswer) -> Result<String, Verdict> {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    match body["session"]["key"].as_str() {
        Some(key) => Ok(key.to_owned()),
        None => Err(match refusal(answer, &body) {
            Verdict::OneIsBad(why) => Verdict::NeedsLogin(why),
            other => other,
        }),
    }
}

/// What an answer means for so many plays.
pub(super) fn judge(answer: &RemoteAnswer, plays: usize) -> Verdict {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    if answer.status != 200 || !body["scrobbles"].is_object() {
        return refusal(answer, &body);
    }
    let items = match &body["scrobbles"]["scrobble"] {
        Value::Array(items) => items.as_slice(),
        item @ Value::Object(_) => std::slice::from_ref(item),
        _ => &[],
    };
    if items.len() != plays {
        return Verdict::later(format!("{} answers for {plays} plays", items.len()));
    }
    let ignored = |item: &Value| {
        let said = &item["ignoredMessage"];
        let code = &said["code"];
        let code = code.as_str().and_then(|code| code.parse().ok()).or(code.as_i64()).unwrap_or(0);
        (code, said["#text"].as_str().unwrap_or_default().to_owned())
    };
    // The limit of a day is the account's, not the play's; what was taken before is not taken twice.
    if let Some((_, why)) = items.iter().map(ignored).find(|(code, _)| *code == 5) {
        return Verdict::Later(format!("the limit of the day is reached {why}"), Some(60 * 60));
    }
    let of = |item: &Value| match ignored(item) {
        (0, _) => None,
        (1, why) => Some(format!("the artist is ignored: {}", self::said(&why))),
        (2, why) => Some(format!("the track is ignored: {}", self::said(&why))),
        (3, _) => Some("the play is too long ago".to_owned()),
        (4, _) => Some("the play is in the future".to_owned()),
        (code, why) => Some(format!("ignored with code {code}: {}", self::said(&why))),
    };
    Verdict::Done(items.iter().map(of).collect())
}

/// What an answer means for an opinion.
pub(super) fn judge_opinion(answer: &RemoteAnswer) -> Verdict {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    match answer.status == 200 && body["error"].is_null() {
        true => Verdict::Done(vec![None]),
        false => refusal(answer, &body),
    }
}

/// What an error means. Last.fm asks clients to try again after 11 and 16, to sign in again after
/// 9, and to give up after all others; at 29 they are too fast.
fn refusal(answer: &RemoteAnswer, body: &Value) -> Verdict {
    let code = body["error"].as_i64();
    let words = body["message"].as_str().map(said).unwrap_or_default();
    let why = match code {
        Some(code) => format!("error {code}: {words}"),
        None => format!("HTTP status {}", answer.status),
    };
    match code {
        Some(8 | 11 | 16 | 29) | None => Verdict::Later(why, answer.retry_after_s),
        // The key of the installation is as much in the way as the session of the person.
        Some(4 | 9 | 10 | 13 | 14 | 15 | 17 | 26) => Verdict::NeedsLogin(why),
        Some(_) => Verdict::OneIsBad(why),
    }
}
