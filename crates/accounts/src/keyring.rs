//! The master keys: one that encrypts, and older ones that still decrypt.
//!
//! The file has one key a line in base64url, the active one first; lines that begin with `#` are
//! remarks. The id of a key is derived from it, so it cannot be given to another by mistake.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use store::secrets::Sealed;

use crate::effects::Randomness;

/// Bytes of a nonce of XChaCha20: enough to be random for every message.
const NONCE: usize = 24;
/// Keys in one file; older ones are to be rotated away first.
const MAX_KEYS: usize = 16;
/// The greatest file that is read, in bytes.
const MAX_FILE: u64 = 16 * 1024;

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// A line is no key.
    #[error(
        "line {0} of the master keys is not 32 bytes in base64url: restore the file from a backup"
    )]
    Line(usize),
    /// No key, or too many.
    #[error("there must be 1 to 16 master keys, one a line")]
    Count,
    /// Others may read the file.
    #[error("{} may be read by others: run chmod 600 on it", path.display())]
    Open {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
}

/// What a ciphertext belongs to: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    pub(crate) row: uuid::Uuid,
    pub(crate) purpose: &'a str,
}

impl Place<'_> {
    /// The associated data: lengths keep the parts apart.
    fn bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        for part in [self.table.as_bytes(), self.row.as_bytes(), self.purpose.as_bytes()] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

#[derive(Clone)]
struct Key {
    id: String,
    bytes: [u8; 32],
}

impl Key {
    fn new(bytes: [u8; 32]) -> Self {
        let digest = blake3::derive_key("gatefold 2026 id of a master key", &bytes);
        let id = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { id, bytes }
    }
}

/// All master keys. `Debug` shows ids only.
#[derive(Clone)]
pub struct Keyring {
    /// The active one first; never empty.
    keys: Vec<Key>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

impl Keyring {
    /// One new key.
    #[must_use]
    pub fn generate(random: &dyn Randomness) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self { keys: vec![Key::new(bytes)] }
    }

    /// Reads keys from a text in the form of the file, such as a variable of the environment.
    ///
    /// # Errors
    /// [`KeyringError::Line`], [`KeyringError::Count`].
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let mut keys = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bytes = URL_SAFE_NO_PAD.decode(line).ok();
            let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
            keys.push(Key::new(bytes.ok_or(KeyringError::Line(number + 1))?));
        }
        if keys.is_empty() || keys.len() > MAX_KEYS {
            return Err(KeyringError::Count);
        }
        Ok(Self { keys })
    }

    /// Reads the file, or makes it with one new key, readable by its owner only.
    ///
    /// # Errors
    /// [`KeyringError`], also when others may read the file.
    pub fn open(path: &Path, random: &dyn Randomness) -> Result<Self, KeyringError> {
        let io = |source| KeyringError::Io { path: path.to_owned(), source };
        match File::open(path) {
            Ok(file) => {
                use std::os::unix::fs::PermissionsExt as _;
                let about = file.metadata().map_err(io)?;
                if about.permissions().mode() & 0o077 != 0 {
                    return Err(KeyringError::Open { path: path.to_owned() });
                }
                let mut text = String::new();
                let mut file = std::io::Read::take(file, MAX_FILE);
                std::io::Read::read_to_string(&mut file, &mut text).map_err(io)?;
                Self::parse(&text)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let keyring = Self::generate(random);
                match keyring.write(path, true) {
                    // Another process was first: its key is the one.
                    Err(KeyringError::Io { source, .. })
                        if source.kind() == ErrorKind::AlreadyExists =>
                    {
                        Self::open(path, random)
                    }
                    written => written.map(|()| keyring),
                }
            }
            Err(error) => Err(io(error)),
        }
    }

    /// Replaces the file as a whole: a crash leaves the old one or the new one.
    ///
    /// # Errors
    /// [`KeyringError::Io`].
    pub fn save(&self, path: &Path) -> Result<(), KeyringError> {
        self.write(path, false)
    }

    /// The same keys behind a new active one.
    #[must_use]
    pub fn rotated(&self, random: &dyn Randomness) -> Self {
        let mut keys = Self::generate(random).keys;
        keys.extend(self.keys.iter().cloned());
        Self { keys }
    }

    /// Only the active key, for when nothing is under an older one any more.
    #[must_use]
    pub fn without_old(&self) -> Self {
        Self { keys: self.keys[..1].to_vec() }
    }

    /// The id of the key that encrypts.
    #[must_use]
    pub fn active_id(&self) -> &str {
        &self.keys[0].id
    }

    /// Writes beside the file and moves the whole into place.
    fn write(&self, path: &Path, is_first: bool) -> Result<(), KeyringError> {
        let io = |source| KeyringError::Io { path: path.to_owned(), source };
        let mut text =
            "# Master keys, the active one first. Who loses them loses all saved secrets.\n"
                .to_owned();
        for key in &self.keys {
            URL_SAFE_NO_PAD.encode_string(key.bytes, &mut text);
            text.push('\n');
        }
        let beside = path.with_extension(format!("new-{}", std::process::id()));
        let written = (|| {
            let mut file =
                OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            // A link fails where a file is; a rename would replace what another process made.
            if is_first {
                std::fs::hard_link(&beside, path)
            } else {
                std::fs::rename(&beside, path)
            }
        })();
        if is_first || written.is_err() {
            let _gone_or_never_there = std::fs::remove_file(&beside);
        }
        written.map_err(io)
    }

    /// Encrypts with the active key, bound to its place.
    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8], random: &dyn Randomness) -> Sealed {
        let key = &self.keys[0];
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce);
        let cipher = XChaCha20Poly1305::new(&key.bytes.into());
        let associated = place.bytes();
        let payload = Payload { msg: plain, aad: &associated };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.expect("only messages of more than 256 GiB cannot be encrypted");
        let ciphertext = [nonce.as_slice(), &sealed].concat();
        Sealed { ciphertext, key_id: key.id.clone() }
    }

    /// Decrypts what was encrypted for this place; none when it was not, or its key is gone.
    pub(crate) fn unseal(&self, place: Place<'_>, sealed: &Sealed) -> Option<Vec<u8>> {
        let key = self.keys.iter().find(|key| key.id == sealed.key_id)?;
        let (nonce, message) = sealed.ciphertext.split_first_chunk::<NONCE>()?;
        let cipher = XChaCha20Poly1305::new(&key.bytes.into());
        let associated = place.bytes();
        let payload = Payload { msg: message, aad: &associated };
        cipher.decrypt(&XNonce::from(*nonce), payload).ok()
    }

    /// 32 bytes that follow from a text and the active key, and that nobody else can compute.
    pub(crate) fn derive(&self, purpose: &str, text: &str) -> [u8; 32] {
        let key = blake3::derive_key(
            "gatefold 2026 values derived from a master key",
            &self.keys[0].bytes,
        );
        let mut hasher = blake3::Hasher::new_keyed(&key);
        hasher.update(&(purpose.len() as u64).to_be_bytes());
        hasher.update(purpose.as_bytes());
        hasher.update(text.as_bytes());
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests;
