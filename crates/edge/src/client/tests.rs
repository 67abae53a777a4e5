//! Claims about whose request it is.

use std::net::IpAddr;

use http::{HeaderMap, HeaderValue};

use super::TrustedProxies;

fn client(trusted: &[&str], peer: &str, lines: &[&'static str]) -> String {
    let networks = trusted.iter().filter_map(|network| network.parse().ok()).collect();
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("x-forwarded-for", HeaderValue::from_static(line));
    }
    let peer: IpAddr = peer.parse().unwrap_or(IpAddr::from([0, 0, 0, 0]));
    TrustedProxies::new(networks).client(peer, &headers).to_string()
}

#[test]
fn nobody_is_believed_without_configuration() {
    assert_eq!(client(&[], "198.51.100.1", &["1.1.1.1"]), "198.51.100.1");
    assert_eq!(client(&[], "127.0.0.1", &["1.1.1.1"]), "127.0.0.1");
}

#[test]
fn a_stranger_is_not_believed() {
    assert_eq!(client(&["10.0.0.0/8"], "198.51.100.1", &["1.1.1.1"]), "198.51.100.1");
}

#[test]
fn the_rightmost_address_that_is_no_proxy_is_the_client() {
    let trusted = &["10.0.0.0/8", "fd00::/8"];
    assert_eq!(client(trusted, "10.0.0.1", &["6.6.6.6, 1.1.1.1, 10.0.0.9"]), "1.1.1.1");
    assert_eq!(client(trusted, "fd00::1", &["6.6.6.6, 1.1.1.1", "10.0.0.9, fd00::2"]), "1.1.1.1");
}

#[test]
fn a_chain_of_proxies_alone_names_the_first_of_them() {
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[]), "10.0.0.1");
}

#[test]
fn an_entry_that_is_no_address_ends_the_search() {
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["1.1.1.1, unknown, 10.0.0.2"]), "10.0.0.2");
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &["1.1.1.1,"]), "10.0.0.1");
}

#[test]
fn ports_brackets_and_mapped_addresses_are_understood() {
    let trusted = &["10.0.0.0/8"];
    assert_eq!(client(trusted, "::ffff:10.0.0.1", &["1.1.1.1:8080"]), "1.1.1.1");
    assert_eq!(client(trusted, "10.0.0.1", &["[2001:db8::1]:443"]), "2001:db8::1");
    assert_eq!(client(trusted, "10.0.0.1", &["[2001:db8::1]"]), "2001:db8::1");
    assert_eq!(client(trusted, "10.0.0.1", &["::ffff:1.1.1.1"]), "1.1.1.1");
}

#[test]
fn a_very_long_chain_is_read_only_from_its_end() {
    let long: &'static str = String::leak("10.0.0.2,".repeat(10_000) + "10.0.0.3");
    assert_eq!(client(&["10.0.0.0/8"], "10.0.0.1", &[long]), "10.0.0.2");
}
