//! Other servers: what is asked of them, plugged in by the program.

use futures::future::BoxFuture;

/// A request to another server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteRequest {
    /// The whole address.
    pub url: String,
    /// The value of `Authorization`, if there is one.
    pub authorization: Option<String>,
    /// The type of the body and the body; none asks by GET.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// What another server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteAnswer {
    /// The HTTP status.
    pub status: u16,
    /// How long it wants to be left alone, in seconds.
    pub retry_after_s: Option<u64>,
    /// The body, of a bounded size.
    pub body: Vec<u8>,
}

/// There was no answer: the server is away, too slow, or says more than is read.
#[derive(Debug, thiserror::Error)]
#[error("there was no answer: {0}")]
pub struct NoAnswer(pub String);

/// Asks other servers.
pub trait Remote: Send + Sync {
    /// Sends a request and waits for the answer, not for ever and without following redirects.
    fn send(
        &self,
        request: RemoteRequest,
    ) -> BoxFuture<'_, std::result::Result<RemoteAnswer, NoAnswer>>;
}

/// Parameters as they stand in addresses and forms.
pub(crate) fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The beginning of what a server said, for people.
pub(crate) fn said(text: &str) -> String {
    const MOST: usize = 300;
    text.chars().filter(|c| !c.is_control()).take(MOST).collect()
}
