//! Requests with their answers, one file for each subject.
//!
//! A file has a line for each request: `> ` with method and path, then the form. Words in braces
//! are replaced by what the server has given out. `UPDATE_EXPECT=1` writes the answers.

use expect_test::{ExpectFile, expect_file};

use crate::world::{NOW_S, World, md5};

/// Runs the requests of a file and writes them with their answers.
async fn check(world: World, file: ExpectFile) {
    let (key, session) = (world.key().await, world.session().await);
    let time = NOW_S.to_string();
    let words = [
        ("{sk}", key),
        ("{session}", session),
        ("{token}", world.token.clone()),
        ("{authToken}", md5(&format!("maya{}", md5(&world.token)))),
        ("{AuthToken}", md5(&format!("Maya{}", md5(&world.token)))),
        ("{digest}", world.digest(&time)),
        ("{now}", time),
    ];
    let mut transcript = String::new();
    for line in file.data().lines() {
        if line.starts_with('#') {
            transcript += &format!("{line}\n");
        }
        let Some(request) = line.strip_prefix("> ") else { continue };
        let sent =
            words.iter().fold(request.to_owned(), |text, (word, value)| text.replace(word, value));
        let mut parts = sent.splitn(3, ' ');
        let call = format!("{} {}", parts.next().unwrap(), parts.next().unwrap());
        let answer = world.send("a test", &call, parts.next().unwrap_or_default()).await;
        let kind = answer.header("content-type");
        let body =
            words.iter().fold(answer.text.clone(), |text, (word, value)| text.replace(value, word));
        let body = body.trim_end().replace("><", ">\n<");
        transcript += &format!("> {request}\n{} {kind}\n{body}\n\n", answer.status.as_u16());
    }
    file.assert_eq(&transcript);
}

#[tokio::test]
async fn sessions_are_opened_in_every_way() {
    check(World::new().await, expect_file!["goldens/sessions.txt"]).await;
}

#[tokio::test]
async fn scrobbles_are_answered_one_by_one() {
    check(World::new().await, expect_file!["goldens/scrobbles.txt"]).await;
}

#[tokio::test]
async fn people_are_shown() {
    check(World::new().await, expect_file!["goldens/people.txt"]).await;
}

#[tokio::test]
async fn what_the_catalogue_knows_is_told_with_it() {
    check(World::with_shop().await, expect_file!["goldens/catalogue.txt"]).await;
}

#[tokio::test]
async fn words_of_audioscrobbler_are_words() {
    check(World::new().await, expect_file!["goldens/audioscrobbler.txt"]).await;
}
