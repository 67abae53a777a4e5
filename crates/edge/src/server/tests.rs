//! Claims about the server, tried over real sockets.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::Request;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;

use super::{ServerOptions, Stopped, serve};

/// Longer than anything here takes on a busy machine, and shorter than the idle time that is usual.
const PATIENCE: Duration = Duration::from_secs(20);

struct Running {
    address: SocketAddr,
    /// Gets a permit from each request to `/held` that has reached its handler.
    reached: Arc<Semaphore>,
    /// Lets a request to `/held` end for each permit.
    let_go: Arc<Semaphore>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<Stopped>,
}

async fn start(options: ServerOptions) -> Running {
    let (reached, let_go) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (begun, allowed) = (Arc::clone(&reached), Arc::clone(&let_go));
    let held = move || {
        let (begun, allowed) = (Arc::clone(&begun), Arc::clone(&allowed));
        async move {
            begun.add_permits(1);
            allowed.acquire().await.unwrap().forget();
            "held"
        }
    };
    let router = Router::new()
        .route("/held", get(held))
        .route("/fast", get(|| async { "fast" }))
        .route("/huge", get(|| async { vec![b'x'; 8 << 20] }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        serve(listener, router, &options, async {
            let _ = stopped.await;
        })
        .await
    });
    Running { address, reached, let_go, stop, server }
}

async fn get_text(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

fn short(idle_ms: u64) -> ServerOptions {
    let idle = Duration::from_millis(idle_ms);
    ServerOptions { idle, grace: Duration::from_millis(500), ..ServerOptions::default() }
}

#[tokio::test]
async fn http_1_and_http_2_are_spoken_on_one_port() {
    let running = start(ServerOptions::default()).await;
    assert!(get_text(running.address, "/fast").await.starts_with("HTTP/1.1 200 OK"));

    let stream = TcpStream::connect(running.address).await.unwrap();
    let io = TokioIo::new(stream);
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get("http://x/fast").body(Empty::<Bytes>::new()).unwrap();
    let response = sender.send_request(request).await.unwrap();
    assert_eq!(response.version(), http::Version::HTTP_2);
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "fast");
}

impl Running {
    /// Asks for `/held` and waits until the request is with its handler.
    async fn hold(&self) -> JoinHandle<String> {
        let answer = tokio::spawn(get_text_owned(self.address, "/held"));
        self.reached.acquire().await.unwrap().forget();
        answer
    }
}

#[tokio::test]
async fn a_stop_refuses_new_connections_and_lets_running_requests_end() {
    let running = start(ServerOptions { grace: PATIENCE * 3, ..ServerOptions::default() }).await;
    let idle = TcpStream::connect(running.address).await.unwrap();
    let answer = running.hold().await;
    running.stop.send(()).unwrap();
    let refused = async { while TcpStream::connect(running.address).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, refused).await.unwrap();
    assert!(!answer.is_finished() && !running.server.is_finished());
    running.let_go.add_permits(1);
    assert!(answer.await.unwrap().ends_with("held"));
    let stopped = tokio::time::timeout(PATIENCE, running.server).await;
    assert_eq!(stopped.unwrap().unwrap(), Stopped { cut_off: 0 });
    drop(idle);
}

async fn get_text_owned(address: SocketAddr, path: &'static str) -> String {
    get_text(address, path).await
}

#[tokio::test]
async fn a_request_that_outlives_the_grace_is_cut_off() {
    let running = start(short(10_000)).await;
    let answer = running.hold().await;
    running.stop.send(()).unwrap();
    let stopped = tokio::time::timeout(PATIENCE, running.server).await;
    assert_eq!(stopped.unwrap().unwrap(), Stopped { cut_off: 1 });
    assert_eq!(answer.await.unwrap(), "");
}

#[tokio::test]
async fn connections_that_say_nothing_or_trickle_are_closed() {
    let running = start(short(100)).await;
    let mut silent = TcpStream::connect(running.address).await.unwrap();
    let mut trickle = TcpStream::connect(running.address).await.unwrap();
    let trickling = tokio::spawn(async move {
        trickle.write_all(b"GET /fast HTTP/1.1\r\nx: ").await.unwrap();
        while trickle.write_all(b"y").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let said = async { silent.read(&mut [0; 16]).await.unwrap_or(0) };
    assert_eq!(tokio::time::timeout(PATIENCE, said).await.unwrap(), 0);
    tokio::time::timeout(PATIENCE, trickling).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_client_that_does_not_take_its_answer_is_closed() {
    // One connection at a time: the next one is answered when the first was closed.
    let running = start(ServerOptions { max_connections: 1, ..short(100) }).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET /huge HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let next = tokio::time::timeout(PATIENCE, get_text(running.address, "/fast")).await.unwrap();
    assert!(next.ends_with("fast"), "{next}");
    let mut taken = Vec::new();
    let _ = stream.read_to_end(&mut taken).await;
    assert!(taken.len() < 8 << 20, "{} bytes were delivered", taken.len());
}

#[tokio::test]
async fn a_request_that_runs_longer_than_the_idle_time_is_answered() {
    let running = start(short(700)).await;
    let answer = running.hold().await;
    // A connection that asks for nothing is closed after one to two idle times.
    let mut silent = TcpStream::connect(running.address).await.unwrap();
    for _ in 0..3 {
        assert_eq!(silent.read(&mut [0; 16]).await.unwrap_or(0), 0);
        silent = TcpStream::connect(running.address).await.unwrap();
    }
    running.let_go.add_permits(1);
    assert!(answer.await.unwrap().ends_with("held"));
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_their_turn() {
    let running = start(ServerOptions { max_connections: 2, ..short(60_000) }).await;
    let (one, two) = (running.hold().await, running.hold().await);
    let third = tokio::spawn(get_text_owned(running.address, "/held"));
    // Time enough to be served, if it were let in.
    let served = tokio::time::timeout(Duration::from_millis(200), running.reached.acquire()).await;
    assert!(served.is_err() && !third.is_finished());
    running.let_go.add_permits(3);
    for answer in [one, two, third] {
        let answer = tokio::time::timeout(PATIENCE, answer).await.unwrap().unwrap();
        assert!(answer.ends_with("held"), "{answer}");
    }
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let running = start(ServerOptions::default()).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let mut sent = stream.write_all(b"GET / HTTP/1.1\r\nx: ").await;
    let piece = [b'y'; 8192];
    for _ in 0..64 {
        sent = sent.and(stream.write_all(&piece).await);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(sent.is_err() || answer.starts_with(b"HTTP/1.1 431"));
    assert!(
        get_text(running.address, &format!("/fast?q={}", "a".repeat(10_000)))
            .await
            .ends_with("fast")
    );
}

#[tokio::test]
async fn bodies_of_requests_reach_the_handler() {
    let router = Router::new().route("/", axum::routing::post(|body: String| async { body }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = ServerOptions::default();
    let server =
        tokio::spawn(
            async move { serve(listener, router, &options, std::future::pending()).await },
        );
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::post("/").header("host", "x").body(Body::from("a body")).unwrap();
    let response = sender.send_request(request).await.unwrap();
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "a body");
    server.abort();
}
