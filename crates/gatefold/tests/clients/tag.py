"""beets finds albums by their tags, and says as JSON how many it found without a question.

Albums of a dump become files of a few hundred bytes each: FLAC without audio, as long as the
tracks, with nothing but artist, album, title and number. beets lets a quarter of a second pass
between requests, whatever its limit says: a hundred albums take two minutes.

usage: tag.py HOST:PORT DUMP.tar.bz2 FOLDER COUNT
"""
import json
import os
import random
import struct
import subprocess
import sys
import tarfile
from pathlib import Path

address, dump, folder, count = sys.argv[1:]
folder = Path(folder)
RATE = 44100
CONFIG = """
directory: {folder}/music
library: {folder}/library.db
statefile: {folder}/state.pickle
plugins: [musicbrainz]
import: {{copy: no, write: no, quiet: yes, quiet_fallback: skip, log: {folder}/import.log}}
musicbrainz: {{host: "{address}", https: no, ratelimit: 1000}}
"""


def table(archive, name):
    """The rows of a table, as lists of texts."""
    lines = archive.extractfile(f"mbdump/{name}").read().decode().split("\n")
    return [line.split("\t") for line in lines if line]


def albums(archive):
    """Albums whose artist and title only one release has: gid, artist, title, (title, ms) of tracks."""
    artists = {row[0]: row[1] for row in table(archive, "artist_credit")}
    media = {row[0]: row[1] for row in table(archive, "medium")}
    tracks, named = {}, {}
    for row in table(archive, "track"):
        release, length = media[row[3]], row[8]
        if length != "\\N":
            tracks.setdefault(release, []).append((int(row[4]), row[6], int(length)))
    for row in table(archive, "release"):
        named.setdefault((artists[row[3]], row[2]), []).append(row)
    discs = list(media.values())
    for (artist, title), rows in sorted(named.items()):
        of = sorted(tracks.get(rows[0][0], []))
        places = [at for at, *_ in of]
        if len(rows) == 1 and discs.count(rows[0][0]) == 1 and places == [*range(1, len(of) + 1)]:
            yield rows[0][1], artist, title, [(name, length) for _, name, length in of]


def comment(tags):
    """A block of tags, the last of the file."""
    entries = [f"{key}={value}".encode() for key, value in tags.items()]
    body = struct.pack("<II", 0, len(entries))
    body += b"".join(struct.pack("<I", len(entry)) + entry for entry in entries)
    return struct.pack(">I", 0x84 << 24 | len(body)) + body


def flac(length_ms, tags):
    """A file that says how long it is, and has no sound."""
    samples = length_ms * RATE // 1000
    packed = RATE << 44 | 1 << 41 | 15 << 36 | samples
    info = struct.pack(">HH6xQ16x", 4096, 4096, packed)
    return b"fLaC" + struct.pack(">I", len(info)) + info + comment(tags)


def write(number, artist, title, tracks):
    """The files of an album in a folder of their own."""
    place = folder / "incoming" / f"{number:03}"
    place.mkdir(parents=True)
    for at, (name, length) in enumerate(tracks, 1):
        tags = {"ARTIST": artist, "ALBUM": title, "TITLE": name, "TRACKNUMBER": at}
        (place / f"{at:02}.flac").write_bytes(flac(length, tags))


def beet(*arguments):
    """Runs beets with a configuration of its own."""
    command = [sys.executable, "-m", "beets", *arguments]
    environment = {**os.environ, "BEETSDIR": str(folder)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


with tarfile.open(dump) as archive:
    usual = [album for album in albums(archive) if 3 <= len(album[3]) <= 20]
chosen = random.Random(1).sample(usual, int(count))
for number, (_, *album) in enumerate(chosen):
    write(number, *album)
(folder / "config.yaml").write_text(CONFIG.format(folder=folder, address=address))
beet("import", "-q", str(folder / "incoming"))
found = {}
for line in beet("ls", "-f", "$path\t$mb_albumid\t$mb_trackid").splitlines():
    path, release, recording = line.split("\t")
    found.setdefault(int(Path(path).parent.name), set()).add((release, bool(recording)))
right = [n for n, (gid, *_) in enumerate(chosen) if found.get(n) == {(gid, True)}]
print(json.dumps({
    "albums": len(chosen),
    "matched": len(found),
    "right": len(right),
    "missed": [chosen[n][1:3] for n in range(len(chosen)) if n not in right],
}))
