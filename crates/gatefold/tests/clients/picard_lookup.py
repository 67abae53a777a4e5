"""Picard's own web service asks for what it asks for when it tags, and says what it understood as JSON.

usage: picard_lookup.py HOST PORT CONFIGURATION_FILE
"""
import json
import os
import sys

# Its cache shall lie beside its configuration.
os.environ["XDG_CACHE_HOME"] = os.path.dirname(sys.argv[3])

from PyQt6.QtCore import QCoreApplication, QTimer

import picard.options  # noqa: F401 (what is not configured has its default)
from picard.config import get_config, setup_config
from picard.webservice import WebService
from picard.webservice.api_helpers import MBAPIHelper

RELEASE = "4f5a6b97-a09b-4893-80d1-eae1f3bfa221"
RECORDING = "162630d9-36d2-4a8d-ade1-1c77440b34e7"
ARTIST = "a16d1433-ba89-4f72-a47b-a370add0bb55"
GROUP = "22ca85ec-ee39-3895-aef9-dee5d5c2f4d6"
DISC = "T.epJ9O5SoDjPqAJuOJfAI9O8Nk-"
TOC = "1 13 256486 150 19383 42431 63091 84429 104202 121393 141045 167408 189301 205078 227368 241484"
# What it wants of an album that it loads.
INC = ("aliases", "annotation", "artist-credits", "artists", "discids", "genres", "isrcs", "labels",
       "media", "recordings", "release-groups", "artist-rels", "recording-rels", "release-rels",
       "release-group-level-rels", "url-rels", "work-rels", "recording-level-rels", "work-level-rels")

app = QCoreApplication(sys.argv)
setup_config(app, sys.argv[3])
setting = get_config().setting
setting["server_host"], setting["server_port"] = sys.argv[1], int(sys.argv[2])
api = MBAPIHelper(WebService())
said, waiting = {}, set()


def ask(name, request, understand, *arguments, **more):
    waiting.add(name)

    def handler(document, reply, error):
        said[name] = int(error.value) if error else understand(document)
        waiting.discard(name)
        if not waiting:
            app.quit()

    request(*arguments, handler=handler, **more)


ask("release", api.get_release_by_id, lambda it: [
    it["title"], it["release-group"]["title"], it["label-info"][0]["label"]["name"],
    [track["recording"]["title"] for track in it["media"][0]["tracks"]][:2],
], RELEASE, inc=INC)
ask("recording", api.get_track_by_id, lambda it: [it["title"], len(it["releases"])],
    RECORDING, inc=("artists", "releases", "media"))
ask("disc", api.lookup_discid, lambda it: [release["title"] for release in it["releases"]], DISC)
ask("toc", api.lookup_toc, lambda it: [release["title"] for release in it["releases"]], TOC)
ask("found", api.find_tracks, lambda it: it["recordings"][0]["title"],
    track="Hey Boy Hey Girl", artist="The Chemical Brothers", limit=5)
ask("searched", api.find_artists, lambda it: it["artists"][0]["name"],
    query="chemical brothers", search=True, advanced_search=False, limit=5)
ask("browsed", api.browse_releases, lambda it: [it["release-count"], len(it["releases"])],
    **{"release-group": GROUP})
ask("unknown", api.get_release_by_id, lambda it: it, RELEASE.replace("4", "5"))

QTimer.singleShot(60_000, app.quit)
app.exec()
said["waiting"] = sorted(waiting)
json.dump(said, sys.stdout, ensure_ascii=False)
