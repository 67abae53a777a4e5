//! One structured log line for each answer, under the target `access`.

use std::net::IpAddr;
use std::time::Duration;

use http::{Method, StatusCode};

use crate::metrics::Cost;
use crate::problem::Problem;

/// Which answers are logged. A line costs about as much as the answer itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogRequests {
    /// Every answer.
    All,
    /// Server errors, and answers that took longer than a second.
    #[default]
    Failures,
    /// None.
    Off,
}

const SLOW: Duration = Duration::from_secs(1);

/// One answer, as the log tells it.
pub(crate) struct Answer<'a> {
    pub(crate) method: &'a Method,
    pub(crate) route: &'a str,
    pub(crate) status: StatusCode,
    pub(crate) cost: Cost,
    pub(crate) client: IpAddr,
    pub(crate) request_id: &'a str,
    pub(crate) problem: Option<&'a Problem>,
}

impl LogRequests {
    #[inline]
    pub(crate) fn wants(self, status: StatusCode, latency_ns: u64) -> bool {
        match self {
            Self::All => true,
            Self::Failures => status.is_server_error() || u128::from(latency_ns) > SLOW.as_nanos(),
            Self::Off => false,
        }
    }
}

impl Answer<'_> {
    /// Writes the line: an error for a defect of the server, else information.
    #[cold]
    pub(crate) fn log(&self) {
        let cause = self.problem.and_then(Problem::cause).map(chain);
        let latency_us = self.cost.latency_ns / 1000;
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    target: "access",
                    method = %self.method,
                    route = self.route,
                    status = self.status.as_u16(),
                    latency_us,
                    bytes = self.cost.bytes,
                    client = %self.client,
                    request_id = self.request_id,
                    code = self.problem.map(|problem| problem.code().name),
                    cause,
                )
            };
        }
        if self.status == StatusCode::INTERNAL_SERVER_ERROR { line!(error) } else { line!(info) }
    }
}

/// An error and everything behind it, in one line.
fn chain(error: &(dyn std::error::Error + Send + Sync)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text.push_str(": ");
        text.push_str(&error.to_string());
        next = error.source();
    }
    text
}

#[cfg(test)]
mod tests;
