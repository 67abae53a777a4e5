//! Accounts as clients see them.

mod administration;
mod auth;
mod authorisation;
mod noise;
mod oidc;
mod own;
pub mod world;

/// Codes that only these paths answer with.
pub const CODES: [&str; 16] = [
    "not_signed_in",
    "wrong_credentials",
    "session_ended",
    "account_disabled",
    "too_many_attempts",
    "taken",
    "registration_closed",
    "invitation_needed",
    "link_ended",
    "scope_needed",
    "session_needed",
    "admin_needed",
    "last_admin",
    "too_many",
    "cross_site",
    "provider_failed",
];
