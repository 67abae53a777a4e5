//! `GET /1/validate-token`: whose token it is.

use axum::extract::{FromRequestParts, Request, State};
use axum::response::IntoResponse as _;
use edge::extract::Json;
use serde_json::json;

use crate::Surface;
use crate::caller::{client, known, token};
use crate::failure::{Answer, Failure};
use crate::params::Params;

/// `GET /1/validate-token`
pub(crate) async fn validate_token(State(surface): State<Surface>, request: Request) -> Answer {
    let (mut parts, _) = request.into_parts();
    let Ok(params) = Params::from_request_parts(&mut parts, &surface).await;
    let client = client(&parts);
    let Some(token) = token(&parts.headers).ok().or_else(|| params.filled("token")) else {
        return Err(Failure::bad_request("You need to provide an Authorization token."));
    };
    let Some(caller) = known(surface.accounts(), token, &client).await? else {
        let answer = json!({"code": 200, "message": "Token invalid.", "valid": false});
        return Ok(Json(answer).into_response());
    };
    let user = surface.accounts().find_own(&caller).await?;
    let answer = json!({
        "code": 200,
        "message": "Token valid.",
        "valid": true,
        "user_name": user.username.text,
    });
    Ok(Json(answer).into_response())
}
