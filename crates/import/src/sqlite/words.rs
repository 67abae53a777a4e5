//! The words of the layout, under the numbers and public ids that MusicBrainz gives them.

use catalog::codec::Field as _;
use catalog::{Term, Words};
use model::Gid;

use crate::staging::Staging;

/// Row of the release status "Official".
pub(super) const OFFICIAL: u32 = 1;
/// Row of the secondary type "Compilation".
pub(super) const COMPILATION: u32 = 1;

/// Lists, row ids, words and public ids.
const WORDS: [(Words, u32, &str, u128); 6] = [
    (Words::ReleaseStatus, OFFICIAL, "Official", 0x4e304316_386d_3409_af2e_78857eec5cfe),
    (Words::ReleaseGroupPrimaryType, 1, "Album", 0xf529b476_6e62_324f_b0aa_1f3e33d313fc),
    (Words::ReleaseGroupPrimaryType, 2, "Single", 0xd6038452_8ee0_3f68_affc_2de9a1ede0b9),
    (Words::ReleaseGroupPrimaryType, 3, "EP", 0x6d0c5bf6_7a33_3420_a519_44fc63eedebf),
    (
        Words::ReleaseGroupSecondaryType,
        COMPILATION,
        "Compilation",
        0xdd2a21e1_0c00_3729_a7a0_de60b84eb5d1,
    ),
    (Words::ReleaseGroupPrimaryType, 11, "Other", 0x4fc3be2b_de1e_396b_a933_beb8f1607a22),
];

/// Stages the vocabulary.
pub(super) fn stage(staging: &mut Staging) {
    for (order, (list, row, name, gid)) in WORDS.into_iter().enumerate() {
        let gid = Gid(gid.to_be_bytes());
        let term = Term { name, gid, child_order: order as u32, ..Term::default() };
        let mut bytes = Vec::new();
        term.put(&mut bytes);
        staging.words.insert((list, row), bytes);
    }
}

/// The primary type of an album type and whether it is a compilation; `None` for unknown words.
pub(super) fn album_type(word: &str) -> Option<(u32, bool)> {
    let types = [("album", 1), ("single", 2), ("ep", 3), ("compilation", 1), ("other", 11)];
    let (name, row) = types.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word))?;
    Some((row, name == "compilation"))
}
