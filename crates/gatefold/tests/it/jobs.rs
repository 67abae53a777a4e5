//! Jobs of the real program: resumed after a kill, ended on demand, started once by schedules.

use std::time::Duration;

use testkit::mbid;

use crate::http::get;
use crate::mirror::Mirror;
use crate::place::{Place, wait_until};

#[test]
fn a_job_of_a_killed_process_is_finished_by_another() {
    for mut place in Place::both() {
        let mirror = Mirror::slow(place.data());
        place.set("GATEFOLD_CATALOGUE__REFRESH_URL", &mirror.url);
        // Long enough that a process that lives is never silent for so long.
        place.set("GATEFOLD_JOBS__LOST_AFTER_MS", "8000");
        let (first, _) = place.serve();
        let id = place.done(&["jobs", "run", "catalogue.refresh", "--detach"]);
        place.wait_for_job(id.trim(), "running");
        let (second, address) = place.serve();
        first.kill();
        mirror.hurry();
        let job = place.wait_for_job(id.trim(), "completed");
        assert_eq!((job["attempts"].as_u64(), job["progress"].as_u64()), (Some(2), Some(100)));
        let path = format!("/lookup/artist/{}", mbid::LANTERNFISH_CHOIR);
        wait_until("a catalogue", || get(&address, &path).status == 200);
        // The same export is not imported twice.
        place.done(&["jobs", "run", "catalogue.refresh"]);
        assert_eq!(place.done(&["catalogue", "list"]).lines().count(), 1);
        assert_eq!(second.terminate(), Some(0));
    }
}

#[test]
fn a_running_job_ends_when_it_is_cancelled_and_one_that_waits_never_starts() {
    for mut place in Place::both() {
        let mirror = Mirror::slow(place.data());
        place.set("GATEFOLD_CATALOGUE__REFRESH_URL", &mirror.url);
        let waiting = place.done(&["jobs", "run", "catalogue.refresh", "--detach"]);
        place.done(&["jobs", "cancel", waiting.trim()]);
        let job = place.wait_for_job(waiting.trim(), "cancelled");
        assert_eq!(job["attempts"], 0);
        let (server, _) = place.serve();
        let running = place.done(&["jobs", "run", "catalogue.refresh", "--detach"]);
        place.wait_for_job(running.trim(), "running");
        assert!(place.done(&["jobs", "cancel", running.trim()]).contains("asked to end"));
        place.wait_for_job(running.trim(), "cancelled");
        place.refused(&["jobs", "cancel", running.trim()], 1);
        assert_eq!(server.terminate(), Some(0));
    }
}

#[test]
fn a_server_that_is_told_to_stop_gives_its_job_back() {
    let mut place = Place::sqlite();
    let mirror = Mirror::slow(place.data());
    place.set("GATEFOLD_CATALOGUE__REFRESH_URL", &mirror.url);
    let (server, _) = place.serve();
    let id = place.done(&["jobs", "run", "catalogue.refresh", "--detach"]);
    place.wait_for_job(id.trim(), "running");
    assert_eq!(server.terminate(), Some(0));
    let job = place.wait_for_job(id.trim(), "queued");
    assert_eq!(job["error"], "the program that ran it ended");
    mirror.hurry();
    // The command works on the queue as a server would.
    place.done(&["jobs", "run", "catalogue.refresh"]);
    place.wait_for_job(id.trim(), "completed");
}

#[test]
fn two_servers_start_a_scheduled_job_once() {
    let mut place = Place::postgres();
    place.set("GATEFOLD_SCHEDULES__HEALTH_CHECK", "0 0 1 1 *");
    let (first, _) = place.serve();
    let cluster = place.cluster.clone().unwrap();
    let sql = |sql: &str| cluster.sql(&place.database, sql).unwrap();
    let known = "SELECT count(*) FROM schedules WHERE name = 'health.check'";
    wait_until("the schedule is known", || sql(known) == "1");
    let (second, _) = place.serve();
    for round in 1..=5 {
        sql("UPDATE schedules SET next_run_at_ms = 1 WHERE name = 'health.check'");
        let count = "SELECT count(*) FROM jobs WHERE name = 'health.check' AND state = 'completed'";
        wait_until("the job was run", || sql(count) == round.to_string());
        // Long enough for the other to have looked several times.
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(sql("SELECT count(*) FROM jobs WHERE name = 'health.check'"), round.to_string());
    }
    assert_eq!((first.terminate(), second.terminate()), (Some(0), Some(0)));
}

#[test]
fn every_kind_of_job_runs_from_the_command_line() {
    for place in Place::both() {
        for line in place.done(&["jobs", "kinds"]).lines() {
            let name = line.split_whitespace().next().unwrap();
            if name == "catalogue.refresh" {
                let refusal = "set catalogue.refresh_url";
                // It is tried again later, so the command would wait.
                let id = place.done(&["jobs", "run", name, "--detach"]);
                place.done(&["jobs", "run", "health.check"]);
                let job = place.wait_for_job(id.trim(), "queued");
                assert!(job["error"].as_str().is_none_or(|it| it.contains(refusal)), "{job}");
                place.done(&["jobs", "cancel", id.trim()]);
                continue;
            }
            place.done(&["jobs", "run", name]);
        }
        place.refused(&["jobs", "run", "no.such"], 1);
        place.refused(&["jobs", "run", "health.check", "--payload", "[1]"], 1);
        let states: Vec<_> = place.jobs().iter().map(|job| job["state"].clone()).collect();
        assert!(states.iter().all(|it| it == "completed" || it == "cancelled"), "{states:?}");
    }
}
