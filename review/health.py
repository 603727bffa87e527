"""Whether the program does its work, in words that anybody may read: no names, no counts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from review.errors import place_of
from rules.health import Finding, Grade, Matter, Vitals, Watched, findings, worst
from storage.database import snapshot
from storage.errors import StorageError
from storage.vitals import vitals_of

log = structlog.get_logger()
KEPT_SECONDS = 10  # anybody may ask: however often, the database is asked no more than so
GRADES = {Grade.GOOD: "goed", Grade.LOOK: "let op", Grade.BAD: "niet goed"}
MATTERS = {
    Matter.DATABASE: "Database",
    Matter.FETCH: "Post ophalen",
    Matter.READ: "Post beoordelen",
    Matter.RECOGNISE: "Tekst in scans herkennen",
    Matter.DEADLINES: "Termijnen bewaken",
    Matter.SEND: "Post versturen",
    Matter.PAUSE: "Versturen na een teruggezette back-up",
    Matter.SET_ASIDE: "Post die het programma niet kon lezen",
    Matter.OUTGOING: "Uitgaande post die bleef steken",
    Matter.EXPIRY: "Geheimen en certificaten",
    Matter.TRAIL: "Logboek",
}
SILENT = "kijk of het programma draait, en wat het in zijn log zegt"
TOLD = {
    (Matter.DATABASE, Grade.BAD): "is niet te bereiken",
    (Matter.FETCH, Grade.BAD): SILENT,
    (Matter.READ, Grade.LOOK): "er wacht al lang post",
    (Matter.RECOGNISE, Grade.LOOK): "er wacht al lang post met scans",
    (Matter.DEADLINES, Grade.BAD): SILENT,
    (Matter.SEND, Grade.BAD): SILENT,
    (Matter.PAUSE, Grade.LOOK): "er gaat niets uit, tot iemand zegt dat het mag",
    (Matter.SET_ASIDE, Grade.LOOK): "wacht op iemand die ernaar kijkt",
    (Matter.OUTGOING, Grade.LOOK): "wacht op iemand die ernaar kijkt",
    (Matter.EXPIRY, Grade.LOOK): "er verloopt binnenkort iets",
    (Matter.EXPIRY, Grade.BAD): "er is iets verlopen",
    (Matter.TRAIL, Grade.BAD): "het einde is niet ondertekend met de sleutel van deze installatie",
}
NOT_REACHED = [Finding(Matter.DATABASE, Grade.BAD)]


class Pulse:
    """What the database tells of the program's work, asked for once in a while."""

    def __init__(
        self, engine: Engine, watched: Callable[[], Watched], now: Callable[[], datetime]
    ) -> None:
        self.watched = watched
        self.now = now
        self._engine = engine
        self._kept: tuple[datetime, Vitals] | None = None
        # One at a time, and who waits takes up no thread that the pages need.
        self._limiter = CapacityLimiter(1)

    async def vitals(self) -> Vitals | None:
        """How the work stands, or stood a moment ago; None: the database cannot be asked."""
        return await to_thread.run_sync(self._asked, limiter=self._limiter)

    def _asked(self) -> Vitals | None:
        now = self.now()
        if self._kept and now - self._kept[0] < timedelta(seconds=KEPT_SECONDS):
            return self._kept[1]
        try:
            with snapshot(self._engine) as session:
                vitals = vitals_of(session, now)
        except StorageError as error:
            log.error("health_unknown", reason=str(error))
            return None
        except Exception as error:  # nothing of the fault reaches who asked
            log.error("health_unknown", reason=type(error).__name__, place=place_of(error))
            return None
        self._kept = now, vitals
        return vitals


async def serve_health(pulse: Pulse, _: Request) -> Response:
    """How the program is: 200 where it does its work, 503 where it does not."""
    vitals, now = await pulse.vitals(), pulse.now()
    found = findings(vitals, pulse.watched(), now) if vitals else NOT_REACHED
    grade = worst(each.grade for each in found)
    lines = [GRADES[grade], *(told(each, now) for each in found)]
    return PlainTextResponse("\n".join(lines) + "\n", 503 if grade is Grade.BAD else 200)


def told(finding: Finding, now: datetime) -> str:
    """One matter in a line."""
    parts = [GRADES[finding.grade]]
    if finding.since:
        parts.append(ago(now - finding.since))
    if why := TOLD.get((finding.matter, finding.grade)):
        parts.append(why)
    return f"{MATTERS[finding.matter]}: {', '.join(parts)}"


def ago(time: timedelta) -> str:
    """How long ago something was, roughly."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "zojuist"
    if minutes < 120:
        return f"{minutes} {'minuut' if minutes == 1 else 'minuten'} geleden"
    if minutes < 2 * 24 * 60:
        return f"{minutes // 60} uur geleden"
    return f"{minutes // (24 * 60)} dagen geleden"
