"""What words mean: classes of Dutch words that speak of one thing.

A model trained on some thousands of sentences has never met most of the words that a letter
may hold. 'De muur is ontploft' and 'de vloer is verzakt' share no word that tells; they share
that something broke.
"""

from collections.abc import Collection, Mapping

MIN_COMPOUND = 7  # letters; a shorter word is not looked at part by part
MIN_HEAD = 4


class Meanings:
    """A lexicon: for each form of a word the classes that it belongs to."""

    def __init__(self, classes: Mapping[str, Collection[str]]) -> None:
        """classes: the forms of words, in lower case, of each class."""
        found: dict[str, set[str]] = {}
        for name, forms in classes.items():
            for form in forms:
                found.setdefault(form, set()).add(name)
        self._classes = {form: tuple(sorted(names)) for form, names in found.items()}

    def of(self, word: str) -> tuple[str, ...]:
        """The classes of a word in lower case; of a compound that is not known, its head's.

        'huurcontract' is a contract; the longest end that is a word is taken.
        """
        known = self._classes.get(word)
        if known is not None:
            return known
        if len(word) < MIN_COMPOUND:
            return ()
        ends = (word[at:] for at in range(2, len(word) - MIN_HEAD + 1))
        return next((self._classes[end] for end in ends if end in self._classes), ())
