"""Two workers in network namespaces of their own, one of them cut off for a while.

By hand, as root, for it makes namespaces and a bridge: `python -m tests.system.workers.cut_off 60`.
Ends with 0 where every mail was filed once.
"""

import asyncio
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM
from tempfile import TemporaryDirectory
from threading import Thread

from storage.events import verify_events
from tests.servers import running as running_dovecot
from tests.system.mails import some
from tests.system.programs import COMMAND, installation_at, until
from tests.system.workers.postgresql import restartable

BRIDGE, HOST, NETWORK = "ibtbr", "10.77.7.1", "10.77.7.0/24"
SPACES = {"ibtw2": "10.77.7.2", "ibtw3": "10.77.7.3"}
POSTGRESQL, IMAP = 5999, 5143
LONG = 600
FIRST, MEANWHILE, AFTER = 20, 40, 10  # mails


def sh(line):
    """Have the system do it."""
    subprocess.run(line, shell=True, check=True)


@contextmanager
def namespaces():
    """Each with an end of a cable, the other at a bridge where this machine is."""
    sh(f"ip link add {BRIDGE} type bridge; ip address add {HOST}/24 dev {BRIDGE}")
    sh(f"ip link set {BRIDGE} up")
    try:
        for space, address in SPACES.items():
            sh(f"ip netns add {space}")
            sh(f"ip link add {cable(space)} type veth peer name e0 netns {space}")
            sh(f"ip link set {cable(space)} master {BRIDGE} up")
            sh(f"ip -n {space} address add {address}/24 dev e0")
            sh(f"ip -n {space} link set e0 up; ip -n {space} link set lo up")
        yield
    finally:
        for space in SPACES:
            sh(f"ip netns del {space}; ip link del {cable(space)} 2>/dev/null; true")
        sh(f"ip link del {BRIDGE}")


def cable(space):
    """The end at the bridge."""
    return f"v{space}"


def pass_on(port):
    """Have who asks the bridge for IMAP reach a server on loopback."""

    async def pipe(source, target):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
        target.close()

    async def met(reader, writer):
        source, target = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pipe(reader, target), pipe(source, writer), return_exceptions=True)

    async def serve():
        server = await asyncio.start_server(met, HOST, IMAP)
        await server.serve_forever()

    Thread(target=lambda: asyncio.run(serve()), daemon=True).start()


def settled(folder, server, dovecot):
    """An installation whose workers reach all by the bridge."""
    with (server.folder / "data" / "pg_hba.conf").open("a") as file:
        file.write(f"host all all {NETWORK} trust\n")
    options = f"-c listen_addresses={HOST} -c port={POSTGRESQL}"
    socket = f"-c unix_socket_directories={server.folder}"
    url = server.database().replace("@/", f"@{HOST}:{POSTGRESQL}/").partition("?")[0]
    server.control("restart", "--mode=fast", "--options", f"{options} {socket}")
    here = installation_at(folder, dovecot, poll_seconds=1, timeout_seconds=10.0)
    here.settings["mailbox"] |= {"host": HOST, "port": IMAP, "allow_plain": [HOST]}
    here.settings["database"] = {"url": url, "audit_key_file": str(folder / "audit.key")}
    here.settings["worker"] = {"look_seconds": 1, "silent_seconds": 5}
    here.settings["smtp"] = {"message_id_key_file": str(folder / "message-id.key")}
    here.settings["outbox"] = {"folder": str(folder / "out")}
    here.engine.dispose()
    return here


def cut_off(here, dovecot, seconds):
    """Cut a worker off while both are at work; how many mails each filed."""
    dovecot.append(some(FIRST))
    workers = [
        here.start("worker", command=("ip", "netns", "exec", space, *COMMAND)) for space in SPACES
    ]
    for worker in workers:
        worker.wait_for("filed", seconds=LONG)
    first = next(iter(SPACES))
    sh(f"ip link set {cable(first)} down")
    dovecot.append(some(MEANWHILE, first=FIRST))
    time.sleep(seconds)  # what is tried out
    print(f"{here.filed()} mails filed while one was cut off")
    sh(f"ip link set {cable(first)} up")
    dovecot.append(some(AFTER, first=FIRST + MEANWHILE))
    until(lambda: here.filed() == FIRST + MEANWHILE + AFTER, "all mails", LONG, every=0.5)
    assert [worker.end(SIGTERM, seconds=LONG) for worker in workers] == [0, 0]
    return [len(worker.events("filed")) for worker in workers]


def check(here):
    """Every mail is filed once, and the audit trail is whole."""
    every = some(FIRST + MEANWHILE + AFTER)
    assert here.raws() == sorted(every)
    assert set(Counter(here.events("filed")).values()) == {1}
    assert len(here.events("filed")) == len(every)
    assert here.events("filed_again") == []
    assert here.look(verify_events) == []


def main(seconds):
    """Try it out."""
    dovecots = running_dovecot()
    dovecot = next(dovecots)
    with namespaces(), restartable() as server, TemporaryDirectory() as folder:
        pass_on(dovecot.port)
        here = settled(Path(folder), server, dovecot)
        try:
            print(f"filed by each: {cut_off(here, dovecot, seconds)}")
            check(here)
        finally:
            here.close()
    dovecots.close()


if __name__ == "__main__":
    main(float(sys.argv[1]))
