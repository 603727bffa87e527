"""What a command and all processes below it cost, also those that nobody waited for.

`python -m tests.bench.counted COMMAND...` runs it and prints one line of JSON.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>: orphans below become children of this process


def main() -> None:
    """Run, wait for every process, and tell."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
    wall = time.monotonic() - start
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "status": done.returncode,
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,  # of the largest process
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
