"""A TCP proxy that cuts, stalls and slows: what networks do to servers that are well."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tests.listeners import Listener, end

CHUNK = 65536


class Deed(Enum):
    """What is done to a connection."""

    CUT = "cut"  # both sides lose it
    STALL = "stall"  # it stays, and nothing comes any more


@dataclass
class Fault:
    """A deed, so many bytes after certain ones have gone by; what comes later never arrives."""

    deed: Deed
    at: bytes = b""
    after: int = 0
    from_client: bool = False  # whether the bytes are the program's own
    times: int = 1  # that it is still done


class Proxy(Listener):
    """Stands before a server; its faults are done in their order, one at a time."""

    def __init__(self, port: int) -> None:
        self.server = port
        self.faults: list[Fault] = []
        self.bytes_per_second = 0  # from the server; 0: as fast as it comes
        self.rewrite: Callable[[bytes], bytes] = lambda data: data  # of what the server says
        self.said = b""  # by the program
        self.is_away = False  # hang up on everyone at once
        self.connections = 0
        self.is_met = threading.Event()  # a fault was done
        self.listen()

    def _talk(self, peer: socket.socket) -> None:
        self.connections += 1
        if self.is_away:
            peer.close()
            return
        server = socket.create_connection(("127.0.0.1", self.server))
        up = threading.Thread(target=self._pump, args=(peer, server, True), daemon=True)
        up.start()
        self._pump(server, peer, False)
        up.join()

    def _pump(self, source: socket.socket, sink: socket.socket, from_client: bool) -> None:
        """Hand bytes on until one side ends, or a fault ends both."""
        seen = b""
        try:
            while data := source.recv(CHUNK):
                fault = self._fault(from_client)
                seen = (seen + data)[-2 * CHUNK :] if fault else b""
                if fault and (rest := left_of(fault, seen)) is not None:
                    sink.sendall(data[: max(0, len(data) - rest)])
                    self._done(fault)
                    if fault.deed is Deed.CUT:
                        return
                    while source.recv(CHUNK):
                        pass  # silence, until somebody gives up
                    return
                self._slowly(sink, data, from_client)
        except OSError:
            return
        finally:
            for each in (source, sink):
                end(each)

    def _fault(self, from_client: bool) -> Fault | None:
        """The fault that is next, where it concerns this direction."""
        return self.faults[0] if self.faults and self.faults[0].from_client is from_client else None

    def _done(self, fault: Fault) -> None:
        fault.times -= 1
        if fault.times <= 0:
            self.faults.remove(fault)
        self.is_met.set()

    def _slowly(self, sink: socket.socket, data: bytes, from_client: bool) -> None:
        if from_client:
            self.said += data
        else:
            data = self.rewrite(data)
        if from_client or not self.bytes_per_second:
            sink.sendall(data)
            return
        step = max(1, self.bytes_per_second // 50)
        for at in range(0, len(data), step):
            sink.sendall(data[at : at + step])
            time.sleep(step / self.bytes_per_second)


def left_of(fault: Fault, seen: bytes) -> int | None:
    """How many of the last bytes come after the place of a fault; None: it is not reached."""
    found = seen.find(fault.at)
    if found < 0:
        return None
    place = found + len(fault.at) + fault.after
    return len(seen) - place if len(seen) >= place else None
