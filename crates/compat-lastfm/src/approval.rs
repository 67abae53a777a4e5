//! The page on which a person lets a program submit listens.
//!
//! Who is signed in only agrees; others type name and password, which is proof enough that no page
//! of another site has sent the form.

use accounts::{Caller, Client, Credentials, Refusal};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use edge::cookies;
use http::StatusCode;
use url::Url;

use crate::Surface;
use crate::caller::client;
use crate::page::{hidden, page, text};
use crate::params::{Call, Params};

/// The longest name of a program that is shown, in characters.
const MAX_SHOWN: usize = 100;

/// What a program wants.
struct Wish<'p> {
    program: &'p str,
    /// What it asks with; without one it is called back.
    token: Option<&'p str>,
    callback: Option<Url>,
}

impl<'p> Wish<'p> {
    /// A program with a token, or one with an address to be called back at.
    fn read(params: &'p Params) -> Option<Self> {
        let callback = params.filled("cb").and_then(|url| Url::parse(url).ok());
        // Browsers run what stands in such an address.
        let callback = callback.filter(|url| !matches!(url.scheme(), "javascript" | "data"));
        let wish =
            Self { program: params.filled("api_key")?, token: params.filled("token"), callback };
        (wish.token.is_some() || wish.callback.is_some()).then_some(wish)
    }
}

/// `GET /api/auth/`: asks the person.
pub(crate) async fn show(State(surface): State<Surface>, call: Call) -> Response {
    let Some(wish) = Wish::read(&call.params) else { return nothing_asked() };
    let ended = |token| !surface.accounts().is_scrobbler_request(wish.program, token);
    if wish.token.is_some_and(ended) {
        return too_late();
    }
    match signed_in(&surface, &call, &client(&call.parts)).await {
        Ok(caller) => question(&wish, caller.is_some(), None),
        Err(error) => failed(&wish, error),
    }
}

/// `POST /api/auth/`: the person has agreed.
pub(crate) async fn approve(State(surface): State<Surface>, call: Call) -> Response {
    let Some(wish) = Wish::read(&call.params) else { return nothing_asked() };
    let client = client(&call.parts);
    match agree(&surface, (&call, &wish), &client).await {
        Ok(response) => response,
        Err(error) => failed(&wish, error),
    }
}

async fn agree(
    surface: &Surface,
    (call, wish): (&Call, &Wish<'_>),
    client: &Client,
) -> accounts::Result<Response> {
    let accounts = surface.accounts();
    let named = call.params.filled("name").zip(call.params.get("password"));
    let (caller, is_visitor) = match named {
        Some((name, password)) => {
            let (name, password) = (name.to_owned(), password.to_owned());
            let (_, pair) = accounts.sign_in(&Credentials { name, password }, client).await?;
            (accounts.check(&pair.access, client).await?, true)
        }
        None => {
            let ours = surface.options().public_origin.as_deref();
            if cookies::is_same_site(ours, &call.parts.headers) != Some(true) {
                return Ok(cross_site());
            }
            let caller = signed_in(surface, call, client).await?;
            (caller.ok_or(Refusal::NotSignedIn)?, false)
        }
    };
    let token = match wish.token {
        Some(token) => token.to_owned(),
        None => accounts.new_scrobbler_request(wish.program),
    };
    let approved = accounts.approve_scrobbler(&caller, (wish.program, &token), client).await;
    if is_visitor {
        // This page signs nobody in for more than the one answer.
        accounts.sign_out(&caller, client).await?;
    }
    approved?;
    Ok(match &wish.callback {
        Some(url) => {
            let mut url = url.clone();
            url.query_pairs_mut().append_pair("token", &token);
            Redirect::to(url.as_str()).into_response()
        }
        None => {
            let body = "<p>You can close this page and go back to the program.</p>";
            page(StatusCode::OK, "Approved", body)
        }
    })
}

/// The person whom the cookie knows.
async fn signed_in(
    surface: &Surface,
    call: &Call,
    client: &Client,
) -> accounts::Result<Option<Caller>> {
    let Some(token) = cookies::find(&call.parts.headers, cookies::SESSION) else { return Ok(None) };
    match surface.accounts().check(token, client).await {
        Ok(caller) => Ok(Some(caller)),
        Err(error) if error.refusal().is_some() => Ok(None),
        Err(error) => Err(error),
    }
}

fn question(wish: &Wish<'_>, is_signed_in: bool, complaint: Option<&str>) -> Response {
    let program: String = wish.program.chars().take(MAX_SHOWN).collect();
    let mut form = hidden("api_key", wish.program);
    form += &wish.token.map(|token| hidden("token", token)).unwrap_or_default();
    let mut body = format!(
        "<p>A program wants to submit and read your listens. It calls itself <b>{}</b>.</p>",
        text(&program)
    );
    if let Some(url) = &wish.callback {
        form += &hidden("cb", url.as_str());
        let place = url.host_str().unwrap_or_else(|| url.scheme());
        body += &format!("<p>After that, this page leads to <b>{}</b>.</p>", text(place));
    }
    body += &complaint.map(|why| format!("<p><b>{}</b></p>", text(why))).unwrap_or_default();
    let fields = match is_signed_in {
        true => "",
        false => {
            "<label>Name<input name=\"name\" autocomplete=\"username\" required></label>\
             <label>Password<input name=\"password\" type=\"password\" \
             autocomplete=\"current-password\" required></label>"
        }
    };
    body += &format!(
        "<form method=\"post\" action=\"/api/auth/\">{form}{fields}<button>Approve</button></form>\
         <p>If you did not start this program yourself, close this page.</p>"
    );
    let status = if complaint.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    page(status, "Approve a program", &body)
}

fn failed(wish: &Wish<'_>, error: accounts::Error) -> Response {
    match error.refusal() {
        Some(Refusal::LinkEnded) => too_late(),
        Some(refusal) => question(wish, false, Some(&refusal.to_string())),
        None => {
            let failure = crate::failure::Failure::from(error);
            page(
                failure.status(),
                "This did not work",
                &format!("<p>{}</p>", text(failure.parts().1)),
            )
        }
    }
}

fn nothing_asked() -> Response {
    let body = "<p>Programs open this page with their key and a token.</p>";
    page(StatusCode::BAD_REQUEST, "Nothing to approve", body)
}

fn too_late() -> Response {
    let body =
        "<p>Start again in the program: what it asked for was approved, or an hour is over.</p>";
    page(StatusCode::FORBIDDEN, "Too late", body)
}

fn cross_site() -> Response {
    let body = "<p>Another site has sent this form. Open the page from the program again.</p>";
    page(StatusCode::FORBIDDEN, "Not approved", body)
}
