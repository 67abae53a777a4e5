//! Jobs and findings over HTTP, with a board that the test holds in its hands.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::components::Status;
use api::{
    Asked, Cancelled, Check, Failure, JobBoard, JobRow, JobState, Operations, WatchOptions,
    operations_router,
};
use axum::Router;
use axum::body::Body;
use edge::clock::ManualClock;
use edge::{Edge, Peer};
use http::{Method, Response};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::accounts::world::{Sender, World};
use crate::server::{Answer, request};

/// The codes that these paths alone can answer with; each is provoked below.
pub const CODES: [&str; 1] = ["job_ended"];

/// The id of the job of [`Held::with_an_ended_job`].
pub const ENDED: &str = "00000000-0000-0000-0000-000000000001";

/// Longer than anything here takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a database would hold.
#[derive(Default)]
pub struct Held {
    jobs: Mutex<BTreeMap<Uuid, JobRow>>,
    checks: Mutex<Vec<Check>>,
    is_away: Mutex<bool>,
}

impl Held {
    /// A board with one job, the first.
    pub fn with_an_ended_job() -> Self {
        let held = Self::default();
        let job = job(1, JobState::Completed);
        held.jobs.lock().expect("no test panics here").insert(job.id, job);
        held
    }

    fn check(&self) -> Result<(), Failure> {
        if *self.is_away.lock().expect("no test panics here") {
            let retry_after = Duration::from_secs(7);
            return Err(Failure::Unavailable { retry_after, cause: "gone fishing".into() });
        }
        Ok(())
    }

    fn change(&self, id: Uuid, change: impl FnOnce(&mut JobRow)) {
        let mut jobs = self.jobs.lock().expect("no test panics here");
        change(jobs.get_mut(&id).expect("a known job"));
    }
}

impl JobBoard for Held {
    fn list(
        &self,
        state: Option<JobState>,
        before: Option<Uuid>,
        limit: usize,
    ) -> Asked<'_, Vec<JobRow>> {
        Box::pin(async move {
            self.check()?;
            let jobs = self.jobs.lock().expect("no test panics here");
            let fits = |job: &&JobRow| {
                state.is_none_or(|state| job.state == state)
                    && before.is_none_or(|before| job.id < before)
            };
            Ok(jobs.values().rev().filter(fits).take(limit).cloned().collect())
        })
    }

    fn find(&self, id: Uuid) -> Asked<'_, Option<JobRow>> {
        Box::pin(async move {
            self.check()?;
            Ok(self.jobs.lock().expect("no test panics here").get(&id).cloned())
        })
    }

    fn cancel(&self, id: Uuid) -> Asked<'_, Cancelled> {
        Box::pin(async move {
            self.check()?;
            let mut jobs = self.jobs.lock().expect("no test panics here");
            let Some(job) = jobs.get_mut(&id) else { return Ok(Cancelled::NoSuch) };
            if job.state.is_ended() {
                return Ok(Cancelled::Ended);
            }
            job.cancel_requested = true;
            Ok(Cancelled::Asked(Box::new(job.clone())))
        })
    }

    fn history<'a>(
        &'a self,
        component: &'a str,
        before_ms: i64,
        limit: usize,
    ) -> Asked<'a, Vec<Check>> {
        Box::pin(async move {
            self.check()?;
            let checks = self.checks.lock().expect("no test panics here");
            let fits = |it: &&Check| it.component == component && it.checked_at_ms < before_ms;
            Ok(checks.iter().rev().filter(fits).take(limit).cloned().collect())
        })
    }
}

fn job(number: u128, state: JobState) -> JobRow {
    JobRow {
        id: Uuid::from_u128(number),
        name: "scan".to_owned(),
        state,
        progress: 0,
        message: None,
        error: None,
        attempts: 1,
        max_attempts: 3,
        cancel_requested: false,
        run_at_ms: 0,
        created_at_ms: 1_795_219_200_000,
        started_at_ms: None,
        finished_at_ms: state.is_ended().then_some(1_795_219_201_000),
    }
}

struct Office {
    held: Arc<Held>,
    operations: Operations,
    router: Router,
    admin: Sender,
    user: Sender,
}

impl Office {
    async fn new() -> Self {
        Self::with_deadline(PATIENCE).await
    }

    /// One whose watchers are sent away after this time.
    async fn with_deadline(deadline: Duration) -> Self {
        let watch = WatchOptions { most: 2, look_every: Duration::from_millis(5), deadline };
        let world = World::new().await;
        let (admin, user) = (world.person("root").await, world.person("maya").await);
        let held = Arc::new(Held::default());
        let operations = Operations::new(world.surface.clone(), held.clone(), watch);
        let edge = Edge::new(edge::Options::default(), Arc::new(ManualClock::default()));
        let router = edge.wrap(operations_router(operations.clone()));
        Self { held, operations, router, admin, user }
    }

    fn add(&self, number: u128, state: JobState) -> Uuid {
        let job = job(number, state);
        self.held.jobs.lock().expect("no test panics here").insert(job.id, job);
        Uuid::from_u128(number)
    }

    async fn begin(&self, sender: &Sender, call: &str) -> Response<Body> {
        let (method, path) = call.split_once(' ').expect("a method and a path");
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let headers: Vec<(&str, &str)> =
            sender.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut request = request(method, path, &headers, "");
        request.extensions_mut().insert(Peer(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 1)));
        self.router.clone().oneshot(request).await.expect("a router never fails")
    }

    async fn send(&self, sender: &Sender, call: &str) -> Answer {
        let (parts, body) = self.begin(sender, call).await.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }
}

#[tokio::test]
async fn only_administrators_see_and_end_jobs() {
    let office = Office::new().await;
    let id = office.add(1, JobState::Running);
    for call in [
        "GET /v1/jobs".to_owned(),
        format!("GET /v1/jobs/{id}"),
        format!("POST /v1/jobs/{id}/cancel"),
        format!("GET /v1/jobs/{id}/events"),
        "GET /v1/health/history?component=database".to_owned(),
    ] {
        let nobody = office.send(&Sender::default(), &call).await;
        assert_eq!(nobody.problem(), "401 not_signed_in -", "{call}");
        let user = office.send(&office.user, &call).await;
        assert_eq!(user.problem(), "403 admin_needed -", "{call}");
    }
    assert!(!office.held.jobs.lock().expect("no panics")[&id].cancel_requested);
}

#[tokio::test]
async fn jobs_are_listed_in_pages_and_by_state() {
    let office = Office::new().await;
    for number in 1..=5 {
        office.add(number, if number % 2 == 0 { JobState::Failed } else { JobState::Queued });
    }
    let mut seen = Vec::new();
    let mut call = "GET /v1/jobs?limit=2".to_owned();
    loop {
        let page = office.send(&office.admin, &call).await.json();
        let jobs = page["jobs"].as_array().expect("a list").clone();
        seen.extend(jobs.iter().map(|job| job["id"].as_str().expect("an id").to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        call = format!("GET /v1/jobs?limit=2&cursor={cursor}");
    }
    let expected: Vec<String> = (1..=5).rev().map(|it| Uuid::from_u128(it).to_string()).collect();
    assert_eq!(seen, expected);
    let failed = office.send(&office.admin, "GET /v1/jobs?state=failed").await.json();
    assert_eq!(failed["jobs"].as_array().map(Vec::len), Some(2));
    assert_eq!(failed["jobs"][0]["created_at"], "2026-11-21T00:00:00Z");
    let refused = |call: &'static str| async { office.send(&office.admin, call).await.problem() };
    assert_eq!(refused("GET /v1/jobs?state=lost").await, "400 invalid_parameter state");
    assert_eq!(refused("GET /v1/jobs?limit=51").await, "400 invalid_parameter limit");
    assert_eq!(refused("GET /v1/jobs?cursor=x").await, "400 invalid_cursor cursor");
    assert_eq!(refused("GET /v1/jobs?order=1").await, "400 unknown_parameter order");
}

#[tokio::test]
async fn a_job_is_shown_and_asked_to_end() {
    let office = Office::new().await;
    let running = office.add(1, JobState::Running);
    let ended = office.add(2, JobState::Completed);
    let shown = office.send(&office.admin, &format!("GET /v1/jobs/{running}")).await;
    assert_eq!(shown.json()["state"], "running");
    assert_eq!(shown.header("cache-control"), "no-store");
    let asked = office.send(&office.admin, &format!("POST /v1/jobs/{running}/cancel")).await;
    assert_eq!(asked.json()["cancel_requested"], true);
    let again = office.send(&office.admin, &format!("POST /v1/jobs/{ended}/cancel")).await;
    assert_eq!(again.problem(), "409 job_ended -");
    for call in ["GET /v1/jobs/x", "POST /v1/jobs/00000000-0000-0000-0000-000000000009/cancel"] {
        assert_eq!(office.send(&office.admin, call).await.problem(), "404 not_found -");
    }
}

#[tokio::test]
async fn a_job_is_watched_until_it_ends() {
    let office = Office::new().await;
    let id = office.add(1, JobState::Running);
    let response = office.begin(&office.admin, &format!("GET /v1/jobs/{id}/events")).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    // The next change is made when the one before was heard of.
    let mut body = response.into_body();
    let mut text = next_piece(&mut body).await;
    for percent in [30, 60] {
        office.held.change(id, |job| job.progress = percent);
        text.push_str(&next_piece(&mut body).await);
    }
    office.held.change(id, |job| (job.progress, job.state) = (100, JobState::Completed));
    let rest = body.collect().await.expect("the end").to_bytes();
    text.push_str(&String::from_utf8_lossy(&rest));
    let names: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(names, ["progress", "progress", "progress", "end"], "{text}");
    assert!(text.contains("\"progress\":60"), "{text}");
    // One that has ended says so and nothing else.
    let ended = office.send(&office.admin, &format!("GET /v1/jobs/{id}/events")).await;
    assert!(ended.text().starts_with("event: end\n"), "{}", ended.text());
}

/// The next piece of a stream that goes on.
async fn next_piece(body: &mut Body) -> String {
    let frame = tokio::time::timeout(PATIENCE, body.frame()).await.expect("a piece in time");
    let bytes = frame.expect("no end yet").expect("no error").into_data().expect("no trailers");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn watching_is_bounded_in_number() {
    let office = Office::new().await;
    let id = office.add(1, JobState::Running);
    let call = format!("GET /v1/jobs/{id}/events");
    let _first = office.begin(&office.admin, &call).await;
    let second = office.begin(&office.admin, &call).await;
    let third = office.send(&office.admin, &call).await;
    assert_eq!(third.problem(), "503 unavailable -");
    assert_eq!(third.header("retry-after"), "10");
    drop(second);
    // There is room again.
    assert_eq!(office.begin(&office.admin, &call).await.status(), 200);
}

#[tokio::test]
async fn watching_is_bounded_in_time() {
    let office = Office::with_deadline(Duration::from_millis(50)).await;
    let id = office.add(1, JobState::Running);
    let watched = office.begin(&office.admin, &format!("GET /v1/jobs/{id}/events")).await;
    let body = watched.into_body().collect().await.expect("the end").to_bytes();
    assert!(String::from_utf8_lossy(&body).ends_with("event: again\ndata: {}\n\n"));
}

#[tokio::test]
async fn a_server_that_stops_ends_what_is_watched() {
    let office = Office::with_deadline(Duration::from_secs(24 * 60 * 60)).await;
    let id = office.add(1, JobState::Running);
    let watched = office.begin(&office.admin, &format!("GET /v1/jobs/{id}/events")).await;
    office.operations.close();
    let ended = tokio::time::timeout(PATIENCE, watched.into_body().collect());
    assert!(ended.await.is_ok());
}

#[tokio::test]
async fn while_the_database_is_away_the_answer_says_when_to_ask_again() {
    let office = Office::new().await;
    *office.held.is_away.lock().expect("no panics") = true;
    for call in ["GET /v1/jobs", "GET /v1/health/history?component=database"] {
        let answer = office.send(&office.admin, call).await;
        assert_eq!(answer.problem(), "503 unavailable -");
        assert_eq!(answer.header("retry-after"), "7");
        assert!(!answer.text().contains("fishing"), "{}", answer.text());
    }
}

#[tokio::test]
async fn findings_are_listed_from_the_newest_on() {
    let office = Office::new().await;
    for at in 1..=3 {
        let check = Check {
            component: "database".to_owned(),
            status: if at == 2 { Status::Unhealthy } else { Status::Healthy },
            message: None,
            data: r#"{"latency_us": 9}"#.to_owned(),
            checked_at_ms: at * 1000,
        };
        office.held.checks.lock().expect("no panics").push(check);
    }
    let call = "GET /v1/health/history?component=database&limit=2";
    let page = office.send(&office.admin, call).await.json();
    let words: Vec<_> =
        page["checks"].as_array().into_iter().flatten().map(|it| &it["status"]).collect();
    assert_eq!(words, ["healthy", "unhealthy"]);
    assert_eq!(page["checks"][0]["data"]["latency_us"], 9);
    let cursor = page["next_cursor"].as_str().expect("another page");
    let rest = office.send(&office.admin, &format!("{call}&cursor={cursor}")).await.json();
    assert_eq!(rest["checks"][0]["checked_at"], "1970-01-01T00:00:01Z");
    assert!(rest["next_cursor"].is_null());
    let missing = office.send(&office.admin, "GET /v1/health/history").await;
    assert_eq!(missing.problem(), "400 missing_parameter component");
}
