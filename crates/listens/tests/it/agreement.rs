//! After any sequence of operations: counts are those of a recount, and a rebuild changes nothing.

use std::collections::{BTreeMap, HashMap};

use listens::{
    Change, Condition, Effect, Filter, NewWords, Outcome, Play, Rule, Submission, TimeMeaning,
};
use store::listens::Listen as Row;
use uuid::Uuid;

use crate::accepting::accept;
use crate::matching::match_all;
use crate::place::{Count, Engine, NOON, Place, by, words};

/// Numbers that are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    pub fn one_of<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.below(of.len() as u64) as usize].clone())
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.below(2) == 0).then_some(value)
    }
}

const ARTISTS: [&str; 5] =
    ["The Lanternfish Choir", "Otter", "Otter & Newt", "Heron; Otter", "heron"];
const TITLES: [&str; 5] = ["Ferry Bells", "Song", "Song (feat. Newt)", "SONG", "Ferry Bels"];

fn some_play(dice: &mut Dice) -> Play {
    let artist = dice.one_of(&ARTISTS).unwrap();
    let title = dice.one_of(&TITLES).unwrap();
    let mut words = words(artist, title);
    words.length_ms = [None, Some(60_000), Some(200_000), Some(1_500_000)][dice.below(4) as usize];
    words.release_name = dice.maybe("Live at the Cistern".to_owned());
    words.recording_mbid = (dice.below(8) == 0).then_some(model::Gid([7; 16]));
    Play {
        words,
        // Close together, so that much is joined.
        listened_at_ms: NOON + dice.below(3 * 3600) as i64 * 1000,
        time_meaning: if dice.below(4) == 0 { TimeMeaning::End } else { TimeMeaning::Start },
        played_ms: (dice.below(4) == 0).then_some(50_000),
        payload: "{}".to_owned(),
        ..Play::default()
    }
}

struct World {
    place: Place,
    dice: Dice,
    users: [Uuid; 2],
    generation: u64,
    outcomes: Vec<(Uuid, Outcome)>,
    batches: Vec<(Uuid, Uuid)>,
    rules: Vec<(Uuid, Uuid)>,
    last: Option<(Submission, Vec<Play>)>,
}

impl World {
    async fn new(engine: &Engine, seed: u64) -> Self {
        let place = Place::new(engine).await;
        let maya = place.user_in("maya", "Australia/Lord_Howe").await;
        let users = [maya, place.user("otto").await];
        let dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let (outcomes, batches, rules) = Default::default();
        Self { place, dice, users, generation: 0, outcomes, batches, rules, last: None }
    }

    /// Something that happens. Answers what it was, for the report of a failure.
    async fn step(&mut self) -> String {
        self.place.clock.advance(1);
        let user = self.dice.one_of(&self.users).unwrap();
        match self.dice.below(20) {
            0..=5 => self.submit(user).await,
            6..=8 => self.accept().await,
            9 => self.submit_again().await,
            10..=12 => self.edit(user).await,
            13 => self.edit_many(user).await,
            14 => self.undo().await,
            15 => self.separate().await,
            16..=17 => self.rule(user).await,
            18 => self.choose(user).await,
            _ => self.rematch().await,
        }
    }

    async fn submit(&mut self, user: Uuid) -> String {
        let client = self.dice.one_of(&["phone", "desk", "car"]).unwrap();
        let count = 1 + self.dice.below(12);
        let plays: Vec<Play> = (0..count).map(|_| some_play(&mut self.dice)).collect();
        let mut from = by(user, client);
        from.client = from.client.filter(|_| self.dice.below(5) > 0);
        self.keep(from, plays).await;
        format!("submit {count} by {client}")
    }

    /// Some small submissions of which nobody hears what became.
    async fn accept(&mut self) -> String {
        let submissions = 1 + self.dice.below(8);
        let mut all = Vec::new();
        for _ in 0..submissions {
            let user = self.dice.one_of(&self.users).unwrap();
            let client = self.dice.one_of(&["phone", "desk", "car"]).unwrap();
            let plays: Vec<Play> =
                (0..=self.dice.below(3)).map(|_| some_play(&mut self.dice)).collect();
            all.push((by(user, client), plays));
        }
        accept(&self.place, all).await;
        format!("accept {submissions}")
    }

    async fn submit_again(&mut self) -> String {
        if let Some((from, plays)) = self.last.take() {
            self.keep(from, plays).await;
        }
        "submit again".to_owned()
    }

    async fn keep(&mut self, from: Submission, plays: Vec<Play>) {
        let outcomes = self.place.submit(&from, plays.clone()).await;
        self.outcomes.extend(outcomes.into_iter().map(|it| (from.user_id, it)));
        self.last = Some((from, plays));
    }

    fn some_change(&mut self) -> Change {
        let mut name = |names: &[&str]| {
            let name = self.dice.one_of(names).unwrap().to_owned();
            self.dice.maybe(name)
        };
        let words = NewWords {
            artist_name: name(&ARTISTS).or(Some("Crane".to_owned())),
            recording_name: name(&TITLES),
            release_name: name(&["", "Burrow"]),
        };
        match self.dice.below(4) {
            0 => Change::Delete,
            1 => Change::SetWords(words),
            2 => Change::SetMatch(Uuid::from_u128(u128::from(self.dice.below(3)) + 1)),
            _ => Change::ShiftTime(self.dice.below(7200) as i64 * 1000 - 3_600_000),
        }
    }

    async fn edit(&mut self, user: Uuid) -> String {
        let history = self.place.history(user).await;
        let Some(listen) = self.dice.one_of(&history) else { return "nothing to edit".to_owned() };
        let change = self.some_change();
        let batch = self.place.listens.change_one(user, listen.id, &change).await.unwrap();
        self.batches.push((user, batch.id));
        format!("edit {change:?}")
    }

    async fn edit_many(&mut self, user: Uuid) -> String {
        let title = self.dice.one_of(&TITLES).map(str::to_owned);
        let before_ms = Some(NOON + self.dice.below(7200) as i64 * 1000);
        let filter = Filter { recording_name: title, before_ms, ..Filter::default() };
        let change = self.some_change();
        let batch = self.place.listens.change(user, &filter, &change).await.unwrap();
        self.batches.push((user, batch.id));
        format!("edit {} of {filter:?}: {change:?}", batch.listens)
    }

    async fn undo(&mut self) -> String {
        let Some((user, batch)) = self.dice.one_of(&self.batches) else { return String::new() };
        let undone = self.place.listens.undo(user, batch).await.unwrap();
        format!("undo {undone}")
    }

    async fn separate(&mut self) -> String {
        let joined: Vec<_> = self
            .outcomes
            .iter()
            .filter(|(_, outcome)| matches!(outcome, Outcome::Duplicate { .. }))
            .copied()
            .collect();
        let Some((user, outcome)) = self.dice.one_of(&joined) else { return String::new() };
        if let Ok(batch) = self.place.listens.separate(user, outcome.id()).await {
            self.batches.push((user, batch.id));
        }
        "separate".to_owned()
    }

    async fn rule(&mut self, user: Uuid) -> String {
        if let (1.., Some((user, id))) = (self.dice.below(3), self.dice.one_of(&self.rules)) {
            let is_enabled = self.dice.below(2) == 0;
            // It may have been removed.
            self.place.listens.set_rule_enabled(user, id, is_enabled).await.ok();
            return format!("rule {is_enabled}");
        }
        let artist_name = self.dice.one_of(&ARTISTS).map(str::to_owned);
        let other = self.dice.one_of(&TITLES).map(str::to_owned);
        let effect = match self.dice.below(5) {
            0 => Effect::Rename(NewWords { recording_name: other, ..NewWords::default() }),
            1 => Effect::Split(vec!["Otter".to_owned(), "Stoat".to_owned()]),
            2 => Effect::Join("Stoat".to_owned()),
            3 => Effect::Block,
            _ => Effect::KeepTogether,
        };
        let rule = Rule { condition: Condition { artist_name, ..Condition::default() }, effect };
        let id = self.place.listens.add_rule(user, &rule).await.unwrap();
        self.rules.push((user, id));
        format!("{rule:?}")
    }

    async fn choose(&mut self, user: Uuid) -> String {
        let history = self.place.history(user).await;
        let Some(listen) = self.dice.one_of(&history) else { return String::new() };
        let mbid = (self.dice.below(3) > 0).then(|| Uuid::from_u128(5));
        self.place.listens.match_words(user, listen.recording_msid, mbid).await.unwrap();
        format!("choose {mbid:?} for {:?}", listen.words)
    }

    async fn rematch(&mut self) -> String {
        if self.dice.below(2) == 0 {
            self.generation += 1;
            self.place.open_shop(self.generation);
        }
        let changed = match_all(&self.place.listens).await;
        format!("match with {}: {changed}", self.generation)
    }

    /// Counts are those of the listens that are there.
    async fn check_counts(&self, after: &str) {
        for user in self.users {
            let expected = recount(&self.place, user).await;
            assert_eq!(self.place.counts(user).await, expected, "after {after}");
            let shown = self.place.history(user).await;
            assert_eq!(self.place.listens.count(user).await.unwrap(), shown.len() as u64);
        }
    }

    async fn check_rebuild(&self, after: &str) {
        for user in self.users {
            let counts = self.place.counts(user).await;
            let state = state(&self.place, user).await;
            let rebuilt = self.place.listens.rebuild(user).await.unwrap();
            let again = self::state(&self.place, user).await;
            for (old, new) in state.iter().zip(&again) {
                assert_eq!(old, new, "after {after}");
            }
            assert_eq!((state.len(), rebuilt.changed), (again.len(), 0), "after {after}");
            assert_eq!(self.place.counts(user).await, counts, "after {after}");
        }
    }
}

async fn rows(place: &Place, user: Uuid) -> Vec<Row> {
    // The rows themselves do not wait for what was accepted.
    place.listens.catch_up().await;
    let from = (i64::MIN, Uuid::nil());
    store::listens::rows_after(&place.store, user, from, 100_000).await.unwrap()
}

/// All listens, hidden ones too, with their other reports.
async fn state(place: &Place, user: Uuid) -> Vec<(Row, Vec<(Uuid, String, i64)>)> {
    let mut state = Vec::new();
    for row in rows(place, user).await {
        let others = store::listen_duplicates::of_listen(&place.store, row.id).await.unwrap();
        let others = others.into_iter().map(|it| (it.raw_id, it.rule, it.distance_ms));
        state.push((row, others.collect()));
    }
    state
}

/// What listens count for, added up one by one.
async fn recount(place: &Place, user: Uuid) -> Vec<Count> {
    let rows = rows(place, user).await;
    let mut recordings: Vec<i64> = rows.iter().map(|row| row.recording_subject).collect();
    recordings.sort_unstable();
    recordings.dedup();
    let mut artists: HashMap<i64, Vec<i64>> = HashMap::new();
    for link in store::subjects::links(&place.store, &recordings).await.unwrap() {
        let of = artists.entry(link.subject).or_default();
        if link.kind == store::subjects::Kind::Artist && !of.contains(&link.target) {
            of.push(link.target);
        }
    }
    let mut counts: BTreeMap<(Ranks, i64), Count> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.hidden_by.is_none()) {
        let mut subjects = vec![(Ranks::Recordings, row.recording_subject)];
        subjects.extend(row.release_subject.map(|id| (Ranks::Releases, id)));
        let of = artists.get(&row.recording_subject).into_iter().flatten();
        subjects.extend(of.map(|id| (Ranks::Artists, *id)));
        let at = row.listened_at_ms;
        for subject in subjects {
            let count = counts.entry(subject).or_insert_with(|| Count {
                of: format!("{:?}", subject.0),
                name: String::new(),
                mbid: None,
                listens: 0,
                played_ms: 0,
                first_ms: at,
                last_ms: at,
            });
            count.listens += 1;
            count.played_ms += row.played_ms.unwrap_or(0).unsigned_abs();
            count.first_ms = count.first_ms.min(at);
            count.last_ms = count.last_ms.max(at);
        }
    }
    let ids: Vec<i64> = counts.keys().map(|(_, id)| *id).collect();
    for subject in store::subjects::list(&place.store, &ids).await.unwrap() {
        for ((_, id), count) in &mut counts {
            if *id == subject.id {
                count.name.clone_from(&subject.names.name);
                count.mbid = subject.names.mbid;
            }
        }
    }
    let mut counts: Vec<Count> = counts.into_values().collect();
    counts.sort();
    counts
}

/// What a listen counts for, named like the charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ranks {
    Artists,
    Recordings,
    Releases,
}

pub async fn counts_and_rebuild_agree_after_whatever_happened(engine: Engine) {
    let seeds = match engine {
        Engine::Sqlite => 1..=12,
        Engine::Postgres(_) => 1..=2,
    };
    for seed in seeds {
        let mut world = World::new(&engine, seed).await;
        for step in 0..40 {
            let what = format!("seed {seed}, step {step}: {}", world.step().await);
            world.check_counts(&what).await;
            if step % 8 == 7 {
                world.check_rebuild(&what).await;
            }
        }
    }
}
