"""A PostgreSQL server that can be restarted while programs speak to it."""

import os
import subprocess
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from tests.postgres import BIN, OWNER, running


@contextmanager
def restartable():
    """A server of the block's own."""
    with running() as folder:
        server = Server(folder)
        yield server
        server.control("stop", "--mode=immediate")


class Server:
    """The server by the folder of its socket."""

    def __init__(self, folder):
        self.folder = folder
        self.databases = 0

    def restart(self):
        """Have it end as by a power cut, and start again."""
        self.control("restart", "--mode=immediate")

    @contextmanager
    def away(self):
        """While the block runs there is no server."""
        self.control("stop", "--mode=immediate")
        try:
            yield
        finally:
            options = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
            self.control("start", "--options", f"{options} -c fsync=off -c timezone=UTC")

    def control(self, *what):
        """Have PostgreSQL's own program do it."""
        as_owner = []
        if os.getuid() == 0:
            as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"]
        told = self.folder / "control.log"  # no pipe: the server would hold it open
        with told.open("wb") as log:
            command = [*as_owner, BIN / "pg_ctl", f"--pgdata={self.folder}/data", "--wait", *what]
            subprocess.run(command, check=True, cwd=self.folder, stdout=log, stderr=log)

    def database(self):
        """The address of an empty database."""
        self.databases += 1
        name = f"intake_{self.databases}"
        engine = create_engine(self.address("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.address(name)

    def address(self, name):
        """Where a database of that name is."""
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.folder}"
