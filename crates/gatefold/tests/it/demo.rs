//! The first command that a new user runs.

use crate::http::get;
use crate::program::{Running, gatefold};

#[test]
fn the_demo_prints_five_addresses_and_each_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = gatefold(folder.path());
    command.args(["demo", "--listen", "127.0.0.1:0"]);
    let mut demo = Running::start(command);
    assert!(demo.line().contains("invented"));
    let mut addresses = Vec::new();
    while addresses.len() < 5 {
        let line = demo.line();
        assert!(!demo.has_ended(), "the demo ended");
        addresses.extend(line.trim().strip_prefix("http://").map(str::to_owned));
    }
    for address in addresses {
        let (host, path) = address.split_once('/').unwrap();
        let answer = get(host, &format!("/{path}"));
        let found = if answer.status == 303 || answer.status == 307 {
            get(host, "/docs/").status
        } else {
            answer.status
        };
        assert_eq!(found, 200, "{address}");
    }
    assert_eq!(demo.terminate(), Some(0));
}
