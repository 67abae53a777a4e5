//! Links in mails: tokens that work once.

use std::time::Duration;

use store::one_time_tokens::{OneTimeToken, Purpose};
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::options::ms;
use crate::tokens;

/// What a new link is for.
pub(crate) struct NewLink {
    pub(crate) purpose: Purpose,
    pub(crate) user_id: Option<Uuid>,
    pub(crate) email: Option<String>,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) lifetime: Duration,
}

impl Accounts {
    /// A token for a link, and its row.
    pub(crate) fn new_link(&self, link: NewLink) -> (String, OneTimeToken) {
        let token = self.new_token(tokens::ONE_TIME);
        let now_ms = self.now_ms();
        let row = OneTimeToken {
            id: self.new_id(),
            purpose: link.purpose,
            token_hash: tokens::hash_of(&token),
            user_id: link.user_id,
            email: link.email,
            created_by: link.created_by,
            detail: "{}".to_owned(),
            created_at_ms: now_ms,
            expires_at_ms: now_ms + ms(link.lifetime),
            used_at_ms: None,
        };
        (token, row)
    }
}
