"""A clamd of the tests' own, that knows one virus: the test file of EICAR, which harms nobody."""

import shutil
import socket
import subprocess
import time

# In two parts: scanners would else find it in this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test\n"  # MD5, size, name
STARTING_SECONDS = 60


class Clamd:
    """Listens on `socket` until it is closed."""

    def __init__(self, folder):
        self.socket = folder / "clamd.sock"
        (folder / "signatures").mkdir()
        (folder / "signatures" / "test.hdb").write_text(SIGNATURE)
        settings = {
            "LocalSocket": self.socket,
            "DatabaseDirectory": folder / "signatures",
            "Foreground": "yes",
            "LogFile": folder / "clamd.log",
        }
        config = folder / "clamd.conf"
        config.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        clamd = shutil.which("clamd") or "/usr/sbin/clamd"
        self.process = subprocess.Popen([clamd, f"--config-file={config}"])
        self.wait()

    def wait(self):
        """Until it answers."""
        until = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < until:
            with socket.socket(socket.AF_UNIX) as peer:
                if self.socket.exists() and peer.connect_ex(str(self.socket)) == 0:
                    return
            assert self.process.poll() is None, "clamd ended"
            time.sleep(0.1)
        raise AssertionError("clamd does not answer")

    def close(self):
        """End it."""
        self.process.terminate()
        self.process.wait(STARTING_SECONDS)
