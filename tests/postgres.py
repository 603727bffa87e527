"""A PostgreSQL server on a socket of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BIN = next((each for each in reversed(FOLDERS) if (each / "initdb").exists()), None)
OWNER = "postgres"  # the server refuses to run as root
SECONDS = 60


@contextmanager
def running():
    """The folder of the socket of a server that runs while the block does."""
    assert BIN, "no PostgreSQL in /usr/lib/postgresql; install it with `.ci/system-packages test`"
    folder = Path(mkdtemp(prefix="ibt-pg-", dir="/tmp"))  # a socket's path must be short
    as_owner = []
    if os.getuid() == 0:
        as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"]
        user = pwd.getpwnam(OWNER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    made = [BIN / "initdb", "-D", data, "-A", "trust", "-U", OWNER, "-N", "--locale=C.UTF-8"]
    subprocess.run([*as_owner, *made], check=True, capture_output=True, cwd=folder)
    options = [
        "-c",
        "fsync=off",
        "-c",
        "timezone=UTC",
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={folder}",
    ]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*as_owner, BIN / "postgres", "-D", data, *options],
            stdout=log,
            stderr=log,
            cwd=folder,
        )
    try:
        wait(server, folder)
        yield folder
    finally:
        server.send_signal(signal.SIGINT)  # a fast stop: SIGTERM would wait for who is connected
        server.wait(SECONDS)
        shutil.rmtree(folder)


def wait(server, folder):
    """Until the server answers."""
    ready = [BIN / "pg_isready", "-q", "-h", folder]
    until = time.monotonic() + SECONDS
    while subprocess.run(ready).returncode:
        told = (folder / "log").read_text()
        assert server.poll() is None, told
        assert time.monotonic() < until, told
