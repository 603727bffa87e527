"""How often one account may ask for what costs much: searches and downloads."""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from review.errors import TooMany

MINUTE = timedelta(minutes=1)
TOO_FAST = (
    "U zoekt of downloadt te veel achter elkaar. Wacht een minuut en probeer het opnieuw. "
    "Hebt u veel nodig, gebruik dan de lijsten onder Zaken en Overzicht."
)


class Pace:
    """What each account asked for in the last minute, in the memory of this process."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._asked: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def keep(self, account: str, now: datetime) -> None:
        """Count one more; TooMany where that goes too fast."""
        with self._lock:
            asked = self._asked.setdefault(account, deque())
            while asked and asked[0] <= now - MINUTE:
                asked.popleft()
            if len(asked) >= self.most:
                raise TooMany(TOO_FAST)
            asked.append(now)
