//! Rules: corrections for the past and the future.

use axum::extract;
use axum::response::Response;
use edge::Problem;
use edge::extract::{Json, NoQuery};
use edge::problem::code;
use http::StatusCode;
use listens::{Becomes, Condition, Effect, KeptRule, Listen, Rule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Listening;
use super::changes::NewWordsRequest;
use super::own::{Reader, RuleId, Writer};
use super::problems::{OwnProblems, WriteProblems};
use super::shapes::{ListenShape, WordsShape};
use crate::accounts::shapes::{done, instant, private};
use crate::error::Result;

/// Which words, whatever their letter case and accents: all names that are given hold.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleCondition {
    /// Artist credit.
    #[serde(default)]
    artist_name: Option<String>,
    /// Title.
    #[serde(default)]
    recording_name: Option<String>,
    /// Title of the release.
    #[serde(default)]
    release_name: Option<String>,
}

/// A rule: a condition, and one effect.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleRequest {
    /// Which words.
    condition: RuleCondition,
    /// Other words.
    rename: Option<NewWordsRequest>,
    /// The artist is several: their names.
    split: Option<Vec<String>>,
    /// The artists are one: the name.
    join: Option<String>,
    /// Whether such listens are neither shown nor counted.
    #[serde(default)]
    is_blocked: bool,
    /// Whether the artist's name looks like several names and is one.
    #[serde(default)]
    is_kept_together: bool,
    /// Whether the rule is only tried out.
    #[serde(default)]
    is_preview: bool,
}

impl RuleRequest {
    fn rule(self) -> Result<Rule, Problem> {
        let RuleCondition { artist_name, recording_name, release_name } = self.condition;
        let effects = [
            self.rename.map(|words| Effect::Rename(words.into())),
            self.split.map(Effect::Split),
            self.join.map(Effect::Join),
            self.is_blocked.then_some(Effect::Block),
            self.is_kept_together.then_some(Effect::KeepTogether),
        ];
        let mut effects = effects.into_iter().flatten();
        let effect = effects.next().filter(|_| effects.next().is_none()).ok_or_else(|| {
            let words = "say one of rename, split, join, is_blocked and is_kept_together";
            Problem::new(code::INVALID_FIELD).parameter("rule").detail(words)
        })?;
        Ok(Rule { condition: Condition { artist_name, recording_name, release_name }, effect })
    }
}

/// A rule.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleShape {
    /// Id.
    id: String,
    /// Which words.
    condition: RuleCondition,
    /// `rename split join block keep_together`
    effect: &'static str,
    /// The names that the effect uses: artist, title and release of a renaming, null where one
    /// stays; the artists of a split or join.
    names: Vec<Option<String>>,
    /// Whether it is applied.
    is_enabled: bool,
    /// When it was made, RFC 3339.
    created_at: String,
}

impl From<KeptRule> for RuleShape {
    fn from(kept: KeptRule) -> Self {
        let Condition { artist_name, recording_name, release_name } = kept.rule.condition;
        let (effect, names) = match kept.rule.effect {
            Effect::Rename(new) => {
                ("rename", vec![new.artist_name, new.recording_name, new.release_name])
            }
            Effect::Split(names) => ("split", names.into_iter().map(Some).collect()),
            Effect::Join(name) => ("join", vec![Some(name)]),
            Effect::Block => ("block", Vec::new()),
            Effect::KeepTogether => ("keep_together", Vec::new()),
        };
        Self {
            id: kept.id.to_string(),
            condition: RuleCondition { artist_name, recording_name, release_name },
            effect,
            names,
            is_enabled: kept.is_enabled,
            created_at: instant(kept.created_at_ms),
        }
    }
}

/// All rules.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleList {
    /// In the order in which they are applied.
    rules: Vec<RuleShape>,
}

/// What a rule concerns.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuleMade {
    /// The id of the rule; null when it was only tried out.
    id: Option<String>,
    /// How many listens it would concern, when it was only tried out.
    listens: Option<u64>,
    /// The newest of them.
    first: Vec<RuledShape>,
}

/// A listen, and what a rule would make of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct RuledShape {
    /// As it is.
    listen: ListenShape,
    /// What it would become; null when it would be neither shown nor counted.
    becomes: Option<BecomesShape>,
}

/// What a listen would become.
#[derive(Serialize, ToSchema)]
pub(crate) struct BecomesShape {
    /// Its words.
    words: WordsShape,
    /// The names of the artists that it would count for.
    artists: Vec<String>,
    /// The MBID of the recording; null when the catalogue does not know the words.
    recording_mbid: Option<String>,
}

impl From<(Listen, Option<Becomes>)> for RuledShape {
    fn from((listen, becomes): (Listen, Option<Becomes>)) -> Self {
        let becomes = becomes.map(|it| BecomesShape {
            words: it.words.into(),
            artists: it.artists,
            recording_mbid: it.recording_mbid.map(|mbid| mbid.to_string()),
        });
        Self { listen: listen.into(), becomes }
    }
}

/// Whether a rule is applied.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SwitchRequest {
    /// Whether it is applied.
    is_enabled: bool,
}

/// List own rules
#[utoipa::path(
    get,
    path = "/v1/listens/rules",
    tag = "listening",
    responses((status = 200, description = "All rules", body = RuleList), OwnProblems),
)]
pub(crate) async fn list_rules(
    extract::State(listening): extract::State<Listening>,
    Reader(user_id): Reader,
    _: NoQuery,
) -> Result<Response> {
    let rules = listening.listens().rules(user_id).await?;
    let rules = rules.into_iter().map(RuleShape::from).collect();
    Ok(private(StatusCode::OK, RuleList { rules }))
}

/// Make a rule, or try one out
///
/// It is applied to all listens, old and new.
#[utoipa::path(
    post,
    path = "/v1/listens/rules",
    tag = "listening",
    request_body = RuleRequest,
    responses((status = 200, description = "What it concerns", body = RuleMade), WriteProblems),
)]
pub(crate) async fn add_rule(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    _: NoQuery,
    Json(request): Json<RuleRequest>,
) -> Result<Response> {
    let listens = listening.listens();
    let is_preview = request.is_preview;
    let rule = request.rule()?;
    let made = if is_preview {
        let preview = listens.preview_rule(user_id, &rule).await?;
        let first = preview.first.into_iter().map(RuledShape::from).collect();
        RuleMade { id: None, listens: Some(preview.listens), first }
    } else {
        let id = listens.add_rule(user_id, &rule).await?;
        RuleMade { id: Some(id.to_string()), listens: None, first: Vec::new() }
    };
    Ok(private(StatusCode::OK, made))
}

/// Switch a rule on or off
#[utoipa::path(
    patch,
    path = "/v1/listens/rules/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a rule")),
    request_body = SwitchRequest,
    responses((status = 204, description = "It is as asked"), WriteProblems),
)]
pub(crate) async fn switch_rule(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    RuleId(rule): RuleId,
    Json(request): Json<SwitchRequest>,
) -> Result<Response> {
    listening.listens().set_rule_enabled(user_id, rule, request.is_enabled).await?;
    Ok(done())
}

/// Delete a rule
///
/// Listens are as if it had never been.
#[utoipa::path(
    delete,
    path = "/v1/listens/rules/{id}",
    tag = "listening",
    params(("id" = String, Path, description = "The id of a rule")),
    responses((status = 204, description = "It is gone"), WriteProblems),
)]
pub(crate) async fn delete_rule(
    extract::State(listening): extract::State<Listening>,
    Writer(user_id): Writer,
    RuleId(rule): RuleId,
) -> Result<Response> {
    listening.listens().remove_rule(user_id, rule).await?;
    Ok(done())
}
