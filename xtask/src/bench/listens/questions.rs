//! Questions about a long history: what each answer costs the server.

use super::history::{BEGIN_S, END_S, History, MANY_SONGS};
use super::people::{Place, name};
use super::plan::Plan;
use super::server::Server;
use crate::bench::load::{Load, authorized, get};

/// Seconds of a day.
const DAY_S: i64 = 86_400;

/// Milliseconds of the server's processor time for each answer.
#[derive(Debug, Default)]
pub(super) struct Questions {
    /// The first one after the history came, which counts all of its days.
    pub(super) first_ms: f64,
    pub(super) artists_ms: Vec<f64>,
    pub(super) recordings_ms: Vec<f64>,
    pub(super) pages_ms: Vec<f64>,
    /// The charts of all time, each right after a listen.
    pub(super) after_listen_ms: Vec<f64>,
}

/// Asks the questions, one after the other.
pub(super) fn measure(server: &Server, place: &Place, plan: &Plan) -> anyhow::Result<Questions> {
    let mut asking = Asking {
        server,
        load: server.connect(1)?,
        token: &place.tokens[0],
        user: name(0),
        history: History::of((100 * plan.questions, MANY_SONGS), 3_000),
    };
    let all_time = format!("/1/stats/user/{}/artists?range=all_time&count=25", asking.user);
    let first_ms = asking.ask(&all_time)?;
    let mut questions = Questions { first_ms, ..Questions::default() };
    // The first of each warms caches, and adds up what many ranges share.
    for round in 0..=plan.questions {
        let artists_ms = asking.ask(&all_time)?;
        let range = asking.range();
        let recordings_ms = asking.ask(&range)?;
        let page = asking.page();
        let pages_ms = asking.ask(&page)?;
        if round > plan.questions / 20 {
            questions.artists_ms.push(artists_ms);
            questions.recordings_ms.push(recordings_ms);
            questions.pages_ms.push(pages_ms);
        }
    }
    for _ in 0..plan.questions / 10 {
        let listen = asking.history.request(("/1/submit-listens", asking.token), 1);
        asking.load.run(&[listen])?;
        questions.after_listen_ms.push(asking.ask(&all_time)?);
    }
    Ok(questions)
}

struct Asking<'a> {
    server: &'a Server,
    load: Load,
    token: &'a str,
    user: String,
    history: History,
}

impl Asking<'_> {
    fn ask(&mut self, path: &str) -> anyhow::Result<f64> {
        // The doors of ListenBrainz and of the program's own interface ask for it in their own words.
        let scheme = if path.starts_with("/v1/") { "Bearer" } else { "Token" };
        let request = authorized(&get(path), &format!("{scheme} {}", self.token));
        Ok(self.server.cpu_us(&mut self.load, &[request])? / 1e3)
    }

    /// An instant of the history.
    fn second(&mut self) -> i64 {
        BEGIN_S + self.history.below((END_S - BEGIN_S) as u64) as i64
    }

    /// The recordings of any days.
    fn range(&mut self) -> String {
        let mut days = [self.second(), self.second()].map(|second| second / DAY_S * DAY_S);
        days.sort_unstable();
        let [first, last] = days.map(date);
        format!("/v1/users/{}/stats/recordings?first={first}&last={last}&limit=25", self.user)
    }

    /// A page from anywhere.
    fn page(&mut self) -> String {
        let second = self.second();
        format!("/1/user/{}/listens?count=100&max_ts={second}", self.user)
    }
}

/// The date of an instant in seconds since 1970.
fn date(second: i64) -> String {
    let at = jiff::Timestamp::from_second(second).unwrap_or_default();
    at.strftime("%Y-%m-%d").to_string()
}
