"""What intake asks of the outbox, which it does not know: which mails of ours others answer."""

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from rules.judgement import Judgement
from rules.mail import Mail


class Correspondence(Protocol):
    """The mails that we sent, as far as those that come in tell of them."""

    def case_of(self, message_id: str) -> tuple[str, str | None] | None:
        """Municipality and reference that a Message-ID of ours stands for; None for any other."""

    def seen_in(self, raw: bytes, judgement: Judgement) -> object:
        """What `note` needs of a mail's bytes: asked where a mail that hangs does no harm."""

    def note(
        self,
        session: Session,
        sha256: str,
        raw: bytes,
        mail: Mail,
        judgement: Judgement,
        seen: object,
        now: datetime,
    ) -> object:
        """Tie a mail that is being filed to the mail of ours that it came back on, if any."""


class NoCorrespondence:
    """We never sent anything."""

    def case_of(self, message_id: str) -> tuple[str, str | None] | None:
        """No Message-ID is ours."""
        return None

    def seen_in(self, raw: bytes, judgement: Judgement) -> object:
        """Nothing of ours is in it."""
        return None

    def note(
        self,
        session: Session,
        sha256: str,
        raw: bytes,
        mail: Mail,
        judgement: Judgement,
        seen: object,
        now: datetime,
    ) -> object:
        """Nothing comes back."""
        return None


NO_CORRESPONDENCE = NoCorrespondence()
