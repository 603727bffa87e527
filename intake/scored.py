"""Labelled mails with what is known of them before the models that build on scores see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.labelled import Labelled
from rules.deadlines import received_on
from rules.elsewhere import Others, others_in
from rules.judgement import SUBSTANTIVE
from rules.linker import Linker
from rules.links import Links
from rules.registry import Request
from rules.statements import Scores


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled mail, the scores of its sentences and its links."""

    labelled: Labelled
    scores: Sequence[Scores]  # of its sentences, by a model that has not seen its writer
    linker: Linker  # that knows the letters of its set
    links: Links
    others: Others

    def tell_scores(self) -> Sequence[Scores]:
        """The scores, as a judge asks for them."""
        return self.scores

    @property
    def day(self) -> date:
        return received_on(self.labelled.mail.received_at)

    @property
    def requests(self) -> Sequence[Request]:
        return self.links.quoted or self.links.requests

    @property
    def is_substantive(self) -> bool:
        return bool(SUBSTANTIVE & set(self.labelled.gold.kinds))


def scored(
    mails: Sequence[Labelled], scores: Sequence[Sequence[Scores]], linkers: Sequence[Linker]
) -> list[Scored]:
    """The mails, each with its scores, linked by the linker in its place."""
    found = []
    for mail, of_mail, linker in zip(mails, scores, linkers, strict=True):
        links = linker.link(mail.mail, mail.sentences)
        others = others_in(mail.sentences, links.municipalities, linker.names)
        found.append(Scored(mail, of_mail, linker, links, others))
    return found
