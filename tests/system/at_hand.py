"""Mails read and judged in the process that files them, for tests that kill it many times.

A fork of a process with the models in memory need not wait until another process has them.
"""

from intake import filing
from intake.attachments import child
from intake.desk import Desk
from intake.judging import load_judge


class AtHand(Desk):
    """A `Taker` for `Worker` that is ready at once."""

    def __init__(self, known):
        judge = load_judge(
            known.registry, roll_over=known.roll_over, threads=known.correspondence.case_of
        )
        super().__init__(judge, known.limits, known.correspondence, known.senders)

    def warm(self):
        """It is."""

    def close(self):
        """End the process that reads files."""
        child.stop()


def use():
    """Have workers of this process take mails in so."""
    filing.ReaderProcess = AtHand
