"""Small disks of a test's own, as root or not, and work in a child process."""

import ctypes
import multiprocessing
import os
import subprocess
import traceback
from pathlib import Path

from tests.servers import PATIENCE

NOBODY = 65534
NEW_MOUNTS, NEW_USERS = 0x00020000, 0x10000000  # of unshare(2)
CANNOT = "this test needs a disk of its own: run it as root, or allow user namespaces (unshare -rm)"


def own_mounts():
    """The command that starts another with mounts that only it sees."""
    for where in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        try_out = [*where, "mount", "-t", "tmpfs", "-o", "size=1m", "disk", "/mnt"]
        if subprocess.run(try_out, capture_output=True, check=False).returncode == 0:
            return where
    raise AssertionError(CANNOT)


def in_child(work, *arguments):
    """Run a function in a child process; its failure is that of the test."""
    fresh = multiprocessing.get_context("fork")
    told = fresh.Queue()
    child = fresh.Process(target=reported, args=(told, work, arguments))
    child.start()
    fault = told.get(timeout=PATIENCE)
    child.join(PATIENCE)
    assert fault == "", fault


def on_own_disk(folder, work):
    """Run a function on a disk of 2 MB, mounted at a folder, which only it sees."""
    in_child(mounted, folder, work)


def mounted(folder, work):
    """Mount the disk here and work on it; as root of a namespace where not root anyhow."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_MOUNTS):
        if libc.unshare(NEW_MOUNTS | NEW_USERS):
            raise AssertionError(f"{CANNOT}: {os.strerror(ctypes.get_errno())}")
        # Nobody in the new namespace, until it is called root there.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    for mount in (["--make-rprivate", "/"], ["-t", "tmpfs", "-o", "size=2m", "disk", folder]):
        done = subprocess.run(["mount", *mount], capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{CANNOT}: {done.stderr.strip()}"
    work(folder)


def reported(told, work, arguments):
    """Say how the work ended: "" where it did well."""
    try:
        work(*arguments)
    except BaseException:
        told.put(traceback.format_exc())
    else:
        told.put("")
