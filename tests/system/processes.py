"""Processes, found by what stands in their environment."""

import os


def processes_with(mark: str) -> list[int]:
    """The processes whose environment holds this, as NAME=VALUE."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                if mark.encode() in file.read().split(b"\0"):
                    found.append(int(name))
        except OSError:
            continue  # it has just ended
    return found
