//! The address of the client: the peer's, unless the peer is a proxy that the operator trusts.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName};
use ipnet::IpNet;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");

/// How many entries of `X-Forwarded-For` are read from the right; longer chains are forgeries.
const MAX_HOPS: usize = 32;

/// The networks whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Trusts every address in these networks.
    #[must_use]
    pub fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether an address is one of the proxies.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        !self.0.is_empty() && {
            let address = address.to_canonical();
            self.0.iter().any(|network| network.contains(&address))
        }
    }

    /// The address on whose account a request goes.
    ///
    /// Behind a trusted peer it is the rightmost entry of `X-Forwarded-For` that is not itself a
    /// trusted proxy: everything left of it was written by somebody who may lie. An entry that is
    /// not an address ends the search at the last one that was.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.contains(peer) {
            return peer;
        }
        let mut client = peer;
        let lines = headers.get_all(X_FORWARDED_FOR);
        // Several lines mean the same as one line with commas (RFC 9110, section 5.3).
        let entries = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|b| *b == b','));
        for entry in entries.take(MAX_HOPS) {
            let Some(address) = parse_entry(entry) else { break };
            client = address;
            if !self.contains(client) {
                break;
            }
        }
        client
    }
}

/// Whether somebody between the client and this server left a trace in the headers.
#[must_use]
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(FORWARDED)
}

/// An address, with or without brackets and port, as proxies write it.
fn parse_entry(entry: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(entry).ok()?.trim();
    let bare = text.parse::<IpAddr>().ok();
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.or_else(in_brackets).or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests;
