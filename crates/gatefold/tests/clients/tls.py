"""A front that speaks TLS for a server that does not, as a reverse proxy does."""
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
                answers = threading.Thread(target=pass_on, args=(behind, client), daemon=True)
                answers.start()
                pass_on(client, behind)
                answers.join()

    threading.Thread(target=accept, daemon=True).start()
    return "127.0.0.1:%d" % listener.getsockname()[1]


def pass_on(source, target):
    """Passes bytes on until the source ends, then ends the target's reading."""
    while chunk := source.recv(65536):
        target.sendall(chunk)
    # A TLS connection is ended as a whole by the one who began it.
    if not isinstance(target, ssl.SSLSocket):
        target.shutdown(socket.SHUT_WR)
