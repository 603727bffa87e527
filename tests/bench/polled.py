"""What a daemon with a held connection spends on passes, told as one line of JSON.

`python -m tests.bench.polled CONFIG NUMBER`: polls of an unchanged mailbox first, then passes that
each bring one new mail; NUMBER is that of the first of these. Run by `tests.bench.polling`.
"""

import imaplib
import json
import os
import socket
import struct
import sys
import time
from pathlib import Path
from threading import Event

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config, load_config
from ibt_intake.dovecot import PASSWORD, USER
from ibt_intake.logs import quiet_logging
from ibt_intake.working import at_work
from intake.mailbox.protocol import Mailbox
from intake.tally import Tally
from intake.worker import Worker
from tests.bench.letters import letter
from tests.bench.processes import cpu_of

POLLS, PASSES, NEW, FIRST = 300, 100, 20, 3
BYTES_ACKED, BYTES_RECEIVED = 120, 128  # <linux/tcp.h>: where they stand in struct tcp_info


def main() -> None:
    """Measure, and tell."""
    config, number = load_config(Path(sys.argv[1])), int(sys.argv[2])
    quiet_logging()
    engine = open_storage(config)
    with at_work(config, engine) as (worker, mailbox):
        first = worker.take_in(Event(), whole=True)
        if first.kept or first.faults:
            raise RuntimeError(f"mailbox and database do not agree: {first}")
        for at in range(FIRST):  # loads what the first mails load
            bring(config, worker, number + at)
        told = polls(worker, mailbox) | passes(worker) | arrivals(config, worker, number + FIRST)
    print(json.dumps(told))


def polls(worker: Worker, mailbox: Mailbox) -> dict[str, float]:
    """The CPU and the bytes of a look at the mailbox that finds nothing."""
    connection = mailbox._sessions["INBOX"].client.socket()
    tally, stop = Tally(), Event()
    before, cpu = traffic(connection), time.process_time()
    for _ in range(POLLS):
        worker._fetcher.keep_new(tally, stop)
    spent = time.process_time() - cpu
    size = traffic(connection) - before
    if tally.kept or tally.faults:
        raise RuntimeError(f"the mailbox was not unchanged: {tally}")
    return {"poll_ms": 1000 * spent / POLLS, "poll_bytes": size / POLLS}


def passes(worker: Worker) -> dict[str, float]:
    """The CPU of a pass of the daemon that finds nothing: mailbox, database, signs of life."""
    cpu = time.process_time()
    for _ in range(PASSES):
        worker.take_in(Event())
    return {"pass_ms": 1000 * (time.process_time() - cpu) / PASSES}


def arrivals(config: Config, worker: Worker, number: int) -> dict[str, float]:
    """The CPU of all processes, and the time, of a pass that brings one mail to its case."""
    cpu = wall = 0.0
    for at in range(NEW):
        spent, seconds = bring(config, worker, number + at)
        cpu, wall = cpu + spent, wall + seconds
    return {"new_ms": 1000 * cpu / NEW, "new_wall_ms": 1000 * wall / NEW}


def bring(config: Config, worker: Worker, number: int) -> tuple[float, float]:
    """Deliver a mail and take it in; the seconds of CPU and by the wall of taking it in."""
    with imaplib.IMAP4("127.0.0.1", config.mailbox.port) as client:
        client.login(USER, PASSWORD)
        client.append("INBOX", "", None, letter(number))
    cpu, start = cpu_of(os.getpid()), time.monotonic()
    tally = worker.take_in(Event())
    if tally.filed != 1:
        raise RuntimeError(f"not one mail was filed: {tally}")
    return cpu_of(os.getpid()) - cpu, time.monotonic() - start


def traffic(connection: socket.socket) -> int:
    """The bytes that a connection has sent and received so far."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
    return sum(struct.unpack_from("Q", info, at)[0] for at in (BYTES_ACKED, BYTES_RECEIVED))


if __name__ == "__main__":
    main()
