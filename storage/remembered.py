"""What takes long to work out, kept in memory until something happens.

Each change that a figure follows from is an event of the audit trail, so where the trail ends as
it did, the answer is the one that was given.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool
from sqlmodel import Session

from storage.event_heads import Head
from storage.events import head_of_events

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")


@dataclass(slots=True)
class Slot(Generic[Answer]):
    """Room for one answer: who asks the same while it is worked out waits, and has it too."""

    told: list[Answer] = field(default_factory=list)  # one, once it is worked out
    lock: Lock = field(default_factory=Lock)

    def fill(self, work_out: Callable[[], Answer]) -> Answer:
        """The answer, worked out where nobody has."""
        with self.lock:
            if not self.told:
                self.told.append(work_out())
            return self.told[0]


Kept = OrderedDict[object, Slot[Answer]]


def remembered(
    *, answers: int
) -> Callable[
    [Callable[Concatenate[Session, Asked], Answer]], Callable[Concatenate[Session, Asked], Answer]
]:
    """Have a function of what is stored give its last answers again, so many for each database.

    What it is asked must be hashable, and its answers are shared: nobody may change them. To be
    asked in a snapshot: a change in hand may stand before its event.
    """

    def decorate(
        work_out: Callable[Concatenate[Session, Asked], Answer],
    ) -> Callable[Concatenate[Session, Asked], Answer]:
        of_database: WeakKeyDictionary[Pool, tuple[Head, Kept[Answer]]] = WeakKeyDictionary()
        lock = Lock()

        def slot_of(pool: Pool, head: Head, key: object) -> Slot[Answer]:
            """The room for an answer as of the end of the trail; none is worked out meanwhile."""
            with lock:
                last, kept = of_database.get(pool, (None, OrderedDict()))
                if last != head:
                    kept = OrderedDict()
                    of_database[pool] = head, kept
                slot = kept.setdefault(key, Slot())
                kept.move_to_end(key)
                while len(kept) > answers:
                    kept.popitem(last=False)
                return slot

        @wraps(work_out)
        def answer(session: Session, /, *asked: Asked.args, **options: Asked.kwargs) -> Answer:
            head = head_of_events(session)
            if head is None:
                return work_out(session, *asked, **options)
            pool = session.connection().engine.pool  # an engine with other options shares it
            slot = slot_of(pool, head, (asked, tuple(sorted(options.items()))))
            return slot.fill(lambda: work_out(session, *asked, **options))

        return answer

    return decorate
