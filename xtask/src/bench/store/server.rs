//! A server that opens the database and answers, in the place of the real one.

use std::path::PathBuf;
use std::sync::Arc;

use ::store::{Options, Store, Target};
use axum::Router;
use axum::routing::get;
use clap::Args;
use edge::Edge;
use edge::clock::Monotonic;
use edge::server::ServerOptions;
use tokio::net::TcpListener;

/// What to open.
#[derive(Args)]
pub struct Arguments {
    /// The data directory
    #[arg(long)]
    data: PathBuf,
    /// The database; empty is the file in the data directory
    #[arg(long, env = "GATEFOLD_DATABASE__URL", hide_env_values = true)]
    database: Option<String>,
}

/// Serves on a free port of this machine until it is killed; the address is its first line of output.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: &Arguments) -> anyhow::Result<()> {
    let target = Target::parse(arguments.database.as_deref(), &arguments.data)?;
    let store = Store::open(&target, &Options::default()).await?;
    store.ping().await?;
    let edge = Edge::new(edge::Options::default(), Arc::new(Monotonic::start()));
    let router = Router::new().route("/healthz", get(async || "alive"));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let stop = std::future::pending();
    edge::server::serve(listener, edge.wrap(router), &ServerOptions::default(), stop).await;
    Ok(())
}
