"""The vitals as Prometheus reads them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from rules.health import Grade, Vitals, Watched, findings

Sample = tuple[tuple[str, ...], float]
LEVELS = {Grade.GOOD: 0, Grade.LOOK: 1, Grade.BAD: 2}


def shown(vitals: Vitals, watched: Watched, now: datetime, accept: str) -> tuple[bytes, str]:
    """The figures in a form that is accepted, and the name of that form."""
    encode, media_type = choose_encoder(accept)
    registry = CollectorRegistry()
    registry.register(Figures(vitals, watched, now))
    return encode(registry), media_type


class Figures(Collector):
    """What is known at one moment. Nothing is counted between two times that it is asked for: a
    process that ends would take its counts with it.
    """

    def __init__(self, vitals: Vitals, watched: Watched, now: datetime) -> None:
        self.vitals = vitals
        self.watched = watched
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every figure."""
        yield from self.work()
        yield from self.mails()
        yield from self.store()

    def work(self) -> Iterator[GaugeMetricFamily]:
        """Whether the program does its work."""
        vitals = self.vitals
        yield gauge(
            "ibt_health",
            "How a matter stands: 0 good, 1 a person is to look, 2 bad.",
            ["matter"],
            [
                ((each.matter.value,), LEVELS[each.grade])
                for each in findings(vitals, self.watched, self.now)
            ],
        )
        yield gauge(
            "ibt_step_success_timestamp_seconds",
            "When a step of the daemon last ended well.",
            ["step"],
            [((step,), at.timestamp()) for step, at in vitals.beats.items()],
        )
        yield one("ibt_daemon_running", "1 where a daemon is at work.", vitals.is_running)
        yield one("ibt_sending_paused", "1 where nothing is sent.", vitals.is_paused)
        yield gauge(
            "ibt_expiry_timestamp_seconds",
            "The day on which a secret or certificate of the settings expires.",
            ["what"],
            [((each.what,), midnight(each.on)) for each in self.watched.expiries],
        )

    def mails(self) -> Iterator[GaugeMetricFamily]:
        """What waits, and what became of mails."""
        vitals = self.vitals
        yield gauge(
            "ibt_queue_length",
            "Mails that wait in a queue.",
            ["queue"],
            [((queue.value,), line.count) for queue, line in vitals.queues.items()],
        )
        yield gauge(
            "ibt_queue_oldest_timestamp_seconds",
            "Since when the oldest in a queue waits; absent where nothing does.",
            ["queue"],
            [
                ((queue.value,), line.oldest.timestamp())
                for queue, line in vitals.queues.items()
                if line.oldest
            ],
        )
        yield gauge(
            "ibt_mails",
            "Mails that were judged, by what became of them.",
            ["outcome"],
            [((each.value,), count) for each, count in vitals.mails.items()],
        )
        yield gauge(
            "ibt_outgoing_mails",
            "Mails that go out, reminders among them, by occasion and state.",
            ["occasion", "state"],
            [
                ((occasion.value, state.value), count)
                for (occasion, state), count in vitals.outgoing.items()
            ],
        )

    def store(self) -> Iterator[GaugeMetricFamily]:
        """The database and its audit trail."""
        trail = self.vitals.trail
        yield one("ibt_database_size_bytes", "Bytes of the database.", self.vitals.size)
        yield one("ibt_audit_events", "Events of the audit trail.", trail.events if trail else 0)
        yield one(
            "ibt_audit_signature_valid",
            "1 where the end of the audit trail is signed with this installation's key.",
            trail is not None and trail.is_signed,
        )
        signed = trail.signed_at if trail else None
        yield gauge(
            "ibt_audit_signed_timestamp_seconds",
            "When the end of the audit trail was last signed.",
            [],
            [((), signed.timestamp())] if signed else [],
        )


def gauge(name: str, told: str, labels: list[str], samples: Iterable[Sample]) -> GaugeMetricFamily:
    """A figure with a value for each set of labels."""
    family = GaugeMetricFamily(name, told, labels=labels)
    for values, value in samples:
        family.add_metric(values, value)
    return family


def one(name: str, told: str, value: float) -> GaugeMetricFamily:
    """A figure with one value."""
    return GaugeMetricFamily(name, told, value=float(value))


def midnight(day: date) -> float:
    """The moment at which a day begins, in seconds."""
    return datetime.combine(day, time.min, UTC).timestamp()
