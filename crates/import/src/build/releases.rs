//! Releases with their media and tracks.

use std::collections::BTreeSet;

use catalog::codec::{Corrupt, Field as _, ListBuffer, Reader};
use catalog::record::{Medium, Release, ReleaseEvent, ReleaseLabel, Track, Tracklist};
use catalog::{Index, Relation, Table, Toc};
use model::{Barcode, Date, Gid, Kind};

use super::areas::Areas;
use super::{Builder, Commons};
use crate::error::Result;
use crate::popularity::Signals;
use crate::preference::preference;
use crate::spill::Sorted;
use crate::staging::{Group, Part, Stage};

/// Buffers of one release, kept for the next.
#[derive(Default)]
struct Buffers {
    commons: Commons,
    media: ListBuffer,
    tracks: Vec<ListBuffer>,
    tocs: ListBuffer,
    events: ListBuffer,
    labels: ListBuffer,
    images: ListBuffer,
    pictures: ListBuffer,
}

/// What a release learns from its tracks.
#[derive(Default)]
struct Tracks {
    count: u32,
    credits: BTreeSet<u32>,
    /// Lengths of the tracks of the medium at hand that a table of contents has; `None` when one of
    /// them is unknown.
    lengths: Option<Vec<u64>>,
}

impl Tracks {
    /// The next track of the medium at hand; 0 is a length that nobody knows.
    fn add_length(&mut self, length_plus_one: u32) {
        match (length_plus_one.checked_sub(1), &mut self.lengths) {
            (Some(length), Some(lengths)) => lengths.push(u64::from(length)),
            _ => self.lengths = None,
        }
    }
}

impl Builder<'_, '_> {
    /// Writes releases and tracklists, and tells recordings and release groups where they are.
    pub(super) fn releases(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::Release)?;
        let mut tracks = self.staging.sorted(Stage::Tracks)?;
        let mut buffers = Buffers::default();
        let mut done = 0;
        while let Some(group) = groups.next()? {
            self.tick(&mut done)?;
            if !self.is_whole(Kind::Release, group)? {
                continue;
            }
            self.skip_tracks(&mut tracks, group.id())?;
            self.release(group, &mut tracks, &mut buffers)?;
        }
        self.skip_tracks(&mut tracks, u32::MAX)
    }

    /// Reports tracks of releases before `release`: those are not in the export.
    fn skip_tracks(&mut self, tracks: &mut Sorted, release: u32) -> Result<()> {
        while let Some(key) = tracks.peek_key()?.filter(|key| ((*key >> 32) as u32) < release) {
            let missing = (key >> 32) as u32;
            let Some((_, bytes)) = tracks.next()? else { break };
            let row = bytes
                .get(1..)
                .and_then(|b| b.first_chunk())
                .map_or(0, |id| u32::from_le_bytes(*id));
            self.staging.problems.dangling(
                "track",
                u64::from(row),
                &format!("release {missing}"),
            )?;
        }
        Ok(())
    }

    fn release(&mut self, group: &Group, tracks: &mut Sorted, buffers: &mut Buffers) -> Result<()> {
        let Some(mut release) = group.value::<Release<'_>>(Part::Record)? else { return Ok(()) };
        let id = group.id();
        let preference = self.preference_of(id);
        let mut media = group.values::<Medium<'_>>(Part::Medium).collect::<Result<Vec<_>, _>>()?;
        media.sort_by_key(|medium| medium.position);
        let heard = self.tracks_of((id, preference), &media, tracks, &mut buffers.tracks)?;
        self.tracklist(group, &media, buffers)?;
        self.lists_of_release(id, &release, &heard)?;

        let commons = &mut buffers.commons;
        commons.of(group, &self.tag_order)?;
        release.release_group =
            self.checked((Kind::Release, id), Kind::ReleaseGroup, release.release_group)?;
        self.events_of(group, &mut buffers.events)?;
        release.events = buffers.events.list();
        self.labels_of(group, &release, &mut buffers.labels)?;
        super::joins::images_of(group, &mut buffers.images);
        group.list(Part::Picture, false, &mut buffers.pictures);
        let (presence, asin) = presence_of(group)?;
        release.labels = buffers.labels.list();
        release.medium_count = media.len() as u32;
        release.track_count = release.track_count.max(heard.count);
        (release.asin, release.cover_art_presence) = (asin, presence);
        (release.images, release.pictures) = (buffers.images.list(), buffers.pictures.list());
        (release.external_ids, release.aliases) =
            (commons.external_ids.list(), commons.aliases.list());
        (release.tags, release.annotation) = (commons.tags.list(), commons.annotation());
        let group_votes = self.staging.facts.release_group.get(release.release_group).votes;
        let artist_votes = self.artist_votes(release.artist_credit);
        let signals = Signals { releases: 1, votes: commons.votes(), group_votes, artist_votes };
        release.popularity = self.popularity(self.score(release.popularity, signals));

        self.writer.put(Table::Entity(Kind::Release), id, &release)?;
        self.indexes.add(Index::Gid(Kind::Release), &release.gid.0, id)?;
        if let Some(barcode) = release.barcode.and_then(|text| Barcode::parse(text).ok()) {
            self.indexes.add(Index::Barcode, barcode.as_str().as_bytes(), id)?;
        }
        self.index_external_ids(Kind::Release, group)?;
        if release.release_group != 0 {
            let bytes = [&preference.to_be_bytes()[..], &id.to_be_bytes()].concat();
            let key = u64::from(release.release_group);
            self.staging.push(Stage::Entity(Kind::ReleaseGroup), key, Part::Release, &bytes)?;
        }
        let first = first_event(&self.areas, &release)?;
        self.names.release(id, &release, (self.staging.facts.release.get(id).date_plus_one, first))
    }

    fn preference_of(&self, release: u32) -> u64 {
        let facts = self.staging.facts.release.get(release);
        let group = self.staging.facts.release_group.get(facts.release_group);
        preference(&facts, &group, self.credits.is_various(facts.artist_credit))
    }

    /// Reads the tracks of a release into one list a medium.
    fn tracks_of(
        &mut self,
        (release, preference): (u32, u64),
        media: &[Medium<'_>],
        tracks: &mut Sorted,
        lists: &mut Vec<ListBuffer>,
    ) -> Result<Tracks> {
        lists.resize_with(media.len().max(lists.len()), ListBuffer::default);
        lists.iter_mut().for_each(ListBuffer::clear);
        let mut heard = Tracks::default();
        let mut last = (u32::MAX, 0);
        while tracks.peek_key()?.is_some_and(|key| (key >> 32) as u32 == release) {
            let Some((key, bytes)) = tracks.next()? else { break };
            let rest = bytes.get(1..).ok_or(Corrupt("a track"))?;
            let (row, rest) = rest.split_first_chunk::<4>().ok_or(Corrupt("a track"))?;
            let (credit, rest) = rest.split_first_chunk::<4>().ok_or(Corrupt("a track"))?;
            let (length, rest) = rest.split_first_chunk::<4>().ok_or(Corrupt("a track"))?;
            let row = u32::from_le_bytes(*row);
            let mut track = Track::take(&mut Reader::new(rest))?;
            let medium = (key as u32) >> 16;
            let at = media
                .iter()
                .position(|m| m.position == medium)
                .ok_or(Corrupt("a track's medium"))?;
            let position = track.position.unwrap_or(0);
            if last.0 != medium {
                self.index_toc(release, &mut heard)?;
            }
            let follows = if last.0 == medium { last.1 + 1 } else { 1 };
            track.position = (position != follows).then_some(position);
            last = (medium, position);
            if position > 0 && !track.data {
                heard.add_length(u32::from_le_bytes(*length));
            }
            lists[at].push(&track);
            heard.count += 1;
            self.survivor(row, release, track.gid)?;
            heard.credits.insert(u32::from_le_bytes(*credit));
            // Sources without public ids of tracks leave zeros, which nobody can ask for.
            if track.gid != Gid::default() {
                self.indexes.add(Index::Gid(Kind::Track), &track.gid.0, release)?;
            }
            let mut place = Vec::with_capacity(20);
            place.extend_from_slice(&preference.to_be_bytes());
            for number in [release, medium, position] {
                place.extend_from_slice(&number.to_be_bytes());
            }
            let key = u64::from(track.recording);
            self.staging.push(Stage::Entity(Kind::Recording), key, Part::Appearance, &place)?;
        }
        self.index_toc(release, &mut heard)?;
        Ok(heard)
    }

    /// Makes a release findable by the lengths of the tracks of a medium, which ends here.
    fn index_toc(&mut self, release: u32, heard: &mut Tracks) -> Result<()> {
        let lengths = heard.lengths.replace(Vec::new());
        let toc = lengths.and_then(|lengths| Toc::of(lengths.into_iter()));
        toc.map_or(Ok(()), |toc| self.indexes.add(Index::Toc, &toc.key(), release))
    }

    fn tracklist(
        &mut self,
        group: &Group,
        media: &[Medium<'_>],
        buffers: &mut Buffers,
    ) -> Result<()> {
        let Buffers { media: list, tracks, tocs, .. } = buffers;
        list.clear();
        for (medium, tracks) in media.iter().zip(tracks.iter()) {
            tocs.clear();
            for pair in group.parts(Part::Toc) {
                let (position, toc) = pair_of(pair)?;
                if position == medium.position {
                    tocs.push(&toc);
                }
            }
            let stated = medium.stated_track_count.filter(|count| *count as usize != tracks.len());
            list.push(&Medium {
                cd_tocs: tocs.list(),
                tracks: tracks.list(),
                stated_track_count: stated,
                ..*medium
            });
        }
        let tracklist = Tracklist { media: list.list(), ..Tracklist::default() };
        self.writer.put(Table::Tracklist, group.id(), &tracklist).map_err(Into::into)
    }

    /// Puts a release into the lists of its artists and of those of its tracks.
    fn lists_of_release(&mut self, id: u32, release: &Release<'_>, heard: &Tracks) -> Result<()> {
        let credited: BTreeSet<u32> =
            self.credits.artists(release.artist_credit).iter().copied().collect();
        for artist in &credited {
            self.staging.browse(Relation::ArtistReleases, *artist, id)?;
        }
        let on_tracks: BTreeSet<u32> = heard
            .credits
            .iter()
            .flat_map(|credit| self.credits.artists(*credit))
            .copied()
            .collect();
        for artist in on_tracks.difference(&credited) {
            self.staging.browse(Relation::ArtistTrackReleases, *artist, id)?;
        }
        Ok(())
    }

    /// Tells the redirects of a track that others were merged into where it is.
    fn survivor(&mut self, row: u32, release: u32, gid: Gid) -> Result<()> {
        if !self.staging.facts.merged_into.contains(row) {
            return Ok(());
        }
        let mut target = Vec::with_capacity(20);
        release.put(&mut target);
        gid.put(&mut target);
        self.staging.push(Stage::TrackRedirects, u64::from(row), Part::Survivor, &target)
    }

    /// Events by date, then country; unknown dates and countries last.
    fn events_of(&mut self, group: &Group, list: &mut ListBuffer) -> Result<()> {
        let mut events =
            group.values::<ReleaseEvent<'_>>(Part::Event).collect::<Result<Vec<_>, _>>()?;
        let date =
            |date: Date| if date.is_unknown() { Date::default().order() } else { date.order() };
        events.sort_by(|a, b| {
            let names = (self.areas.country_name(a.country), self.areas.country_name(b.country));
            let by_name = match names {
                (Some(a), Some(b)) => self.names.collation().compare(a, b),
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            date(a.date).cmp(&date(b.date)).then(by_name).then(a.country.cmp(&b.country))
        });
        list.clear();
        for event in &events {
            self.checked((Kind::Release, group.id()), Kind::Area, event.country)?;
            if event.country != 0 {
                self.staging.browse(Relation::AreaReleases, event.country, group.id())?;
            }
            list.push(event);
        }
        Ok(())
    }

    /// Labels by catalogue number, which also order the releases of each label.
    fn labels_of(
        &mut self,
        group: &Group,
        release: &Release<'_>,
        list: &mut ListBuffer,
    ) -> Result<()> {
        list.clear();
        let mut labels =
            group.values::<ReleaseLabel<'_>>(Part::Label).collect::<Result<Vec<_>, _>>()?;
        labels.sort_by_key(|label| (label.catalog_number.is_none(), label.catalog_number));
        let date = self.staging.facts.release.get(group.id()).date_plus_one;
        for mut label in labels {
            label.label = self.checked((Kind::Release, group.id()), Kind::Label, label.label)?;
            if label.label != 0 {
                self.label_pairs += 1;
                let number = self.label_pairs;
                self.labelled.set(number, group.id());
                self.staging.browse(Relation::LabelReleases, label.label, number)?;
                let first = (date, first_event(&self.areas, release)?);
                self.names.under_label((number, label.catalog_number), release, first)?;
            }
            if let Some(number) = label.catalog_number {
                let key = catalog::index::catalog_number_key(number);
                self.indexes.add(Index::CatalogNumber, key.as_bytes(), group.id())?;
            }
            list.push(&label);
        }
        Ok(())
    }
}

/// The country of the first event.
fn first_event<'a>(areas: &'a Areas, release: &Release<'_>) -> Result<Option<&'a str>> {
    Ok(release.events.first()?.and_then(|event| areas.country_name(event.country)))
}

/// Two numbers, as the reader of `medium_cdtoc` writes them.
pub(super) fn pair_of(bytes: &[u8]) -> Result<(u32, u32)> {
    let (one, two) = bytes.split_first_chunk::<4>().ok_or(Corrupt("a pair"))?;
    let two = two.first_chunk::<4>().ok_or(Corrupt("a pair"))?;
    Ok((u32::from_le_bytes(*one), u32::from_le_bytes(*two)))
}

/// Cover art presence and ASIN; a release whose source says nothing has no art.
fn presence_of(group: &Group) -> Result<(u8, &str)> {
    let Some(bytes) = group.first(Part::Presence) else { return Ok((1, "")) };
    let (presence, asin) = bytes.split_first().ok_or(Corrupt("a presence"))?;
    Ok((*presence, std::str::from_utf8(asin).map_err(|_| Corrupt("an ASIN"))?))
}
