//! Look-ups by id and by code: one handler a path, one file a kind of thing.

use axum::extract::Request;
use axum::response::Response;
use serde::Serialize;

use crate::answer::Answer;
use crate::codes;
use crate::error::Result;
use crate::kept::Key;
use crate::state::State;
use crate::view::Cx;
use crate::view::resolve::AnyId;
use crate::view::text::Id;

pub(crate) mod album;
pub(crate) mod artist;
pub(crate) mod artist_albums;
pub(crate) mod code;
pub(crate) mod label;
pub(crate) mod recording;
pub(crate) mod release_group;
pub(crate) mod track;
pub(crate) mod work;

/// A kind of thing that has an address of its own.
pub(crate) struct Resource {
    /// Its name for people.
    name: &'static str,
    /// The address up to the id.
    pub(crate) path: &'static str,
    /// The address after the id.
    rest: &'static str,
}

impl Resource {
    /// Answers a look-up by id.
    fn answer(
        &self,
        state: &State,
        (request, text): (&Request, &str),
        make: impl FnOnce(Cx<'_>, &AnyId<'_>) -> Result<Option<Answer>>,
    ) -> Result<Response> {
        self.answer_tagged(state, (request, text, self.rest), make)
    }

    /// Answers a look-up by id whose answer depends on more than the id: `tag` says on what.
    fn answer_tagged(
        &self,
        state: &State,
        (request, text, tag): (&Request, &str, &str),
        make: impl FnOnce(Cx<'_>, &AnyId<'_>) -> Result<Option<Answer>>,
    ) -> Result<Response> {
        let key = Key { path: self.path, tag, text };
        state.answer(request.headers(), key, |cx| {
            let id = AnyId::parse(text, cx.words.scheme());
            let id = id.ok_or_else(|| codes::malformed_id(text))?;
            let made = make(cx, &id)?;
            made.ok_or_else(|| codes::not_found(self.name, text).into())
        })
    }

    /// Writes a shape. A thing that was asked for by another name is told its own address.
    fn write(&self, shape: &impl Serialize, id: Id, renamed: bool) -> Result<Option<Answer>> {
        let location = || [self.path, id.text().as_str(), self.rest].concat();
        Ok(Some(Answer::of(shape)?.at(renamed, location)))
    }
}
