"""pylast signs in at a server, scrobbles, reads back, and says what it saw as JSON.

usage: SSL_CERT_FILE=CERTIFICATE scrobble.py HOST:PORT CERTIFICATE KEY TOKEN USER

The library speaks nothing but TLS: a front with that certificate stands before the server.
"""
import json
import sys
import time

import pylast

from tls import front

server, certificate, private_key, token, user = sys.argv[1:]
host = front(server, certificate, private_key)
now = int(time.time())
network = pylast.LastFMNetwork(api_key="k" * 32, api_secret="s" * 32)
network.ws_server = (host, "/2.0/")
keys = pylast.SessionKeyGenerator(network)
network.session_key = keys.get_session_key(user, pylast.md5(token))

network.scrobble("The Lanterns", "Come Home", now - 900, album="Harbour Lights", duration=200)
many = [
    {"artist": "The Lanterns", "title": f"Song {at}", "timestamp": now - 800 + at * 60}
    for at in range(12)
]
network.scrobble_many(many)
network.scrobble_many(many)
network.update_now_playing("Sigur & Rós", "Évening", duration=100)
network.get_track("The Lanterns", "Come Home").love()
network.get_track("The Lanterns", "Come Home").unlove()
person = network.get_user(user)
refused = None
key, network.session_key = network.session_key, "wrong"
try:
    network.scrobble("A", "B", now)
except pylast.WSError as error:
    refused = error.get_id()
network.session_key = key
recent = person.get_recent_tracks(limit=20)
playing = person.get_now_playing()
print(json.dumps({
    "playcount": person.get_playcount(),
    "recent": [[str(it.track.title), int(it.timestamp) - now] for it in recent],
    "album": recent[-1].album,
    "playing": [playing.artist.name, playing.title],
    "artists": [[it.item.name, it.weight] for it in person.get_top_artists()],
    "refused": refused,
    "page": keys.get_web_auth_url().split("?")[0],
}))
