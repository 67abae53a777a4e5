"""liblistenbrainz submits to a server, reads back, and says what it saw as JSON.

usage: listen.py BASE_URL TOKEN USER
"""
import json
import sys
import time

import liblistenbrainz

base, token, user = sys.argv[1:]
now = int(time.time())
client = liblistenbrainz.ListenBrainz(api_base_url=base)
client.set_auth_token(token)


def listen(name, at=None):
    return liblistenbrainz.Listen(
        track_name=name,
        artist_name="The Lanterns",
        release_name="Harbour Lights",
        listened_at=at,
        tags=["folk"],
        additional_info={"tracknumber": 3},
    )


client.submit_single_listen(listen("Come Home", now - 600))
client.submit_multiple_listens([listen("Café del Mar", now - 400), listen("Rain", now - 200)])
client.submit_multiple_listens([listen("Rain", now - 200)])
client.submit_playing_now(listen("Evening"))
heard = client.get_listens(user, count=10)
playing = client.get_playing_now(user)
client.delete_listen(heard[0])
client.submit_user_feedback(1, "e7ebbb99-7346-4323-9541-dffae9e1003b")
artists = client.get_user_artists(user)["payload"]["artists"]
print(json.dumps({
    "heard": [[it.track_name, it.artist_name, it.release_name, it.listened_at - now] for it in heard],
    "info": heard[0].additional_info.get("tracknumber"),
    "playing": playing.track_name,
    "left": [it.track_name for it in client.get_listens(user, max_ts=now)],
    "artists": [[it["artist_name"], it["listen_count"]] for it in artists],
}))
