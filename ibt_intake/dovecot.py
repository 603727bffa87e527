"""A private Dovecot on loopback: the demo's mail server, and that of the tests."""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from intake.errors import Stop

USER = "postbus"
PASSWORD = "geheim"  # noqa: S105 - of a server on loopback that ends with the program
FOLDERS = ("run", "state", "home")
START_SECONDS = 60
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mailbox_list_index = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/home/%u
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
  # Otherwise each refused login makes the next wait longer.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
"""


def program() -> str | None:
    """Where Dovecot stands, None where it is not installed."""
    return shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def group_of(user: str) -> str:
    """The name of a user's own group."""
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


@dataclass
class Dovecot:
    """A Dovecot of its own in an empty folder: any user name logs in with the one password."""

    folder: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    encryption: str = "ssl = no\n"  # in Dovecot's own terms

    @property
    def maildir(self) -> Path:
        return self.folder / "home" / USER / "Maildir"

    @property
    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text() if path.exists() else "it wrote no log"

    def set_up(self) -> None:
        """Write settings and folders."""
        owner, login, internal = "mail", "dovenull", "dovecot"
        if os.getuid() != 0:
            owner = login = internal = pwd.getpwuid(os.getuid()).pw_name
        for name in FOLDERS:
            (self.folder / name).mkdir()
        if os.getuid() == 0:
            shutil.chown(self.folder / "home", owner, group_of(owner))
            for each in (self.folder, *self.folder.parents):
                # The unprivileged mail user walks down to the mails; these folders are closed.
                if each.stat().st_uid == 0 and str(each).startswith("/tmp/"):  # noqa: S108
                    each.chmod(each.stat().st_mode | 0o011)
        settings = SETTINGS.format(
            folder=self.folder,
            owner=owner,
            owner_group=group_of(owner),
            login=login,
            internal=internal,
            internal_group=group_of(internal),
            password=PASSWORD,
            port=self.port,
            tls_port=self.tls_port,
        )
        (self.folder / "dovecot.conf").write_text(self.encryption + settings)

    def start(self) -> None:
        """Start it, and wait until it greets. Raises Stop where it does not."""
        found = program()
        if found is None:
            raise Stop("Dovecot is not installed; install dovecot-imapd")
        command = [found, "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(command, start_new_session=True)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as peer:
                    if peer.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise Stop(f"Dovecot does not start: {self.log}")

    def stop(self) -> None:
        """End it with all its connections."""
        if self.process:
            group = self.process.pid
            os.killpg(group, signal.SIGTERM)
            self.process.wait(START_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)  # it lets sessions in hand go on for a while
            self.process = None
