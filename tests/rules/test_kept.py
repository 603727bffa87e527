"""What was worked out is kept, and no more of it than is said."""

from rules.kept import Known


def test_each_thing_is_worked_out_once_until_there_are_too_many():
    asked = []

    def length(word):
        asked.append(word)
        return len(word)

    known = Known(length, most=2)
    assert [known[word] for word in ("aan", "zee", "aan")] == [3, 3, 3]
    assert asked == ["aan", "zee"]
    assert [known["haven"], len(known)] == [5, 1]
    assert [known["aan"], asked] == [3, ["aan", "zee", "haven", "aan"]]
