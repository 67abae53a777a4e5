//! Signatures of requests: over all parameters and the secret of the program.

use listens::relay;
use subtle::ConstantTimeEq as _;

use crate::Options;
use crate::failure::{Code, Failure};
use crate::params::Params;

/// A program whose secret is known.
#[derive(Clone)]
pub struct App {
    /// The key that it sends.
    pub key: String,
    /// What it signs with.
    pub secret: String,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "App {{ {:?}, … }}", self.key)
    }
}

/// Checks the signature of a program that is known. Others sign with secrets that only Last.fm
/// has, so nobody can check them here.
///
/// # Errors
/// Error 13; error 10 for other programs where the operator wants none.
pub(crate) fn check(options: &Options, params: &Params) -> Result<(), Failure> {
    let key = params.get("api_key").unwrap_or_default();
    let Some(app) = options.apps.iter().find(|app| app.key == key) else {
        return if options.only_known_apps { Err(Code::ApiKey.into()) } else { Ok(()) };
    };
    let sent = params.get("api_sig").unwrap_or_default().to_ascii_lowercase();
    let expected = sign(params, &app.secret);
    match bool::from(expected.as_bytes().ct_eq(sent.as_bytes())) {
        true => Ok(()),
        false => Err(Code::Signature.into()),
    }
}

/// The signature of parameters: names in the order of their bytes, each followed by its value.
pub(crate) fn sign(params: &Params, secret: &str) -> String {
    relay::sign(params.0.iter().map(|(name, value)| (name.as_str(), value.as_str())), secret)
}
