//! Mails on their way: into files, and to a mail server.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use accounts::mail::{Carrier as _, Mail as _, Message, Outbox, Post, Smtp, SmtpOptions, SmtpTls};
use uuid::Uuid;

fn message() -> Message {
    Message {
        id: Uuid::from_u128(7),
        to: "maya@example.org".to_owned(),
        subject: "Grüße\r\nBcc: evil@example.org".to_owned(),
        text: "Hello Maya,\n\nhttp://127.0.0.1/reset#token=gfo_x\n".to_owned(),
    }
}

#[test]
fn the_outbox_has_one_file_for_each_mail_that_nobody_else_reads() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("outbox");
    let post = Post::start(Outbox::new(&place, "Gatefold <music@example.org>").unwrap()).unwrap();
    post.post(message());
    let path = place.join(format!("{}.eml", Uuid::from_u128(7)));
    let started = Instant::now();
    let mut text = String::new();
    while !text.contains("gfo_x") && started.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(5));
        text = std::fs::read_to_string(&path).unwrap_or_default();
    }
    assert!(text.contains("To: maya@example.org\r\n"), "{text}");
    assert!(text.contains("https://") || text.contains("http://127.0.0.1/reset"), "{text}");
    assert!(!text.contains("\nBcc:"), "{text}");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn an_address_that_no_mail_can_have_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    assert!(Outbox::new(directory.path(), "nobody").is_err());
    let outbox = Outbox::new(directory.path(), "music@example.org").unwrap();
    let wrong = Message { to: "a@b\r\nBcc: c@d".to_owned(), ..message() };
    assert!(outbox.carry(&wrong).is_err());
}

#[test]
fn a_mail_server_gets_the_mail() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut out = stream.try_clone().unwrap();
        out.write_all(b"220 here\r\n").unwrap();
        let (mut lines, mut in_data) = (Vec::new(), false);
        for line in BufReader::new(stream).lines() {
            let line = line.unwrap();
            let answer: &[u8] = match line.as_str() {
                "." => {
                    in_data = false;
                    b"250 ok\r\n"
                }
                _ if in_data => b"",
                "DATA" => {
                    in_data = true;
                    b"354 go on\r\n"
                }
                "QUIT" => break,
                _ => b"250 ok\r\n",
            };
            out.write_all(answer).unwrap();
            lines.push(line);
            if lines.last().is_some_and(|line| line == ".") {
                break;
            }
        }
        lines
    });
    let smtp = Smtp::new(&SmtpOptions {
        host: "127.0.0.1".to_owned(),
        port,
        tls: SmtpTls::None,
        credentials: None,
        from: "music@example.org".to_owned(),
    });
    smtp.unwrap().carry(&message()).unwrap();
    let lines = server.join().unwrap();
    assert!(lines.iter().any(|line| line == "RCPT TO:<maya@example.org>"), "{lines:?}");
    assert!(lines.iter().any(|line| line == "Hello Maya,"), "{lines:?}");
}
