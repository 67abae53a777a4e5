//! Who is asking: the user, by which means, and from where.

use std::net::IpAddr;

use store::users::Role;
use uuid::Uuid;

use crate::error::{Refusal, Result};
use crate::scopes::{Scope, Scopes};

/// The longest device text that is kept, in characters.
const MAX_DEVICE: usize = 500;

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The address of the client.
    pub address: Option<IpAddr>,
    /// What the client calls itself.
    pub device: Option<String>,
}

impl Client {
    /// The address as it is kept.
    pub(crate) fn address_text(&self) -> Option<String> {
        self.address.map(|address| address.to_canonical().to_string())
    }

    /// The device as it is kept.
    pub(crate) fn device_text(&self) -> Option<String> {
        let device = self.device.as_ref()?;
        let clean = device.chars().filter(|c| !c.is_control()).take(MAX_DEVICE);
        Some(clean.collect::<String>()).filter(|text| !text.is_empty())
    }
}

/// By which means a user is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// An access token of a sign-in.
    Session {
        /// The sign-in.
        family_id: Uuid,
    },
    /// A credential of a program.
    AppToken {
        /// The token.
        id: Uuid,
        /// What it may do.
        scopes: Scopes,
    },
    /// A proxy that the operator trusts says so.
    Proxy,
}

/// A user who may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Who it is.
    pub user_id: Uuid,
    /// What the user may do.
    pub role: Role,
    /// How this is known.
    pub means: Means,
}

impl Caller {
    /// Asks for a right: people have all of their role, app tokens those that they were given.
    ///
    /// # Errors
    /// [`Refusal::ScopeNeeded`]; [`Refusal::AdminNeeded`] for [`Scope::Admin`].
    pub fn require(&self, scope: Scope) -> Result<()> {
        if let Means::AppToken { scopes, .. } = self.means
            && !scopes.contains(scope)
        {
            return Err(Refusal::ScopeNeeded { scope: scope.as_str() }.into());
        }
        if scope == Scope::Admin && self.role != Role::Admin {
            return Err(Refusal::AdminNeeded.into());
        }
        Ok(())
    }

    /// Asks for a person: what concerns credentials is not for app tokens.
    ///
    /// # Errors
    /// [`Refusal::SessionNeeded`].
    pub fn require_person(&self) -> Result<()> {
        match self.means {
            Means::AppToken { .. } => Err(Refusal::SessionNeeded.into()),
            Means::Session { .. } | Means::Proxy => Ok(()),
        }
    }

    /// The app token of the caller, if it is one.
    #[must_use]
    pub fn app_token_id(&self) -> Option<Uuid> {
        match self.means {
            Means::AppToken { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The sign-in of the caller, if it is one.
    #[must_use]
    pub fn family_id(&self) -> Option<Uuid> {
        match self.means {
            Means::Session { family_id } => Some(family_id),
            _ => None,
        }
    }
}
