"""Mails that go out, in each state that the pages tell apart."""

from datetime import timedelta

from outbox.samples import samples
from outbox.templates import Templates
from rules.judgement import Kind
from rules.occasions import Occasion
from rules.outgoing import Outgoing, Return
from storage import sending
from storage.database import transaction
from storage.proposed import propose, put_off
from storage.returns import add_return
from tests.review.mails import NOW, add_mail

TEMPLATES = Templates()
LATER = NOW + timedelta(days=5)


def mail(municipality, reference, occasion=Occasion.REMINDER, trigger="2026-06-22", **changes):
    """A mail of an occasion, in the words of its template."""
    words = TEMPLATES.rendered(occasion, samples(occasion)[0].facts)
    given = {
        "to": (f"post@{municipality.lower()}.nl",),
        "subject": words.subject,
        "text": words.text,
        "html": words.html,
        "message_id": f"<{municipality}.{occasion}.{trigger}@ibt.example>",
    }
    return Outgoing(
        occasion=occasion,
        municipality=municipality,
        reference=reference,
        trigger=trigger,
        cc=(),
        **given | changes,
    )


def comes_back(engine, entry, *failed, number=900) -> str:
    """A report on a mail that came back is filed; its name."""
    with transaction(engine) as session:
        report = add_mail(
            session,
            number,
            "Undelivered Mail",
            "Mail Delivery System",
            municipality="",
            kinds=frozenset({Kind.BOUNCE}),
        )
        add_return(session, entry, report, Return.BOUNCE, NOW, failed=failed)
    return report


def fill_outbox(engine) -> dict[str, int]:
    """The numbers of mails by what they are; on the cases of `tests.review.cases`."""
    with transaction(engine) as session:

        def add(*about, held=(), **changes):
            made = propose(session, mail(*about, **changes), NOW, held_because=held)
            assert made is not None
            return made

        def sent_so_far(number):
            sending.queue(session, number, NOW)
            sending.take(session, number, NOW)
            sending.hand_over(session, number, NOW)
            return number

        found = {
            "ready": add("Ede", "7473202"),
            "ready too": add("Delft", "7473203"),
            "supplement": add("Ede", "7473202", Occasion.SUPPLEMENT, "12"),
            "notification": add("Urk", None, Occasion.FOLLOW_UP),
            "held": add("Tiel", "7470001", held=("unread", "extension_asked")),
            "put off": add("Tiel", "7470001", Occasion.OVERDUE),
            "queued": add("Delft", "7473203", Occasion.OVERDUE),
            "sent": sent_so_far(add("Ede", "7473202", Occasion.ACKNOWLEDGEMENT, "a")),
            "uncertain": sent_so_far(add("Delft", "7473203", Occasion.ACKNOWLEDGEMENT, "b")),
            "refused": sent_so_far(add("Tiel", "7470001", Occasion.ACKNOWLEDGEMENT, "c")),
            "bounced": sent_so_far(add("Urk", None, Occasion.ACKNOWLEDGEMENT, "d")),
            "cancelled": add("Ede", "7473202", Occasion.OVERDUE_AGAIN),
        }
        put_off(session, found["put off"], LATER, NOW, officer="behandelaar")
        sending.queue(session, found["queued"], NOW, officer="behandelaar")
        sending.sent(session, found["sent"], NOW)
        sending.doubt(session, found["uncertain"], "the line broke after DATA", NOW)
        sending.refuse(session, found["refused"], "550 no such user (address)", NOW)
        sending.sent(session, found["bounced"], NOW)
        sending.bounced(session, found["bounced"], NOW)
        sending.cancel(session, found["cancelled"], NOW, officer="behandelaar", why="Gebeld")
    return found
