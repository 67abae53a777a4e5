//! A load generator that costs little: requests made beforehand over kept-alive HTTP/1.1.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use memchr::memmem;

/// An answer that takes longer is an error.
const PATIENCE: Duration = Duration::from_secs(60);
/// Room for most answers in one read.
const READ: usize = 64 * 1024;

/// Connections to one server, with at most one request under way on each.
pub struct Load {
    connections: Vec<Connection>,
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A `GET` as it goes over the wire.
#[must_use]
pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\r\n").into_bytes()
}

/// A `POST` of JSON as it goes over the wire.
#[must_use]
pub fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The same request with a credential, such as `Bearer …`.
#[must_use]
pub fn authorized(request: &[u8], credential: &str) -> Vec<u8> {
    let line = memmem::find(request, b"\r\n").map_or(0, |end| end + 2);
    let (first, rest) = request.split_at(line);
    [first, format!("authorization: {credential}\r\n").as_bytes(), rest].concat()
}

impl Load {
    /// Opens connections to `address`, as in `127.0.0.1:8080`.
    pub fn connect(address: &str, connections: usize) -> anyhow::Result<Self> {
        let open = |_| {
            let stream = TcpStream::connect(address).context("the server does not listen")?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            Ok(Connection { stream, buffer: Vec::with_capacity(READ) })
        };
        let connections = (0..connections).map(open).collect::<anyhow::Result<_>>()?;
        Ok(Self { connections })
    }

    /// Sends all requests, in turn over the connections, and returns the bytes of all answers' bodies.
    ///
    /// Any other answer than 200, or 202 of what is done later, is an error.
    pub fn run(&mut self, requests: &[Vec<u8>]) -> anyhow::Result<u64> {
        let width = self.connections.len();
        let mut bytes = 0;
        for (at, request) in requests.iter().enumerate() {
            let connection = &mut self.connections[at % width];
            if at >= width {
                bytes += connection.receive()?.len() as u64;
            }
            connection.stream.write_all(request).context("the server hung up")?;
        }
        let under_way = width.min(requests.len());
        for at in requests.len() - under_way..requests.len() {
            bytes += self.connections[at % width].receive()?.len() as u64;
        }
        Ok(bytes)
    }
}

impl Connection {
    /// Reads one answer and returns its body.
    fn receive(&mut self) -> anyhow::Result<&[u8]> {
        let mut head = None;
        self.buffer.clear();
        let mut filled = 0;
        loop {
            if self.buffer.len() < filled + READ {
                self.buffer.resize(filled + READ, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).context("no answer came")?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            filled += read;
            if head.is_none() {
                head = head_of(&self.buffer[..filled])?;
            }
            if let Some((start, length)) = head
                && filled >= start + length
            {
                ensure!(filled == start + length, "an answer is longer than it says");
                return Ok(&self.buffer[start..filled]);
            }
        }
    }
}

/// Where the body of an answer starts and how long it is, once its head is complete.
fn head_of(bytes: &[u8]) -> anyhow::Result<Option<(usize, usize)>> {
    let Some(end) = memmem::find(bytes, b"\r\n\r\n") else { return Ok(None) };
    let head = &bytes[..end];
    if !head.starts_with(b"HTTP/1.1 200") && !head.starts_with(b"HTTP/1.1 202") {
        bail!("the server answered {:?}", String::from_utf8_lossy(bytes));
    }
    // Others write it with capitals.
    let (head, name) = (head.to_ascii_lowercase(), b"content-length: ");
    let at = memmem::find(&head, name).context("an answer has no length")? + name.len();
    let digits = head[at..].iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
    Ok(Some((end + 4, length)))
}

#[cfg(test)]
mod tests {
    //! Answers as they come, whole and in pieces.
    use super::*;

    #[test]
    fn an_unfinished_head_is_waited_for() -> anyhow::Result<()> {
        let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\ndate: x\r\n\r\nabc";
        assert_eq!(head_of(&whole[..30])?, None);
        assert_eq!(head_of(whole)?, Some((whole.len() - 3, 12)));
        let capital = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(head_of(capital)?, Some((capital.len() - 2, 2)));
        Ok(())
    }

    #[test]
    fn a_credential_stands_among_the_headers() {
        let request =
            String::from_utf8(authorized(&get("/1/x"), "Token secret")).unwrap_or_default();
        let lines: Vec<&str> = request.lines().collect();
        assert_eq!(lines[..2], ["GET /1/x HTTP/1.1", "authorization: Token secret"]);
        assert!(request.ends_with("\r\n\r\n"));
    }

    #[test]
    fn a_refusal_is_an_error() {
        let refusal = b"HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n";
        assert!(head_of(refusal).is_err());
    }
}
