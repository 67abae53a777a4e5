//! The future of one answer, and the account of it that is kept until it is over.

use std::any::Any;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use http::{Method, StatusCode};
use pin_project_lite::pin_project;
use tracing::Span;

use crate::call::Call;
use crate::compress::Coding;
use crate::limits::Decision;
use crate::metrics::{Cost, RouteSeries};
use crate::problem::Problem;
use crate::request_log::Answer;

/// The status under which requests are counted whose client did not wait for the answer.
const CLIENT_CLOSED: u16 = 499;

/// A request that is being answered.
pub(super) struct Running {
    pub(super) started_ns: u64,
    pub(super) method: Method,
    pub(super) route: Arc<RouteSeries>,
    pub(super) coding: Option<Coding>,
    pub(super) call: Call,
    pub(super) decision: Option<Decision>,
    pub(super) ended: bool,
}

impl Running {
    /// Counts and logs the answer.
    pub(super) fn end(
        &mut self,
        status: StatusCode,
        bytes: Option<u64>,
        problem: Option<&Problem>,
    ) {
        self.ended = true;
        let edge = &self.call.0.edge;
        let latency_ns = edge.clock.now_ns().saturating_sub(self.started_ns);
        let cost = Cost { latency_ns, bytes };
        self.route.record(&self.method, status, cost);
        edge.metrics.end();
        if edge.options.log.wants(status, latency_ns) {
            let answer = Answer {
                method: &self.method,
                route: &self.route.name,
                status,
                cost,
                client: self.call.client(),
                request_id: self.call.request_id(),
                problem,
            };
            answer.log();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            let status = StatusCode::from_u16(CLIENT_CLOSED).expect("499 is a status");
            self.end(status, None, None);
        }
    }
}

pin_project! {
    /// The future of one answer.
    pub struct StackFuture<F> {
        #[pin]
        state: State<F>,
        // `None` once the answer is out.
        running: Option<Running>,
        span: Span,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<F> {
        Early { response: Option<Response> },
        Inner { #[pin] future: F },
        Compressing { future: BoxFuture<'static, (Response, Running)> },
    }
}

impl<F> StackFuture<F> {
    pub(super) fn early(running: Running, response: Response) -> Self {
        let state = State::Early { response: Some(response) };
        Self { state, running: Some(running), span: Span::none() }
    }

    pub(super) fn running(running: Running, span: Span, future: F) -> Self {
        Self { state: State::Inner { future }, running: Some(running), span }
    }
}

impl<F: Future<Output = Result<Response, Infallible>>> Future for StackFuture<F> {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let _entered = this.span.enter();
        let response = match this.state.as_mut().project() {
            StateProj::Early { response } => response.take().expect("polled after it was ready"),
            StateProj::Inner { future } => ready!(poll_inner(future, cx)),
            StateProj::Compressing { future } => {
                let (response, _) = ready!(future.as_mut().poll(cx));
                return Poll::Ready(Ok(response));
            }
        };
        let running = this.running.take().expect("polled after it was ready");
        match running.finish(response) {
            Ok(response) => Poll::Ready(Ok(response)),
            Err(mut future) => match future.as_mut().poll(cx) {
                Poll::Ready((response, _)) => Poll::Ready(Ok(response)),
                Poll::Pending => {
                    this.state.set(State::Compressing { future });
                    Poll::Pending
                }
            },
        }
    }
}

/// Polls the handler; a panic becomes an answer like any other defect.
fn poll_inner<F>(future: Pin<&mut F>, cx: &mut Context<'_>) -> Poll<Response>
where
    F: Future<Output = Result<Response, Infallible>>,
{
    match catch_unwind(AssertUnwindSafe(|| future.poll(cx))) {
        Ok(Poll::Ready(Ok(response))) => Poll::Ready(response),
        Ok(Poll::Pending) => Poll::Pending,
        Err(panic) => {
            let message = format!("the handler panicked: {}", panic_text(&*panic));
            Poll::Ready(Problem::internal(message).into_response())
        }
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
