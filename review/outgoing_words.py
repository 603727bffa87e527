"""What officers read about mails that go out: why one is held, what they can do with it."""

from collections.abc import Sequence

from rules.holds import TOLD as HOLD_REASONS
from rules.outgoing import OutgoingState
from storage.outbox_list import Part
from storage.sending import INTERRUPTED, NEEDLESS

PARTS = {
    Part.READY: "Voorstellen",
    Part.HELD: "Vastgehouden",
    Part.PUT_OFF: "Later",
    Part.QUEUED: "In de wachtrij",
    Part.DOUBTFUL: "Nakijken",
    Part.SENT: "Verstuurd",
    Part.CANCELLED: "Niet verstuurd",
}
TOLD = {
    Part.READY: "Deze mails gaan pas weg als u ze verstuurt.",
    Part.HELD: "Er is een reden om deze mails nu niet te versturen. Die reden staat erbij.",
    Part.PUT_OFF: "Deze mails komen later terug bij de voorstellen.",
    Part.QUEUED: "Deze mails gaan vanzelf weg, op werkdagen en in kantooruren.",
    Part.DOUBTFUL: "Met deze mails ging iets mis. Kijk per mail wat u kunt doen.",
    Part.SENT: "Deze mails zijn verstuurd.",
    Part.CANCELLED: "Deze mails worden niet verstuurd.",
}
DOUBTS = {
    OutgoingState.UNCERTAIN: (
        "Het is niet zeker of de gemeente deze mail kreeg: de verbinding viel weg tijdens het "
        "versturen. De computer verstuurt de mail niet vanzelf nog een keer. Kijk in de map met "
        "verzonden mail, of bel de gemeente."
    ),
    OutgoingState.REFUSED: (
        "De mailserver neemt deze mail zo niet aan. Vaak klopt een adres niet. Laat het adres in "
        "het register verbeteren, of wijzig de tekst, en verstuur de mail opnieuw."
    ),
    OutgoingState.BOUNCED: (
        "Deze mail is verstuurd, maar kwam terug. Zoek uit wat het goede adres is en laat dat in "
        "het register zetten. Stel daarna de mail opnieuw voor, en handel het bericht dat "
        "terugkwam af in de lijst ‘Te beoordelen’."
    ),
}
# Why the program did something of itself; a server's own words stay as they are.
REASONS = {
    NEEDLESS: "Deze mail is niet meer nodig.",
    INTERRUPTED: "Het programma stopte toen de mailserver de mail al kon hebben.",
}
TEMPLATE_WRONG = (
    "Het sjabloon voor deze mail is niet in orde. Vraag uw beheerder om het te controleren met: "
    "ibt-intake templates check."
)
HELD = {reason.value: told for reason, told in HOLD_REASONS.items()}
UNKNOWN = "Er is een andere reden om te wachten."


def held_told(because: Sequence[str]) -> list[str]:
    """Why a mail is held, a sentence each."""
    return [HELD.get(each, UNKNOWN) for each in because]
