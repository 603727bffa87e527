"""What takes long to work out, kept in memory until something happens.

Each change that a figure follows from is an event of the audit trail, so where the trail ends as
it did, the answer is the one that was given.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool
from sqlmodel import Session

from storage.event_heads import Head
from storage.events import head_of_events

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
Kept = OrderedDict[object, Answer]


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
        lock = RLock()

        @wraps(work_out)
        def answer(session: Session, /, *asked: Asked.args, **options: Asked.kwargs) -> Answer:
            head = head_of_events(session)
            pool = session.connection().engine.pool  # an engine with other options shares it
            if head is None:
                return work_out(session, *asked, **options)
            key = asked, tuple(sorted(options.items()))
            with lock:  # who asks the same meanwhile waits, and has it too
                last, kept = of_database.get(pool, (None, OrderedDict()))
                if last != head:
                    kept = OrderedDict()
                    of_database[pool] = head, kept
                if key not in kept:
                    kept[key] = work_out(session, *asked, **options)
                kept.move_to_end(key)
                while len(kept) > answers:
                    kept.popitem(last=False)
                return kept[key]

        return answer

    return decorate
