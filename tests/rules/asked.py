"""Goes, which was asked by one letter."""

from dataclasses import replace
from datetime import date

from intake.registry import default_registry
from rules.linker import Linker
from rules.registry import Request

REFERENCE = "7473202"
REQUEST = Request(REFERENCE, "Goes", date(2026, 4, 9), 21, 100, 20, 0, 0)
LINKER = Linker(replace(default_registry(), requests=(REQUEST,)))
GOES = "a.jansen@goes.nl"
