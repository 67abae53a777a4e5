//! Both text forms of ids.

use proptest::prelude::*;

use super::*;

#[test]
fn a_mbid_is_read_in_either_case_and_written_in_lower() {
    let gid = Gid::parse_mbid("89AD4AC3-39F7-470E-963A-56509C546377").expect("valid");
    assert_eq!(gid.to_string(), "89ad4ac3-39f7-470e-963a-56509c546377");
}

#[test]
fn what_is_no_id_is_refused_with_an_example() {
    for text in [
        "",
        "89ad4ac3",
        "89ad4ac3-39f7-470e-963a-56509c54637g",
        "89ad4ac3+39f7-470e-963a-56509c546377",
        "ééééééééééééééééé",
    ] {
        let error = Gid::parse_mbid(text).expect_err(text).to_string();
        assert!(error.contains("MusicBrainz id"), "{error}");
    }
}

#[test]
fn a_base62_id_over_128_bits_is_refused() {
    assert!(Gid::parse_base62("ZZZZZZZZZZZZZZZZZZZZZZ").is_err());
    assert_eq!(Gid::parse_base62("0000000000000000000001").expect("valid").0[15], 1);
}

proptest! {
    #[test]
    fn every_id_survives_both_forms(bytes: [u8; 16]) {
        for scheme in [IdScheme::Mbid, IdScheme::Base62] {
            let gid = Gid(bytes);
            prop_assert_eq!(Gid::parse(gid.text(scheme).as_str(), scheme).expect("own text"), gid);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,40}") {
        let _ = Gid::parse_mbid(&text);
        let _ = Gid::parse_base62(&text);
    }
}
