//! Signatures of requests: MD5 over all parameters and the secret of the program.

use md5::{Digest as _, Md5};
use subtle::ConstantTimeEq as _;

use crate::Options;
use crate::failure::{Code, Failure};
use crate::params::Params;

/// Parameters that are not signed.
const UNSIGNED: [&str; 3] = ["api_sig", "format", "callback"];

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
    let signed = params.0.iter().filter(|(name, _)| !UNSIGNED.contains(&name.as_str()));
    let mut signed: Vec<&(String, String)> = signed.collect();
    signed.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut hasher = Md5::new();
    for (name, value) in signed {
        hasher.update(name.as_bytes());
        hasher.update(value.as_bytes());
    }
    hasher.update(secret.as_bytes());
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
