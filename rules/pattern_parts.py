"""What a pattern is made of: the parts that Python's own parser of patterns tells it apart into.

The parser is a module of `re` that Python does not document, and that others use nevertheless; it
is asked for here alone. Where a new Python tells parts otherwise, the tests of the two modules that
read them fail.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

# Not imported by name: their types are told nowhere.
PARTS: Any = import_module("re._constants")  # the kinds of parts
_PARSER: Any = import_module("re._parser")


@lru_cache(maxsize=1)  # two ask for the same, one after the other
def parts_of(pattern: str, flags: int) -> Iterable[tuple[Any, Any]]:
    """The parts of a pattern, one after another: of each its kind (of PARTS), and what it holds."""
    parts: Iterable[tuple[Any, Any]] = _PARSER.parse(pattern, flags)
    return parts
