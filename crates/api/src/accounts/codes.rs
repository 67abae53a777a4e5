//! The codes of refusals by accounts.

use edge::Code;
use http::StatusCode;

/// Nobody is signed in, or the token has ended.
pub const NOT_SIGNED_IN: Code =
    Code::new("not_signed_in", StatusCode::UNAUTHORIZED, "Sign in first");
/// The name or the password is wrong.
pub const WRONG_CREDENTIALS: Code =
    Code::new("wrong_credentials", StatusCode::UNAUTHORIZED, "The name or the password is wrong");
/// The refresh token does not work any more.
pub const SESSION_ENDED: Code =
    Code::new("session_ended", StatusCode::UNAUTHORIZED, "The session has ended");
/// An administrator has disabled the account.
pub const ACCOUNT_DISABLED: Code =
    Code::new("account_disabled", StatusCode::FORBIDDEN, "The account is disabled");
/// Too many attempts to sign in.
pub const TOO_MANY_ATTEMPTS: Code =
    Code::new("too_many_attempts", StatusCode::TOO_MANY_REQUESTS, "Too many attempts");
/// Somebody has this name or address.
pub const TAKEN: Code = Code::new("taken", StatusCode::CONFLICT, "The value is taken");
/// Nobody may register.
pub const REGISTRATION_CLOSED: Code =
    Code::new("registration_closed", StatusCode::FORBIDDEN, "Registration is closed");
/// Only people who were invited may register.
pub const INVITATION_NEEDED: Code =
    Code::new("invitation_needed", StatusCode::FORBIDDEN, "An invitation is needed");
/// A token of a mail or invitation that was used or has ended.
pub const LINK_ENDED: Code =
    Code::new("link_ended", StatusCode::BAD_REQUEST, "The link was used or has ended");
/// The app token was not given the right.
pub const SCOPE_NEEDED: Code =
    Code::new("scope_needed", StatusCode::FORBIDDEN, "The app token lacks a scope");
/// App tokens cannot do this.
pub const SESSION_NEEDED: Code =
    Code::new("session_needed", StatusCode::FORBIDDEN, "Only people who signed in may do this");
/// Only administrators may do this.
pub const ADMIN_NEEDED: Code =
    Code::new("admin_needed", StatusCode::FORBIDDEN, "Only administrators may do this");
/// Nobody could run the program any more.
pub const LAST_ADMIN: Code =
    Code::new("last_admin", StatusCode::CONFLICT, "This is the last administrator");
/// There are as many as there may be.
pub const TOO_MANY: Code = Code::new("too_many", StatusCode::CONFLICT, "There are too many");
/// A page of another site may have sent this.
pub const CROSS_SITE: Code =
    Code::new("cross_site", StatusCode::FORBIDDEN, "The request may come from another site");
/// The other provider's answer cannot be used.
pub const PROVIDER_FAILED: Code =
    Code::new("provider_failed", StatusCode::BAD_GATEWAY, "Signing in elsewhere failed");

/// All of them.
pub(crate) const ALL: [Code; 16] = [
    NOT_SIGNED_IN,
    WRONG_CREDENTIALS,
    SESSION_ENDED,
    ACCOUNT_DISABLED,
    TOO_MANY_ATTEMPTS,
    TAKEN,
    REGISTRATION_CLOSED,
    INVITATION_NEEDED,
    LINK_ENDED,
    SCOPE_NEEDED,
    SESSION_NEEDED,
    ADMIN_NEEDED,
    LAST_ADMIN,
    TOO_MANY,
    CROSS_SITE,
    PROVIDER_FAILED,
];
