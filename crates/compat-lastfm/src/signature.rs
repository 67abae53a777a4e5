//! Signatures of requests: over all parameters and the secret of the program.

use listens::relay;
use md5::{Digest as _, Md5};
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
    match known(options, params)? {
        Some(app) => compare(params.get("api_sig"), &sign(params, &app.secret)),
        None => Ok(()),
    }
}

/// Checks the digest of a handshake with a session key: of the secret and the time.
///
/// # Errors
/// As [`check`].
pub(crate) fn check_handshake(options: &Options, params: &Params) -> Result<(), Failure> {
    let Some(app) = known(options, params)? else { return Ok(()) };
    let digest = Md5::new().chain_update(&app.secret);
    let digest = digest.chain_update(params.get("t").unwrap_or_default()).finalize();
    let expected: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    compare(params.get("a"), &expected)
}

/// The program that asks, when its secret is known.
fn known<'o>(options: &'o Options, params: &Params) -> Result<Option<&'o App>, Failure> {
    let key = params.get("api_key").unwrap_or_default();
    let app = options.apps.iter().find(|app| app.key == key);
    match app.is_none() && options.only_known_apps {
        true => Err(Code::ApiKey.into()),
        false => Ok(app),
    }
}

fn compare(sent: Option<&str>, expected: &str) -> Result<(), Failure> {
    let sent = sent.unwrap_or_default().to_ascii_lowercase();
    match bool::from(expected.as_bytes().ct_eq(sent.as_bytes())) {
        true => Ok(()),
        false => Err(Code::Signature.into()),
    }
}

/// The signature of parameters: names in the order of their bytes, each followed by its value.
pub(crate) fn sign(params: &Params, secret: &str) -> String {
    relay::sign(params.0.iter().map(|(name, value)| (name.as_str(), value.as_str())), secret)
}
