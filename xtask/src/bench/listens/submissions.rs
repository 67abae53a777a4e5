//! Submissions: one by one from many people at once, and in batches.

use super::history::{BATCH, History, MANY_SONGS, SONGS};
use super::people::{AT_ONCE, Place, name};
use super::plan::Plan;
use super::server::Server;
use crate::bench::load::{authorized, get};

/// The door of ListenBrainz.
const PATH: &str = "/1/submit-listens";

/// Listens for each second of the server's processor time, a value for each round.
#[derive(Debug, Default)]
pub(super) struct Submissions {
    pub(super) singles: Vec<f64>,
    pub(super) batches: Vec<f64>,
}

/// Rounds of both kinds; the first of each does not count.
pub(super) fn measure(server: &Server, place: &Place, plan: &Plan) -> anyhow::Result<Submissions> {
    let mut measured = Submissions::default();
    let mut load = server.connect(1)?;
    // Of somebody else than the one whose history is filled.
    let token = &place.tokens[1];
    let mut person = History::of(((plan.rounds + 1) * plan.batches * BATCH, SONGS), 1_000);
    for round in 0..=plan.rounds {
        let rate = batches(server, &mut load, (&mut person, token), plan.batches)?;
        if round > 0 {
            measured.batches.push(rate);
        }
    }
    let mut load = server.connect(AT_ONCE)?;
    let mut people: Vec<History> = (1..=AT_ONCE).map(|seed| History::live(seed as u64)).collect();
    for round in 0..=plan.rounds {
        let tokens = place.tokens.iter().skip(1);
        let turns = people.iter_mut().zip(tokens).collect::<Vec<_>>();
        let mut requests = vec![Vec::new(); plan.singles];
        for (at, (person, token)) in turns.into_iter().enumerate() {
            for request in requests.iter_mut().skip(at).step_by(AT_ONCE) {
                *request = person.request((PATH, token), 1);
            }
        }
        let mut cpu_us = server.cpu_us(&mut load, &requests)?;
        // Who asks for listens waits for what is put off until somebody asks: it belongs to the round.
        let path = format!("/1/user/{}/listen-count", name(1));
        let count = authorized(&get(&path), &format!("Token {token}"));
        cpu_us += server.cpu_us(&mut load, &[count])?;
        if round > 0 {
            measured.singles.push(plan.singles as f64 * 1e6 / cpu_us);
        }
    }
    Ok(measured)
}

/// Gives one person a long history, in batches.
pub(super) fn fill(server: &Server, place: &Place, plan: &Plan) -> anyhow::Result<Vec<f64>> {
    let mut load = server.connect(1)?;
    let mut person = History::of((plan.listens, MANY_SONGS), 2_000);
    let mut rates = Vec::new();
    while person.told() < plan.listens {
        let left = (plan.listens - person.told()).div_ceil(BATCH);
        let next = left.min(plan.batches);
        rates.push(batches(server, &mut load, (&mut person, &place.tokens[0]), next)?);
    }
    Ok(rates)
}

fn batches(
    server: &Server,
    load: &mut super::super::load::Load,
    (person, token): (&mut History, &str),
    count: usize,
) -> anyhow::Result<f64> {
    let requests: Vec<Vec<u8>> = (0..count).map(|_| person.request((PATH, token), BATCH)).collect();
    let cpu_us = server.cpu_us(load, &requests)?;
    Ok((count * BATCH) as f64 * 1e6 / cpu_us)
}
