//! Rules: conditions on words, and what they make of them.

use serde::{Deserialize, Serialize};
use store::listen_rules::{self, Action};
use text::fold_equal;

use crate::corrections::NewWords;
use crate::error::{Refusal, Result};
use crate::words::Words;

/// Characters of a name in a rule at most.
const MAX_NAME: usize = 2000;

/// Which words a rule concerns: all names that it gives are compared, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Condition {
    /// Artist credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artist_name: Option<String>,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording_name: Option<String>,
    /// Title of the release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_name: Option<String>,
}

impl Condition {
    /// Whether it concerns these words.
    #[must_use]
    pub fn holds(&self, words: &Words) -> bool {
        let is = |wanted: &Option<String>, name: Option<&str>| match wanted {
            None => true,
            Some(wanted) => name.is_some_and(|name| fold_equal(wanted, name)),
        };
        is(&self.artist_name, Some(&words.artist_name))
            && is(&self.recording_name, Some(&words.recording_name))
            && is(&self.release_name, words.release_name.as_deref())
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        [&self.artist_name, &self.recording_name, &self.release_name].into_iter().flatten()
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Other words.
    Rename(NewWords),
    /// The artist is several.
    Split(Vec<String>),
    /// The artists are one, of this name.
    Join(String),
    /// Not shown and not counted.
    Block,
    /// The artist's name looks like several names and is one.
    KeepTogether,
}

/// A rule, ready for use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which words.
    pub condition: Condition,
    /// What happens to them.
    pub effect: Effect,
}

/// What rules make of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ruling {
    Same,
    Blocked,
    Words(Box<Words>),
}

/// What stands between artists of a credit that are several for certain.
pub(crate) const BETWEEN_ARTISTS: &str = "; ";

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Artists {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    artists: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    artist: Option<String>,
}

impl Rule {
    /// The rule of a row; none for one that a newer program wrote.
    pub(crate) fn read(row: &listen_rules::Rule) -> Option<Self> {
        let condition = serde_json::from_str(&row.condition).ok()?;
        let artists = || serde_json::from_str::<Artists>(&row.effect).ok();
        let effect = match row.action {
            Action::Rename => Effect::Rename(serde_json::from_str(&row.effect).ok()?),
            Action::Split => Effect::Split(artists()?.artists),
            Action::Join => Effect::Join(artists()?.artist?),
            Action::Block => Effect::Block,
            Action::KeepTogether => Effect::KeepTogether,
        };
        Some(Self { condition, effect })
    }

    /// The action and the JSON of condition and effect.
    pub(crate) fn write(&self) -> Result<(Action, String, String)> {
        self.check()?;
        let json = |error: serde_json::Error| crate::Error::Internal(error.into());
        let (action, effect) = match &self.effect {
            Effect::Rename(words) => (Action::Rename, serde_json::to_string(words)),
            Effect::Split(artists) => {
                let artists = artists.clone();
                (Action::Split, serde_json::to_string(&Artists { artists, artist: None }))
            }
            Effect::Join(artist) => {
                let artist = Some(artist.clone());
                (Action::Join, serde_json::to_string(&Artists { artists: Vec::new(), artist }))
            }
            Effect::Block => (Action::Block, Ok("{}".to_owned())),
            Effect::KeepTogether => (Action::KeepTogether, Ok("{}".to_owned())),
        };
        let condition = serde_json::to_string(&self.condition).map_err(json)?;
        Ok((action, condition, effect.map_err(json)?))
    }

    fn check(&self) -> Result<()> {
        let mut names: Vec<&String> = self.condition.names().collect();
        if names.is_empty() {
            return Err(Refusal::invalid("condition", "name an artist, a recording or a release"));
        }
        let is_about_artist = match &self.effect {
            Effect::Rename(words) if words.is_empty() => {
                return Err(Refusal::invalid("effect", "give at least one new name"));
            }
            Effect::Rename(words) => {
                names.extend(words.artist_name.iter().chain(&words.recording_name));
                false
            }
            Effect::Split(artists) if artists.len() < 2 || artists.len() > 50 => {
                return Err(Refusal::invalid("effect", "give 2 to 50 artists"));
            }
            Effect::Split(artists) => {
                names.extend(artists);
                true
            }
            Effect::Join(artist) => {
                names.push(artist);
                true
            }
            Effect::Block => false,
            Effect::KeepTogether => true,
        };
        if is_about_artist && self.condition.artist_name.is_none() {
            return Err(Refusal::invalid("condition", "name the artist"));
        }
        let is_bad = |name: &&&String| {
            name.trim().is_empty() || name.contains('\0') || name.chars().count() > MAX_NAME
        };
        match names.iter().find(is_bad) {
            None => Ok(()),
            Some(_) => {
                Err(Refusal::invalid("rule", "a name is blank or has more than 2,000 characters"))
            }
        }
    }
}

/// What rules make of words, each seeing what those before it made.
pub(crate) fn apply(rules: &[Rule], words: &Words) -> Ruling {
    let mut now = words.clone();
    for rule in rules {
        if !rule.condition.holds(&now) {
            continue;
        }
        match &rule.effect {
            Effect::Block => return Ruling::Blocked,
            Effect::Rename(new) => {
                new.put_on(&mut now);
                now.is_one_artist &= new.artist_name.is_none();
            }
            Effect::Split(artists) => {
                now.artist_name = artists.join(BETWEEN_ARTISTS);
                now.is_one_artist = false;
            }
            Effect::Join(artist) => {
                now.artist_name.clone_from(artist);
                now.is_one_artist = true;
            }
            Effect::KeepTogether => {
                now.artist_name = now.artist_name.replace(BETWEEN_ARTISTS, ", ");
                now.is_one_artist = true;
            }
        }
    }
    if now == *words { Ruling::Same } else { Ruling::Words(Box::new(now)) }
}

#[cfg(test)]
mod tests {
    //! Words in, words out.
    use super::*;

    fn words(artist: &str, title: &str) -> Words {
        let (artist_name, recording_name) = (artist.to_owned(), title.to_owned());
        Words { artist_name, recording_name, ..Words::default() }
    }

    fn on_artist(name: &str, effect: Effect) -> Rule {
        let condition = Condition { artist_name: Some(name.to_owned()), ..Condition::default() };
        Rule { condition, effect }
    }

    #[test]
    fn rules_see_what_those_before_made_and_block_ends() {
        let rename = NewWords { artist_name: Some("Nina".to_owned()), ..NewWords::default() };
        let rules = [
            on_artist("NINA (official)", Effect::Rename(rename)),
            on_artist("nina", Effect::Split(vec!["Nina".to_owned(), "Otto".to_owned()])),
            on_artist("spam", Effect::Block),
        ];
        let ruling = apply(&rules, &words("Nina (Official)", "Blue"));
        assert_eq!(ruling, Ruling::Words(Box::new(words("Nina; Otto", "Blue"))));
        assert_eq!(apply(&rules, &words("Spam", "x")), Ruling::Blocked);
        assert_eq!(apply(&rules, &words("Otto", "x")), Ruling::Same);
    }

    #[test]
    fn the_last_rule_about_the_artist_says_whether_it_is_one() {
        let keep = on_artist("Nina & Otto", Effect::KeepTogether);
        let split = Effect::Split(vec!["Nina".to_owned(), "Otto".to_owned()]);
        let split = on_artist("nina & otto", split);
        let one = |name: &str| {
            Ruling::Words(Box::new(Words { is_one_artist: true, ..words(name, "Blue") }))
        };
        let said = words("Nina & Otto", "Blue");
        assert_eq!(apply(std::slice::from_ref(&keep), &said), one("Nina & Otto"));
        let two = Ruling::Words(Box::new(words("Nina; Otto", "Blue")));
        assert_eq!(apply(&[keep.clone(), split.clone()], &said), two);
        let join = on_artist("Nina; Otto", Effect::Join("Nina and Otto".to_owned()));
        assert_eq!(apply(&[keep, split, join], &said), one("Nina and Otto"));
    }

    #[test]
    fn a_rule_is_what_was_written() -> Result<()> {
        let effects = [
            Effect::Split(vec!["A".to_owned(), "B".to_owned()]),
            Effect::Join("A".to_owned()),
            Effect::Block,
            Effect::KeepTogether,
            Effect::Rename(NewWords { release_name: Some(String::new()), ..NewWords::default() }),
        ];
        for effect in effects {
            let rule = on_artist("A & B", effect);
            let (action, condition, effect) = rule.write()?;
            let row = listen_rules::Rule {
                id: uuid::Uuid::nil(),
                position: 1,
                action,
                condition,
                effect,
                is_enabled: true,
                created_at_ms: 0,
                updated_at_ms: 0,
            };
            assert_eq!(Rule::read(&row), Some(rule));
        }
        Ok(())
    }

    #[test]
    fn a_rule_that_concerns_everything_or_changes_nothing_is_refused() {
        let everything = Rule { condition: Condition::default(), effect: Effect::Block };
        assert!(everything.write().is_err());
        assert!(on_artist("A", Effect::Rename(NewWords::default())).write().is_err());
        assert!(on_artist("A", Effect::Split(vec!["A".to_owned()])).write().is_err());
        assert!(on_artist(" ", Effect::Block).write().is_err());
    }
}
