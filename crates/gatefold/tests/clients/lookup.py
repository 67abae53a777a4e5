"""musicbrainzngs reads entities, lists and searches, and says what it understood as JSON.

usage: lookup.py HOST:PORT
"""
import json
import sys

import musicbrainzngs as mb

mb.set_hostname(sys.argv[1], use_https=False)
mb.set_rate_limit(False)
mb.set_useragent("gatefold-tests", "1")

ARTIST = "a16d1433-ba89-4f72-a47b-a370add0bb55"
RELEASE = "4f5a6b97-a09b-4893-80d1-eae1f3bfa221"
LABEL = "b4edce40-090f-4956-b82a-5d9d285da40b"
GROUP = "22ca85ec-ee39-3895-aef9-dee5d5c2f4d6"
RECORDING = "162630d9-36d2-4a8d-ade1-1c77440b34e7"
AREA = "106e0bec-b638-3b37-b731-f53d507dc00e"

said = {}

artist = mb.get_artist_by_id(ARTIST, ["aliases", "tags", "release-groups"])["artist"]
said["artist"] = [artist["name"], artist["sort-name"], artist["type"]]
said["artist's life"] = artist["life-span"]
said["artist's aliases"] = [it["alias"] for it in artist["alias-list"]]
said["artist's albums"] = [it["title"] for it in artist["release-group-list"]]

includes = ["artists", "recordings", "artist-rels", "recording-level-rels", "release-groups", "labels"]
release = mb.get_release_by_id(RELEASE, includes)["release"]
medium = release["medium-list"][0]
track = medium["track-list"][0]
said["release"] = [release["title"], release["artist-credit-phrase"], release["release-group"]["title"]]
said["medium"] = [release["medium-count"], medium["track-count"], len(medium["track-list"])]
said["track"] = [track["position"], track["recording"]["title"], track["track_or_recording_length"]]
said["track's relations"] = sorted({it["type"] for it in track["recording"]["artist-relation-list"]})

recordings = mb.get_recordings_by_isrc("GBAAA9900303")["isrc"]
said["isrc"] = [it["title"] for it in recordings["recording-list"]]
said["recording's releases"] = [
    it["title"] for it in mb.get_recording_by_id(RECORDING, ["releases"])["recording"]["release-list"]
]
said["group"] = mb.get_release_group_by_id(GROUP, ["artists"])["release-group"]["artist-credit-phrase"]
said["label"] = mb.get_label_by_id(LABEL)["label"]["name"]
said["area"] = mb.get_area_by_id(AREA)["area"]["name"]
said["event"] = mb.get_event_by_id("eb668bdc-a928-49a1-beb7-8e37db2a5b65")["event"]["name"]
said["series"] = mb.get_series_by_id("d977f7fd-96c9-4e3e-83b5-eb484a9e6582", ["work-rels"])["series"]["name"]
said["place"] = mb.get_place_by_id("df9269dd-0470-4ea2-97e8-c11e46080edd")["place"]["name"]
said["work"] = mb.get_work_by_id("b8f69869-f01d-384c-bd65-b67caed6d9ac", ["artist-rels"])["work"]["title"]
said["instrument"] = mb.get_instrument_by_id("3590521b-8c97-4f4b-b1bb-5f68d3663d8a")["instrument"]["name"]

page = mb.browse_release_groups(artist=ARTIST, limit=2)
said["page"] = [page["release-group-count"], len(page["release-group-list"])]
releases = mb.browse_releases(artist=ARTIST, includes=["media", "labels"], limit=100)
said["releases"] = [releases["release-count"], len(releases["release-list"])]
said["browsed recordings"] = mb.browse_recordings(release=RELEASE)["recording-count"]
said["browsed labels"] = [it["name"] for it in mb.browse_labels(release=RELEASE)["label-list"]]

found = mb.search_artists(artist="chemical brothers")
said["search"] = [it["name"] for it in found["artist-list"]]
said["score"] = found["artist-list"][0]["ext:score"]
said["strict"] = [
    it["title"] for it in mb.search_recordings(recording="Hey Boy Hey Girl", artist="Chemical", strict=True)["recording-list"]
]
said["releases found"] = mb.search_releases("surrender", limit=1)["release-count"]
said["groups found"] = mb.search_release_groups(releasegroup="surrender")["release-group-list"][0]["id"]

try:
    mb.get_artist_by_id("00000000-0000-4000-8000-000000000000")
except mb.ResponseError as error:
    said["unknown"] = error.cause.code
try:
    mb.browse_releases(artist="nobody")
except mb.ResponseError as error:
    said["bad"] = error.cause.code
print(json.dumps(said, indent=1))
