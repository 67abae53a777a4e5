#![doc = include_str!("../README.md")]

mod accounts;
mod app_tokens;
mod audit;
mod caller;
mod effects;
mod error;
mod guessing;
mod ids;
mod keyring;
mod names;
mod options;
mod passwords;
mod registration;
mod scopes;
mod secrets;
mod sessions;
mod settings;
mod sign_in;
mod tokens;

pub use accounts::Accounts;
pub use app_tokens::{AppTokenInfo, NewAppToken};
pub use audit::Action;
pub use caller::{Caller, Client, Means};
pub use effects::{Clock, Effects, Randomness};
pub use error::{Error, Refusal, Result};
pub use keyring::{Keyring, KeyringError};
pub use options::{Options, PasswordOptions, Registration};
pub use registration::NewAccount;
pub use scopes::{Scope, Scopes};
pub use secrets::Rotated;
pub use sessions::{SessionInfo, TokenPair};
pub use settings::{BITRATES_KBPS, Language, Settings, Theme, TranscodeFormat, Visibility};
pub use sign_in::Credentials;
pub use store::audit::AuditEvent;
pub use store::users::{Profile, Role, User};
