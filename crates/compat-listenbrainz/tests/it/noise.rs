//! Requests of no sense: each is answered, none by an error of the server.

use http::Request;

use crate::world::World;

const REQUESTS: u64 = 10_000;

const CALLS: [(&str, &str); 12] = [
    ("POST", "/1/submit-listens"),
    ("POST", "/1/submit-listens?return_msid=1"),
    ("POST", "/1/delete-listen"),
    ("POST", "/1/playing-now/delete"),
    ("POST", "/1/latest-import"),
    ("POST", "/1/feedback/recording-feedback"),
    ("POST", "/1/pin"),
    ("POST", "/1/metadata/lookup/"),
    ("POST", "/1/metadata/submit_manual_mapping/"),
    ("GET", "/1/user/maya/listens?max_ts=1795219200&min_ts=1&count=25"),
    ("GET", "/1/feedback/user/maya/get-feedback?score=1&count=3&offset=2&metadata=true"),
    ("GET", "/1/stats/user/maya/listening-activity?range=this_week"),
];

const BODIES: [&str; 7] = [
    r#"{"listen_type":"single","payload":[{"listened_at":1795219000,"track_metadata":{"artist_name":"a","track_name":"b","additional_info":{"duration_ms":"34000","tags":["x"],"artist_mbids":["ac4f356f-23e5-40ab-990e-da7e34b65d6e"],"deep":{"er":[{}]},"":{"isrc":"x"}}}}]}"#,
    r#"{"listen_type":"playing_now","payload":[{"track_metadata":{"artist_name":"a","track_name":"b"}}]}"#,
    r#"{"listened_at":1795219000,"recording_msid":"2cfad207-3f55-4aec-8120-86cf66e34d59"}"#,
    r#"{"recording_msid":"2cfad207-3f55-4aec-8120-86cf66e34d59","recording_mbid":"2cfad207-3f55-4aec-8120-86cf66e34d59","score":-1}"#,
    r#"{"recording_mbid":"2cfad207-3f55-4aec-8120-86cf66e34d59","blurb_content":"\u00e4\ud83d\ude00","pinned_until":9999999999}"#,
    r#"{"recordings":[{"artist_name":"a","recording_name":"b","release_name":"c"}]}"#,
    r#"{"ts":5,"service":"lastfm","client":"x"}"#,
];

/// Pieces that readers of numbers, texts and structures stumble over.
const PIECES: [&str; 14] = [
    "null",
    "{",
    "]",
    "\"",
    "\\u0000",
    "\\ud800",
    "-1",
    "1e999",
    "99999999999999999999",
    "true",
    "[[",
    "%00",
    "\u{202e}",
    ",",
];

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// A text with some of its pieces replaced, left out or doubled.
    fn mutated(&mut self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            let end = (at + self.below(12)).min(bytes.len());
            let piece = match self.below(3) {
                0 => PIECES[self.below(PIECES.len())].as_bytes().to_vec(),
                1 => Vec::new(),
                _ => bytes[at..end].repeat(2),
            };
            bytes.splice(at..end, piece);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[tokio::test]
async fn requests_of_no_sense_are_no_errors_of_the_server() {
    let world = World::with_shop().await;
    let token = world.person("maya").await;
    let mut numbers = Numbers(7);
    let (mut accepted, mut most) = (0, 0);
    for number in 0..REQUESTS {
        let (method, path) = CALLS[numbers.below(CALLS.len())];
        let body = BODIES[numbers.below(BODIES.len())];
        let body = if number % 8 == 0 { body.to_owned() } else { numbers.mutated(body) };
        let path = match method {
            "GET" => {
                let mutated = numbers.mutated(&path[1..]);
                let plain = |c: char| c.is_ascii_graphic() && !"<>\"\\^`{|}#".contains(c);
                format!("/{}", mutated.chars().filter(|c| plain(*c)).collect::<String>())
            }
            _ => path.to_owned(),
        };
        let request = Request::builder().method(method).uri(&path);
        let request = request.header("authorization", format!("Token {token}"));
        let Ok(request) = request.body(body.clone().into()) else { continue };
        let answer = world.raw(request).await;
        accepted += u32::from(answer.status == 200);
        assert!(answer.status.as_u16() < 500, "{method} {path}\n{body}\n{}", answer.text());
        if number % 500 == 0 {
            most = most.max(world.check_history("maya").await.len());
        }
    }
    assert!(accepted > 500, "only {accepted} made sense: nothing behind the checks was tried");
    assert!(most > 0, "no listen was shown");
}
