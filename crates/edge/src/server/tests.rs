//! Claims about the server, tried over real sockets.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::Request;
use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{ServerOptions, Stopped, serve};

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<Stopped>,
}

async fn start(options: ServerOptions) -> Running {
    let router = Router::new()
        .route("/fast", get(|| async { "fast" }))
        .route("/huge", get(|| async { vec![b'x'; 8 << 20] }))
        .route(
            "/slow/{ms}",
            get(|axum::extract::Path(ms): axum::extract::Path<u64>| async move {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                "slow"
            }),
        );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        serve(listener, router, &options, async {
            let _ = stopped.await;
        })
        .await
    });
    Running { address, stop, server }
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

#[tokio::test]
async fn a_stop_refuses_new_connections_and_lets_running_requests_end() {
    let running = start(ServerOptions::default()).await;
    let answer = tokio::spawn(get_text_owned(running.address, "/slow/300"));
    let idle = TcpStream::connect(running.address).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    running.stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(TcpStream::connect(running.address).await.is_err());
    assert!(answer.await.unwrap().ends_with("slow"));
    let stopped = tokio::time::timeout(Duration::from_secs(2), running.server).await;
    assert_eq!(stopped.unwrap().unwrap(), Stopped { cut_off: 0 });
    drop(idle);
}

async fn get_text_owned(address: SocketAddr, path: &'static str) -> String {
    get_text(address, path).await
}

#[tokio::test]
async fn a_request_that_outlives_the_grace_is_cut_off() {
    let running = start(short(10_000)).await;
    let answer = tokio::spawn(get_text_owned(running.address, "/slow/60000"));
    tokio::time::sleep(Duration::from_millis(100)).await;
    let since = Instant::now();
    running.stop.send(()).unwrap();
    assert_eq!(running.server.await.unwrap(), Stopped { cut_off: 1 });
    assert!(since.elapsed() < Duration::from_secs(3));
    assert_eq!(answer.await.unwrap(), "");
}

#[tokio::test]
async fn connections_that_say_nothing_or_trickle_are_closed() {
    let running = start(short(100)).await;
    let mut silent = TcpStream::connect(running.address).await.unwrap();
    let mut trickle = TcpStream::connect(running.address).await.unwrap();
    let since = Instant::now();
    let trickling = tokio::spawn(async move {
        trickle.write_all(b"GET /fast HTTP/1.1\r\nx: ").await.unwrap();
        while trickle.write_all(b"y").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert_eq!(silent.read(&mut [0; 16]).await.unwrap_or(0), 0);
    trickling.await.unwrap();
    assert!(since.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_client_that_does_not_take_its_answer_is_closed() {
    let running = start(short(100)).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET /huge HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let mut taken = Vec::new();
    let _ = stream.read_to_end(&mut taken).await;
    assert!(taken.len() < 8 << 20, "{} bytes were delivered", taken.len());
}

#[tokio::test]
async fn a_request_that_runs_longer_than_the_idle_time_is_answered() {
    let running = start(short(50)).await;
    assert!(get_text(running.address, "/slow/400").await.ends_with("slow"));
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_their_turn() {
    let running = start(ServerOptions { max_connections: 2, ..short(10_000) }).await;
    let one = TcpStream::connect(running.address).await.unwrap();
    let two = TcpStream::connect(running.address).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let third = tokio::spawn(get_text_owned(running.address, "/fast"));
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert!(!third.is_finished());
    drop((one, two));
    let answer = tokio::time::timeout(Duration::from_secs(2), third).await.unwrap().unwrap();
    assert!(answer.ends_with("fast"));
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
