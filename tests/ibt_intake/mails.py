"""Mails and requests of municipalities, for the commands."""

from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "intake" / "sample"
COLUMNS = (
    "reference,municipality,letter_date,term_days,"
    "regular_task,amv_task,regular_realised,amv_realised"
)
EDE = "7473202,Ede,2026-04-09,21,120,12,0,0"
OSS = "7473203,Oss,2026-04-09,21,90,9,90,9"
REPLY = """\
Received: from mail.ede.nl by mx.example.nl; Tue, 21 Apr 2026 10:00:00 +0200
From: Gemeente Ede <info@ede.nl>
To: ibt@example.nl
Subject: Reactie op uw informatieverzoek 7473202
Message-ID: <reactie-1@ede.nl>
Date: Tue, 21 Apr 2026 10:00:00 +0200

Geachte heer, mevrouw,

Hierbij reageren wij op uw informatieverzoek van 9 april 2026 met kenmerk 7473202.
In onze gemeente zijn op dit moment nog geen opvangplaatsen gerealiseerd.
Het college heeft besloten een locatie aan de Parklaan te ontwikkelen en de vergunning aangevraagd.
De opvanglocatie aan de Parklaan opent per 1 juli 2027 met 120 plaatsen.

Met vriendelijke groet,
Gemeente Ede
"""
UNDATED = "From: info@ede.nl\nSubject: Zonder datum\n\nTekst.\n"


def requests_at(folder: Path, *rows: str, name: str = "requests.csv") -> Path:
    """A file with those requests."""
    path = folder / name
    path.write_text("\n".join([COLUMNS, *rows]) + "\n", encoding="utf-8")
    return path


def mail_at(folder: Path, text: str = REPLY, name: str = "reactie.eml") -> Path:
    """A file with a mail."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
