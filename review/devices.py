"""The browser and system that a request names, in words by which its owner knows it again."""

import re

# In this order: each of them also bears the names of those below it.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Such as "Firefox op Windows"; nothing of the header itself is kept."""
    browser = first(BROWSERS, user_agent) or "Een browser"
    system = first(SYSTEMS, user_agent)
    return f"{browser} op {system}" if system else browser


def first(names: tuple[tuple[str, str], ...], text: str) -> str:
    """The word for the first of the names in a text."""
    found = (told for name, told in names if re.search(rf"\b{name}\b", text))
    return next(found, "")
