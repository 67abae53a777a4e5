//! Mails: what they say, and who carries them.

use store::user_settings;
use store::users::User;
use uuid::Uuid;

use crate::accounts::Accounts;

mod carriers;
mod post;

pub use carriers::{Carrier, MailError, Outbox, Smtp, SmtpOptions, SmtpTls};
pub use post::Post;

/// One mail to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id, for the header `Message-ID`.
    pub id: Uuid,
    /// The address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// Takes mails and returns at once: nobody waits for a mail server, and nobody learns from the
/// time of an answer whether a mail was sent.
pub trait Mail: Send + Sync {
    /// Takes a mail over.
    fn post(&self, message: Message);
}

impl<F: Fn(Message) + Send + Sync> Mail for F {
    fn post(&self, message: Message) {
        self(message);
    }
}

/// What a mail is about.
pub(crate) enum Letter<'a> {
    Verify { token: &'a str },
    Reset { token: &'a str },
    Invitation { token: &'a str, from: &'a str },
    PasswordChanged,
    EmailChanged { to: &'a str },
    NewSession { device: &'a str, address: &'a str },
}

impl Letter<'_> {
    fn subject(&self) -> &'static str {
        match self {
            Self::Verify { .. } => "Please confirm your address",
            Self::Reset { .. } => "Set a new password",
            Self::Invitation { .. } => "You are invited to Gatefold",
            Self::PasswordChanged => "Your password was changed",
            Self::EmailChanged { .. } => "Your address was changed",
            Self::NewSession { .. } => "New sign-in to your account",
        }
    }

    fn text(&self, name: &str, url: &str) -> String {
        let body = match self {
            Self::Verify { token } => format!(
                "please confirm that this address is yours:\n\n{url}/verify#token={token}\n\n\
                 If you did not ask for this, do nothing: the address will not be used."
            ),
            Self::Reset { token } => format!(
                "somebody, hopefully you, wants a new password for your account. Set it here:\n\n\
                 {url}/reset#token={token}\n\n\
                 If it was not you, do nothing: your password stays as it is."
            ),
            Self::Invitation { token, from } => format!(
                "{from} invites you to a music server. Make your account here:\n\n\
                 {url}/register#token={token}"
            ),
            Self::PasswordChanged => format!(
                "the password of your account was changed, and all other sessions were ended. \
                 App tokens still work.\n\nIf it was not you, ask for a new password at \
                 {url}/forgot and look at your app tokens."
            ),
            Self::EmailChanged { to } => format!(
                "mails for your account go to {to} from now on.\n\n\
                 If it was not you, tell an administrator of {url}."
            ),
            Self::NewSession { device, address } => format!(
                "somebody signed in to your account:\n\n  {device}\n  {address}\n\n\
                 If it was not you, change your password at {url}."
            ),
        };
        format!("Hello {name},\n\n{body}\n")
    }
}

impl Accounts {
    /// Sends a letter to an address. Links carry the token behind `#`, where no server logs it.
    pub(crate) fn send(&self, to: &str, name: &str, letter: &Letter<'_>) {
        self.effects().mail.post(Message {
            id: self.new_id(),
            to: to.to_owned(),
            subject: letter.subject().to_owned(),
            text: letter.text(name, &self.options().public_url),
        });
    }

    /// Tells a user about something that concerns the account's safety, if the user wants that
    /// and there is a proven address.
    pub(crate) async fn notify(&self, user: &User, letter: &Letter<'_>) {
        let Some(email) = user.email.as_ref().filter(|_| user.is_verified) else { return };
        match user_settings::find(self.store(), user.id).await {
            Ok(Some(settings)) if settings.notify_security_enabled => {
                self.send(&email.text, &user.username.text, letter);
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a notice was not sent"),
        }
    }
}
