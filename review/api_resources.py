"""All that the API gives. A resource is none before it is named here."""

from typing import Any

from review.api import Resource
from review.api_cases import CASES, TOTALS
from review.api_supervision import PROMISES, SIGNALS

RESOURCES: tuple[Resource[Any], ...] = (CASES, TOTALS, SIGNALS, PROMISES)
