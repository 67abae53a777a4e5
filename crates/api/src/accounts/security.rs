//! How a caller is known, for the OpenAPI document.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{OpenApi, PathItem, RefOr};

use super::{codes, cookies};

/// The scheme of programs.
const BEARER: &str = "bearer";
/// The scheme of the web page.
const COOKIE: &str = "session_cookie";

/// Describes the schemes, and names them at each operation that needs a caller.
pub(crate) fn describe(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(BEARER, bearer());
    components.add_security_scheme(COOKIE, cookie());
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        if needs_caller(operation) {
            let either = [BEARER, COOKIE];
            let none: [&str; 0] = [];
            operation.security =
                Some(either.map(|name| SecurityRequirement::new(name, none)).to_vec());
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// Whether an operation says that it may answer "not signed in".
fn needs_caller(operation: &Operation) -> bool {
    let status = codes::NOT_SIGNED_IN.status.as_str();
    let Some(RefOr::T(response)) = operation.responses.responses.get(status) else { return false };
    response.content.values().any(|content| match content {
        RefOr::T(content) => content.examples.contains_key(codes::NOT_SIGNED_IN.name),
        RefOr::Ref(_) => false,
    })
}

fn bearer() -> SecurityScheme {
    let description =
        "An access token of a sign-in, or an app token with the scope that is needed.";
    let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description));
    SecurityScheme::Http(http.build())
}

fn cookie() -> SecurityScheme {
    let description = "The cookie that a browser gets when it signs in with `cookies`. A change also \
        needs `Origin` or `Sec-Fetch-Site` of this site, or the cookie `gf_csrf` in `X-CSRF-Token`.";
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        cookies::SESSION,
        description,
    )))
}
