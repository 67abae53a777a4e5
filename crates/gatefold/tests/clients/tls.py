"""A front that speaks TLS for a server that does not, as a reverse proxy does."""
import select
import socket
import ssl
import threading


def front(server, certificate, key):
    """Listens on a free port of this machine; answers the address, HOST:PORT."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            plain, _ = listener.accept()
            threading.Thread(target=serve, args=(plain,), daemon=True).start()

    def serve(plain):
        host, port = server.rsplit(":", 1)
        with context.wrap_socket(plain, server_side=True) as client:
            with socket.create_connection((host, int(port))) as behind:
                pass_on(client, behind)

    threading.Thread(target=accept, daemon=True).start()
    return "127.0.0.1:%d" % listener.getsockname()[1]


def pass_on(client, behind):
    """Passes bytes on in both directions until one side ends."""
    while True:
        # What was decrypted together with the bytes before is not seen by select.
        ready = [client] if client.pending() else select.select([client, behind], [], [])[0]
        for source in ready:
            chunk = source.recv(65536)
            if not chunk:
                return
            (behind if source is client else client).sendall(chunk)
