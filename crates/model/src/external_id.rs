//! Ids of other services, written `scheme:value`, and how they are read out of web addresses.

use std::fmt;

use crate::Malformed;

/// A service whose ids Gatefold knows.
///
/// The numbers are part of the catalogue's file format: they are never reused or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Scheme {
    /// `open.spotify.com`: 22 base-62 characters.
    Spotify = 1,
    /// `discogs.com`: a number.
    Discogs = 2,
    /// `wikidata.org`: `Q…`.
    Wikidata = 3,
    /// `youtube.com`: a channel, user handle, playlist or video.
    Youtube = 4,
    /// `bandcamp.com`: `name` or `name/album/title`.
    Bandcamp = 5,
    /// `music.apple.com`, `itunes.apple.com`: a number.
    Apple = 6,
    /// `deezer.com`: a number.
    Deezer = 7,
    /// `tidal.com`: a number.
    Tidal = 8,
    /// `soundcloud.com`: a path.
    Soundcloud = 9,
    /// `allmusic.com`: `mn…`, `mw…`.
    Allmusic = 10,
    /// `last.fm`: a path below `/music/`.
    Lastfm = 11,
    /// `imdb.com`: `nm…`, `tt…`.
    Imdb = 12,
    /// `viaf.org`: a number.
    Viaf = 13,
    /// `rateyourmusic.com`: a path.
    Rateyourmusic = 14,
    /// `musik-sammler.de`, `genius.com` and others by their own path.
    Genius = 15,
    /// `songkick.com`: a number.
    Songkick = 16,
    /// `qobuz.com`: the last path segment.
    Qobuz = 17,
}

const SCHEMES: [(Scheme, &str); 17] = [
    (Scheme::Spotify, "spotify"),
    (Scheme::Discogs, "discogs"),
    (Scheme::Wikidata, "wikidata"),
    (Scheme::Youtube, "youtube"),
    (Scheme::Bandcamp, "bandcamp"),
    (Scheme::Apple, "apple"),
    (Scheme::Deezer, "deezer"),
    (Scheme::Tidal, "tidal"),
    (Scheme::Soundcloud, "soundcloud"),
    (Scheme::Allmusic, "allmusic"),
    (Scheme::Lastfm, "lastfm"),
    (Scheme::Imdb, "imdb"),
    (Scheme::Viaf, "viaf"),
    (Scheme::Rateyourmusic, "rateyourmusic"),
    (Scheme::Genius, "genius"),
    (Scheme::Songkick, "songkick"),
    (Scheme::Qobuz, "qobuz"),
];

impl Scheme {
    /// The word before the colon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        SCHEMES[self as usize - 1].1
    }

    /// The scheme of that word.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        SCHEMES.iter().find(|(_, word)| *word == name).map(|(scheme, _)| *scheme)
    }

    /// The scheme of a number in the catalogue's files.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        SCHEMES.get(usize::from(number).wrapping_sub(1)).map(|(scheme, _)| *scheme)
    }
}

/// An id of another service.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExternalId<'a> {
    /// The service.
    pub scheme: Scheme,
    /// Its id for the entity; the kind of entity is not part of it.
    pub value: &'a str,
}

impl<'a> ExternalId<'a> {
    /// Reads `scheme:value`, as in `spotify:0OdUWJ0sBjDrqHygGUXeCF` or `discogs:108713`.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        let refuse =
            || Malformed::new(text, "a known scheme and its value (as in wikidata:Q44190)");
        let (scheme, value) = text.split_once(':').ok_or_else(refuse)?;
        // Spotify's own URIs are `spotify:artist:ID`.
        let value = value.rsplit(':').next().unwrap_or(value);
        let scheme = Scheme::parse(scheme).ok_or_else(refuse)?;
        if value.is_empty() || value.len() > 255 {
            Err(refuse())
        } else {
            Ok(Self { scheme, value })
        }
    }

    /// Reads the id out of a web address, `None` when the service is unknown or the path holds no id.
    #[must_use]
    pub fn from_url(url: &'a str) -> Option<Self> {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let (host, path) = rest.split_once('/')?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        let (clean, query) = path.split_once('?').unwrap_or((path, ""));
        let path = clean.split('#').next().unwrap_or(clean).trim_end_matches('/');
        let (scheme, value) = by_host(host, path, query)?;
        if value.is_empty() || value.len() > 255 { None } else { Some(Self { scheme, value }) }
    }
}

fn by_host<'a>(host: &'a str, path: &'a str, query: &'a str) -> Option<(Scheme, &'a str)> {
    let last = path.rsplit('/').next().unwrap_or(path);
    let found = match host {
        "open.spotify.com" => (Scheme::Spotify, Some(last).filter(|id| id.len() == 22)?),
        "discogs.com" => (Scheme::Discogs, leading_digits(last)?),
        "wikidata.org" => (Scheme::Wikidata, Some(last).filter(|id| id.starts_with('Q'))?),
        "youtube.com" | "music.youtube.com" => (Scheme::Youtube, youtube(path, query)?),
        "youtu.be" => (Scheme::Youtube, path),
        "music.apple.com" | "itunes.apple.com" => {
            (Scheme::Apple, leading_digits(last.strip_prefix("id").unwrap_or(last))?)
        }
        "deezer.com" => (Scheme::Deezer, leading_digits(last)?),
        "tidal.com" | "listen.tidal.com" => (Scheme::Tidal, leading_digits(last)?),
        "soundcloud.com" => (Scheme::Soundcloud, path),
        "allmusic.com" => (Scheme::Allmusic, last.rsplit('-').next()?),
        "last.fm" => (Scheme::Lastfm, path.strip_prefix("music/")?),
        "imdb.com" => {
            (Scheme::Imdb, Some(last).filter(|id| id.starts_with("nm") || id.starts_with("tt"))?)
        }
        "viaf.org" => (Scheme::Viaf, leading_digits(last)?),
        "rateyourmusic.com" => (Scheme::Rateyourmusic, path),
        "genius.com" => (Scheme::Genius, path),
        "songkick.com" => (Scheme::Songkick, leading_digits(last)?),
        "qobuz.com" | "open.qobuz.com" => (Scheme::Qobuz, last),
        _ => (Scheme::Bandcamp, bandcamp(host, path)?),
    };
    Some(found)
}

fn leading_digits(text: &str) -> Option<&str> {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

fn youtube<'a>(path: &'a str, query: &'a str) -> Option<&'a str> {
    if path == "watch" || path == "playlist" {
        let key = if path == "watch" { "v=" } else { "list=" };
        return query.split('&').find_map(|pair| pair.strip_prefix(key));
    }
    path.strip_prefix("channel/")
        .or_else(|| path.strip_prefix("user/"))
        .or_else(|| path.strip_prefix("c/"))
        .or_else(|| path.starts_with('@').then_some(path))
}

/// The artist is the host's first label; an album or track keeps its own path's last segment.
fn bandcamp<'a>(host: &'a str, path: &'a str) -> Option<&'a str> {
    let name = host.strip_suffix(".bandcamp.com")?;
    if path.is_empty() { Some(name) } else { path.rsplit('/').next() }
}

impl fmt::Display for ExternalId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme.as_str(), self.value)
    }
}

#[cfg(test)]
mod tests {
    //! Addresses of the services and what is read out of them.
    use expect_test::expect;

    use super::*;

    #[test]
    fn ids_are_read_out_of_addresses() {
        let urls = [
            "https://open.spotify.com/artist/0OdUWJ0sBjDrqHygGUXeCF",
            "https://www.discogs.com/artist/108713-Name",
            "http://www.discogs.com/master/5",
            "https://www.wikidata.org/wiki/Q44190",
            "https://www.youtube.com/channel/UCabc",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1",
            "https://paperkites.bandcamp.com/",
            "https://paperkites.bandcamp.com/album/states",
            "https://music.apple.com/gb/album/name/1440857781?i=3",
            "https://itunes.apple.com/us/artist/id657515",
            "https://www.deezer.com/artist/27",
            "https://www.allmusic.com/artist/some-name-mn0000505828",
            "https://example.org/nobody",
            "ftp://discogs.com/artist/1",
            "https://www.discogs.com/",
        ];
        let found: String = urls
            .iter()
            .map(|url| ExternalId::from_url(url).map_or("-\n".to_owned(), |id| format!("{id}\n")))
            .collect();
        expect![[r"
            spotify:0OdUWJ0sBjDrqHygGUXeCF
            discogs:108713
            discogs:5
            wikidata:Q44190
            youtube:UCabc
            youtube:dQw4w9WgXcQ
            bandcamp:paperkites
            bandcamp:states
            apple:1440857781
            apple:657515
            deezer:27
            allmusic:mn0000505828
            -
            -
            -
        "]]
        .assert_eq(&found);
    }

    #[test]
    fn schemes_keep_their_numbers_and_words() {
        for (scheme, word) in SCHEMES {
            assert_eq!(Scheme::parse(word), Some(scheme));
            assert_eq!(Scheme::from_number(scheme as u8), Some(scheme));
        }
    }

    #[test]
    fn an_unknown_scheme_is_refused() {
        assert!(ExternalId::parse("nowhere:1").is_err());
        assert_eq!(ExternalId::parse("spotify:artist:abc").expect("valid").value, "abc");
    }
}
