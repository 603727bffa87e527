"""What a pass over a mailbox did."""

from dataclasses import dataclass, field
from pathlib import Path

from intake.errors import IntakeError


@dataclass(slots=True)
class Tally:
    """What a pass did."""

    kept: int = 0  # mails not met before
    known: int = 0  # met again, elsewhere or under another UID
    filed: int = 0
    set_aside: int = 0
    put_off: int = 0  # for text recognition
    wants_ocr: int = 0  # mails that wait for it at the end
    left_alone: list[Path] = field(default_factory=list)  # files on disk that hold no mail
    faults: list[IntakeError] = field(default_factory=list)  # one a folder that gave none

    @property
    def has_any(self) -> bool:
        """Whether any mail was met."""
        return bool(self.kept or self.known or self.filed or self.set_aside or self.put_off)
