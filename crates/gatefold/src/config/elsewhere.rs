//! Settings of what is exchanged with other servers, and of files with histories.

/// Other servers that are asked, and what this installation is called there.
#[derive(Clone, Default)]
pub struct Elsewhere {
    /// Address of the interface of Last.fm, from which plays are imported.
    pub lastfm_url: String,
    /// The key of this installation there; empty when it has none.
    pub lastfm_key: String,
    /// The secret that belongs to the key.
    pub lastfm_secret: String,
    /// Addresses to which plays may be forwarded; `*` is every address.
    pub relay_servers: Vec<String>,
    /// Bytes of a file with a history at most.
    pub upload_bytes: u64,
}

impl std::fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Elsewhere {{ {:?}, {:?}, … }}", self.lastfm_url, self.relay_servers)
    }
}

/// Reads an address that is asked as it stands.
pub(super) fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {
            Ok(text.to_owned())
        }
        _ => Err("expected an address as in https://ws.audioscrobbler.com/2.0/".to_owned()),
    }
}

/// Reads addresses with commas between them, or a star.
pub(super) fn servers(text: &str) -> Result<Vec<String>, String> {
    let parts = text.trim_matches(['[', ']']).split(',').map(str::trim);
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(|part| if part == "*" { Ok(part.to_owned()) } else { address(part) }).collect()
}
