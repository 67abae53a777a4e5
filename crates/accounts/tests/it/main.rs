//! Accounts on a real database of either engine, with a clock and a mailbox that the tests hold.
#![expect(clippy::unwrap_used, reason = "tests")]

mod app_tokens;
mod audience;
mod cases;
mod deletion;
mod mail;
mod oidc;
mod place;
mod recovery;
mod registration;
mod roles;
mod scrobblers;
mod secrets;
mod sessions;
mod settings;
mod sign_in;
