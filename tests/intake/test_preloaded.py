"""What reading processes are forked from stays shared between them."""

import subprocess
import sys

WRITTEN_BY_A_CHILD = """
import gc, os
import intake.preloaded

def own_kb():
    with open("/proc/self/smaps_rollup") as told:
        return sum(int(line.split()[1]) for line in told if line.startswith("Private_Dirty:"))

if os.fork() == 0:
    before = own_kb()
    gc.collect()
    print(own_kb() - before, flush=True)
    os._exit(0)
os.wait()
"""


def test_a_process_that_looks_for_garbage_goes_on_sharing_what_was_loaded():
    done = subprocess.run(
        [sys.executable, "-c", WRITTEN_BY_A_CHILD], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 4_000
