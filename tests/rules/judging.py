"""A judge with fixed chances, and mails that state elements."""

from rules.calendar import HOLIDAYS
from rules.judge import Judge, Models
from rules.judgement import Category, Element, Kind, PlaceRole
from rules.linear import LinearModel, hashed
from rules.mail import Owner
from rules.presence import DECIDED, PresenceModel
from rules.statements import Scores
from tests.rules.asked import GOES, LINKER
from tests.rules.mails import LANGUAGE, mail_of

DECLARATION, FACTS, STATE, STEPS, TIMELINE, DOCUMENTS = Element
NOTIFICATION, REPLY = Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY
YES, NO = LinearModel({}, 5.0), LinearModel({}, -5.0)
CLAIM = LinearModel({hashed("claim 5"): 10.0}, -5.0)  # where a sentence surely says so
PRESENCE = dict.fromkeys(DECIDED, PresenceModel({"surest 0": 1.0}, 0.0))  # as its sentence
REDEN = "Reden: het pand is afgebrand en het net is vol."
STAND = "Stand: er zijn nu 40 van de 100 plekken."
STAPPEN = "Stappen: wij hebben een ander pand gekocht."
TERMIJN = "Termijn: de plekken zijn er uiterlijk 1 juli 2027."
ONBEKEND = "Termijn: wij kunnen nog geen datum noemen."
WHOLE = (REDEN, STAND, STAPPEN, TERMIJN)
FIRST_WORDS = {
    "Melding": DECLARATION,
    "Reden": FACTS,
    "Stand": STATE,
    "Stappen": STEPS,
    "Termijn": TIMELINE,
    "Stukken": DOCUMENTS,
}


class ByFirstWord:
    """A sentence states the element that its first word names."""

    def score(self, sentences):
        return [self.of(each) for each in sentences]

    def of(self, sentence):
        word = sentence.text.partition(":")[0] if sentence.owner is Owner.SENDER else ""
        chances = dict.fromkeys(Element, 0.01)
        if word in FIRST_WORDS:
            chances[FIRST_WORDS[word]] = 0.95
        return Scores(chances, 0.95 if word == "Voldoet" else 0.02, 0.0)


def judge_with(kinds=(REPLY,), *, linker=LINKER, timeline=YES, places=(), **more):
    by_kind = {kind: YES if kind in kinds else NO for kind in (NOTIFICATION, REPLY)}
    of_places = {one.value: YES if one in places else NO for one in (*PlaceRole, *Category)}
    models = Models(
        LANGUAGE,
        ByFirstWord(),
        timeline,
        by_kind,
        of_places,
        claims_met=CLAIM,
        presence=PRESENCE,
        confidence=YES,
    )
    return Judge(models, linker, HOLIDAYS, **more)


def judged(*lines, kinds=(REPLY,), sender=GOES, is_duplicate=False, places=(), **mail):
    read = mail_of("\n\n".join(lines), sender=sender, **mail)
    return judge_with(kinds, places=places).judge(read, is_duplicate=is_duplicate)


def reason(judgement, flag):
    return " ".join(text for each, text in judgement.reasons if each is flag)
