"""A listener on loopback, for servers that tests script themselves."""

import socket
import threading
from contextlib import suppress


class Listener:
    """Talks with each that connects, in a thread of its own, until it is closed."""

    def listen(self) -> None:
        """Listen on a port that is free: `port`."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._peers: list[socket.socket] = []
        self._talks: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and drop everyone."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self._peers:
            end(peer)
        self._thread.join()

    def hear_out(self) -> None:
        """Wait until each that connected has gone and all that it said is dealt with."""
        for talk in list(self._talks):
            talk.join(300)
            assert not talk.is_alive()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self._peers.append(peer)
            talk = threading.Thread(target=self._talk, args=(peer,), daemon=True)
            talk.start()  # first: who hears it out may come at any moment
            self._talks.append(talk)

    def _talk(self, peer: socket.socket) -> None:
        raise NotImplementedError


def end(sock: socket.socket) -> None:
    """End both directions of a connection, whatever state it is in, for who waits for it too."""
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
