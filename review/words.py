"""What officers read for each word of the rules, and the tone of its badge."""

from dataclasses import dataclass
from enum import Enum

from rules.case_state import Action, Status
from rules.decisions import Disposition
from rules.judgement import Category, Element, Flag, Kind, PlaceRole, TimelineState
from rules.mail import Owner, Scan
from rules.occasions import Occasion
from rules.outcomes import Outcome
from rules.outgoing import OutgoingState, Return
from rules.roles import Role
from rules.rounds import Variant
from rules.signalling import Fulfilment
from rules.talks import TalkKind, TalkState
from rules.worklist import Reason
from storage.case_states import Due
from storage.rounds import RoundState


@dataclass(frozen=True, slots=True)
class Word:
    """A word for a badge; the tone is one of info, good, warn, bad and calm."""

    text: str
    tone: str = "calm"


# Pairs, as words of one spelling in two enums would be one key: both know 'incomplete'.
WORDS: tuple[tuple[Enum, Word], ...] = (
    (Kind.ARTICLE_8_NOTIFICATION, Word("Melding artikel 8", "info")),
    (Kind.INFORMATION_REPLY, Word("Reactie op informatieverzoek", "info")),
    (Kind.EXTENSION_REQUEST, Word("Verzoek om uitstel", "warn")),
    (Kind.QUESTION, Word("Vraag", "info")),
    (Kind.AUTO_REPLY, Word("Automatisch antwoord")),
    (Kind.BOUNCE, Word("Onbestelbaar")),
    (Kind.OTHER, Word("Overig")),
    (Element.DECLARATION, Word("Verklaring")),
    (Element.FACTS, Word("Feiten en omstandigheden")),
    (Element.CURRENT_STATE, Word("Stand van zaken")),
    (Element.STEPS, Word("Stappen")),
    (Element.TIMELINE, Word("Tijdlijn")),
    (Element.DOCUMENTS, Word("Stukken")),
    (TimelineState.STATED, Word("Tijdlijn genoemd", "good")),
    (TimelineState.UNKNOWN, Word("Geen tijdlijn te geven", "warn")),
    (TimelineState.ABSENT, Word("Geen tijdlijn genoemd", "bad")),
    (Category.REGULAR, Word("regulier")),
    (Category.AMV, Word("amv")),
    (Category.TOTAL, Word("totaal")),
    (PlaceRole.TASK, Word("taak")),
    (PlaceRole.REALISED, Word("gerealiseerd")),
    (PlaceRole.PLANNED, Word("gepland")),
    (PlaceRole.LOST, Word("vervallen")),
    (Flag.INCOMPLETE, Word("Onvolledig", "warn")),
    (Flag.LATE, Word("Te laat", "bad")),
    (Flag.UNLINKED, Word("Gemeente onbekend", "bad")),
    (Flag.AMBIGUOUS_MUNICIPALITY, Word("Meer gemeenten mogelijk", "warn")),
    (Flag.SENDER_UNVERIFIED, Word("Afzender niet bevestigd", "warn")),
    (Flag.TIMELINE_UNKNOWN, Word("Geen tijdlijn te geven", "warn")),
    (Flag.NUMBERS_DIFFER, Word("Aantallen wijken af", "warn")),
    (Flag.UNREADABLE_ATTACHMENT, Word("Bijlage onleesbaar", "bad")),
    (Flag.UNREADABLE, Word("Mail onleesbaar", "bad")),
    (Flag.DUPLICATE, Word("Dubbel")),
    (Flag.UNCERTAIN, Word("Oordeel onzeker", "warn")),
    (Fulfilment.MEETS, Word("Voldoet", "good")),
    (Fulfilment.PARTLY, Word("Voldoet gedeeltelijk", "warn")),
    (Fulfilment.NOT, Word("Voldoet niet", "bad")),
    (Fulfilment.UNKNOWN, Word("Niet bekend")),
    (Status.AWAITING, Word("Wacht op antwoord")),
    (Status.OVERDUE, Word("Termijn voorbij", "bad")),
    (Status.INCOMPLETE, Word("Onvolledig", "warn")),
    (Status.COMPLETE, Word("Volledig", "good")),
    (Action.AWAIT_REPLY, Word("Antwoord afwachten")),
    (Action.DECIDE_EXTENSION, Word("Beslissen over uitstel", "warn")),
    (Action.REMIND, Word("Herinneren", "warn")),
    (Action.ASK_SUPPLEMENT, Word("Aanvulling vragen", "warn")),
    (Action.CONFIRM_COMPLETE, Word("Volledigheid bevestigen", "info")),
    (Action.FOLLOW_UP_PROMISE, Word("Toezegging navragen", "warn")),
    (Action.NOTHING, Word("Niets te doen", "good")),
    (Reason.DUPLICATE, Word("Dubbel")),
    (Reason.BOUNCE, Word("Niet aangekomen", "bad")),
    (Reason.AUTO_REPLY, Word("Automatisch antwoord")),
    (Reason.UNREADABLE, Word("Deels onleesbaar", "bad")),
    (Reason.EXTENSION, Word("Vraagt uitstel", "warn")),
    (Reason.UNLINKED, Word("Gemeente onbekend", "bad")),
    (Reason.AMBIGUOUS, Word("Meer gemeenten mogelijk", "warn")),
    (Reason.SENDER, Word("Afzender niet bevestigd", "warn")),
    (Reason.QUESTION, Word("Vraag", "info")),
    (Reason.UNCERTAIN, Word("Oordeel onzeker", "warn")),
    (Reason.NUMBERS, Word("Aantallen wijken af", "warn")),
    (Reason.TIMELINE, Word("Geen tijdlijn te geven", "warn")),
    (Reason.INCOMPLETE, Word("Onvolledig", "warn")),
    (Reason.COMPLETE, Word("Lijkt volledig", "good")),
    (Reason.OTHER, Word("Overig")),
    (Due.REPLY, Word("Antwoord")),
    (Due.PROMISE, Word("Toezegging")),
    (Due.SUPPLEMENT, Word("Aanvulling")),
    (Occasion.ACKNOWLEDGEMENT, Word("Ontvangstbevestiging")),
    (Occasion.REMINDER, Word("Herinnering", "info")),
    (Occasion.OVERDUE, Word("Termijn voorbij", "warn")),
    (Occasion.OVERDUE_AGAIN, Word("Termijn voorbij, tweede mail", "warn")),
    (Occasion.SUPPLEMENT, Word("Verzoek om aanvulling", "info")),
    (Occasion.FOLLOW_UP, Word("Vraag naar een toezegging", "info")),
    (Occasion.DIGEST, Word("Dagoverzicht")),
    (Occasion.BOUNCE_NOTICE, Word("Bericht over een teruggekomen mail")),
    (OutgoingState.PROPOSED, Word("Voorstel", "info")),
    (OutgoingState.QUEUED, Word("In de wachtrij")),
    (OutgoingState.SENDING, Word("Wordt verstuurd")),
    (OutgoingState.SENT, Word("Verstuurd", "good")),
    (OutgoingState.UNCERTAIN, Word("Niet zeker verstuurd", "bad")),
    (OutgoingState.REFUSED, Word("Niet aangenomen", "bad")),
    (OutgoingState.CANCELLED, Word("Niet verstuurd")),
    (OutgoingState.BOUNCED, Word("Teruggekomen", "bad")),
    (Return.BOUNCE, Word("Niet aangekomen", "bad")),
    (Return.DELAY, Word("Nog niet aangekomen", "warn")),
    (Return.AUTO_REPLY, Word("Automatisch antwoord")),
    (Return.REPLY, Word("Antwoord", "good")),
    (Disposition.OPEN, Word("Te beoordelen", "info")),
    (Disposition.DEALT_WITH, Word("Afgehandeld", "good")),
    (Disposition.NOT_FOR_US, Word("Niet voor ons")),
    (Owner.SENDER, Word("Van de afzender")),
    (Owner.MINISTRY, Word("Van het ministerie, geciteerd")),
    (Owner.EARLIER, Word("Eerdere mail")),
    (Owner.SIGNATURE, Word("Ondertekening")),
    (Owner.DISCLAIMER, Word("Disclaimer")),
    (Owner.FURNITURE, Word("Koptekst, voettekst of mailkop")),
    (Scan.NOT_SCANNED, Word("Niet op virussen gescand")),
    (Scan.CLEAN, Word("Geen virus gevonden", "good")),
    (Scan.FOUND, Word("Virus gevonden", "bad")),
    (RoundState.DRAFT, Word("Concept", "warn")),
    (RoundState.DROPPED, Word("Vervallen")),
    (RoundState.CONFIRMED, Word("Vastgesteld", "info")),
    (RoundState.SENT, Word("Verstuurd", "good")),
    (Variant.REQUEST, Word("Vraagt informatie", "info")),
    (Variant.NOTICE, Word("Vraagt niets")),
    (Outcome.OPEN, Word("Loopt nog", "info")),
    (Outcome.KEPT, Word("Nagekomen", "good")),
    (Outcome.BROKEN, Word("Niet nagekomen", "bad")),
    (Outcome.UNKNOWN, Word("Nog niet bekend", "warn")),
    (Outcome.MOVED, Word("Verschoven", "warn")),
    (Outcome.WITHDRAWN, Word("Ingetrokken", "bad")),
    (Outcome.REPEATED, Word("Later herhaald")),
    (TalkKind.OFFICIAL, Word("Ambtelijk")),
    (TalkKind.ADMINISTRATIVE, Word("Bestuurlijk", "info")),
    (TalkState.PLANNED, Word("Gepland", "info")),
    (TalkState.HELD, Word("Gehouden", "good")),
    (TalkState.CANCELLED, Word("Afgezegd", "warn")),
    (Role.READER, Word("Lezer")),
    (Role.OFFICER, Word("Behandelaar", "info")),
    (Role.COORDINATOR, Word("Coördinator", "info")),
    (Role.ADMINISTRATOR, Word("Beheerder", "warn")),
)
BY_TYPE = {(type(value), value.value): told for value, told in WORDS}


def word(value: Enum) -> Word:
    """The word for a value of an enum."""
    return BY_TYPE[type(value), value.value]
