"""Where in a sentence an expression of time may begin."""

import re

from rules.durations import DURATION
from rules.period_forms import PERIOD
from rules.word_starts import Starts

STARTS = Starts(PERIOD, DURATION, flags=re.IGNORECASE)
