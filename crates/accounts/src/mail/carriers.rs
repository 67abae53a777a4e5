//! Carriers of mails: a mail server, or files in a directory where there is none.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{SmtpTransport, Transport as _};

use crate::mail::Message;

/// How long a mail server may take for one step.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Brings one mail on its way.
pub trait Carrier: Send {
    /// Sends the mail; may take long.
    ///
    /// # Errors
    /// [`MailError`]; the mail may be carried again.
    fn carry(&self, message: &Message) -> Result<(), MailError>;
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// An address that no mail can have.
    #[error("the address cannot be used: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// A mail that cannot be written.
    #[error("the mail cannot be written: {0}")]
    Mail(#[from] lettre::error::Error),
    /// The mail server refused, or cannot be reached.
    #[error("the mail server: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Its reason.
        source: std::io::Error,
    },
}

/// How the way to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// TLS from the first byte, usually at port 465.
    Implicit,
    /// TLS after a greeting, usually at port 587; without it nothing is sent.
    StartTls,
    /// None: only for a server on the same machine.
    None,
}

/// Where the mail server is.
#[derive(Clone)]
pub struct SmtpOptions {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The protection.
    pub tls: SmtpTls,
    /// Name and password there.
    pub credentials: Option<(String, String)>,
    /// Who mails are from, as in `Gatefold <music@example.org>`.
    pub from: String,
}

/// A mail server.
pub struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Smtp {
    /// Prepares to send; nothing is connected yet.
    ///
    /// # Errors
    /// [`MailError::Address`] of the sender, [`MailError::Server`] when TLS cannot be set up.
    pub fn new(options: &SmtpOptions) -> Result<Self, MailError> {
        let parameters = || TlsParameters::new(options.host.clone());
        let tls = match options.tls {
            SmtpTls::Implicit => Tls::Wrapper(parameters()?),
            SmtpTls::StartTls => Tls::Required(parameters()?),
            SmtpTls::None => Tls::None,
        };
        let builder = SmtpTransport::builder_dangerous(&options.host).port(options.port);
        let mut builder = builder.tls(tls).timeout(Some(TIMEOUT));
        if let Some((name, password)) = options.credentials.clone() {
            builder = builder.credentials(Credentials::new(name, password));
        }
        Ok(Self { transport: builder.build(), from: options.from.parse()? })
    }
}

impl Carrier for Smtp {
    fn carry(&self, message: &Message) -> Result<(), MailError> {
        self.transport.send(&write(message, &self.from)?)?;
        Ok(())
    }
}

/// A directory with one file for each mail, readable by its owner only: they hold links that set
/// passwords.
pub struct Outbox {
    directory: PathBuf,
    from: Mailbox,
}

impl Outbox {
    /// Makes the directory if it is not there.
    ///
    /// # Errors
    /// [`MailError::Address`] of the sender, [`MailError::Io`].
    pub fn new(directory: impl Into<PathBuf>, from: &str) -> Result<Self, MailError> {
        use std::os::unix::fs::DirBuilderExt as _;
        let directory = directory.into();
        let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&directory);
        made.map_err(|source| MailError::Io { path: directory.clone(), source })?;
        Ok(Self { directory, from: from.parse()? })
    }
}

impl Carrier for Outbox {
    fn carry(&self, message: &Message) -> Result<(), MailError> {
        let path = self.directory.join(format!("{}.eml", message.id));
        let bytes = write(message, &self.from)?.formatted();
        let options = || {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).mode(0o600).clone()
        };
        let mut file =
            options().open(&path).map_err(|source| MailError::Io { path: path.clone(), source })?;
        file.write_all(&bytes).map_err(|source| MailError::Io { path, source })
    }
}

/// The mail with its headers (RFC 5322).
fn write(message: &Message, from: &Mailbox) -> Result<lettre::Message, MailError> {
    let domain = from.email.domain();
    let mail = MessageBuilder::new()
        .message_id(Some(format!("<{}@{domain}>", message.id)))
        .from(from.clone())
        .to(Mailbox::new(None, message.to.parse()?))
        .subject(&message.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(message.text.clone())?;
    Ok(mail)
}
