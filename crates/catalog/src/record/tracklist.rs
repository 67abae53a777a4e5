//! Media and tracks of a release.

use model::Gid;

use crate::codec::{List, record};

record! {
    /// Everything on a release, by medium position.
    Tracklist {
        ---
        /// The media.
        media: List<'a, Medium<'a>>,
    }
}

record! {
    /// A disc, side or file set.
    Medium {
        ---
        /// Public id.
        gid: Gid,
        /// Position on the release, from 1.
        position: u32,
        /// Row id of the format.
        format: u32,
        /// Title of the medium.
        name: &'a str,
        /// Dense ids of its tables of contents.
        cd_tocs: List<'a, u32>,
        /// Its tracks, by position.
        tracks: List<'a, Track<'a>>,
        /// How many tracks the source says there are, when that is not the number of `tracks`.
        stated_track_count: Option<u32>,
    }
}

record! {
    /// A recording's appearance. What is absent is as on the recording, or as the position says.
    Track {
        /// Public id.
        gid: Gid,
        /// The recording.
        recording: u32,
        ---
        /// Position on the medium, when it is not the one after the track before (the first is 1).
        position: Option<u32>,
        /// The number as printed, when it is not the position.
        number: Option<&'a str>,
        /// The title, when it is not the recording's.
        name: Option<&'a str>,
        /// The artist credit, when it is not the recording's.
        artist_credit: u32,
        /// The length in ms plus one (0: unknown), when it is not the recording's.
        length_plus_one: Option<u32>,
        /// Whether it is data, not audio.
        data: bool,
    }
}

record! {
    /// A CD's table of contents.
    CdToc {
        /// Its MusicBrainz disc id.
        disc_id: &'a str,
        /// End of the last track, in sectors of 1/75 s.
        leadout_offset: u32,
        ---
        /// Start of each track, in sectors.
        track_offsets: List<'a, u32>,
        /// Its FreeDB id.
        freedb_id: &'a str,
        /// The media that have it: releases and medium positions in turn.
        media: List<'a, u32>,
    }
}
