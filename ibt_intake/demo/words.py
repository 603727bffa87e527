"""The words of the demo's answers: parts of letters, put together by the name of who writes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from ibt_intake.demo.chance import chosen, number, shuffled
from ibt_intake.demo.plan import Course, PlannedMail, Sort
from rules.judgement import Category, Element

SORTS = {Category.REGULAR: "reguliere plekken", Category.AMV: "amv-plekken"}
ORDERS: Sequence[Sequence[Element]] = (
    (Element.CURRENT_STATE, Element.FACTS, Element.STEPS, Element.TIMELINE),
    (Element.FACTS, Element.CURRENT_STATE, Element.STEPS, Element.TIMELINE),
)
OPENINGS = {
    Sort.REPLY: "openings",
    Sort.SUPPLEMENT: "supplements",
    Sort.EXTENSION: "extensions",
    Sort.NOTIFICATION: "notifications",
}
SUBJECTS = {
    Sort.REPLY: "subjects",
    Sort.SUPPLEMENT: "supplement_subjects",
    Sort.EXTENSION: "extension_subjects",
    Sort.NOTIFICATION: "notification_subjects",
}


@cache
def words() -> Mapping[str, list[str]]:
    """The parts of letters, several of each."""
    return tomllib.loads((files("intake") / "sample" / "words.toml").read_text(encoding="utf-8"))


class Writer:
    """Who writes one mail of a municipality."""

    def __init__(self, course: Course, mail: PlannedMail, reference: str) -> None:
        self.course = course
        self.mail = mail
        first, second = (
            shuffled(words()[part], course.municipality) for part in ("buildings", "streets")
        )
        self.values = {
            "gemeente": course.municipality,
            "kenmerk": reference,
            "pand": first[0],
            "plan": first[1],
            "straat": second[0],
            "weg": second[1],
            "naam": self.pick("names"),
        }

    def pick(self, part: str, *told: object) -> str:
        """One of the possible words for a part."""
        return chosen(words()[part], self.course.municipality, part, *told)

    def filled(self, part: str, **values: object) -> str:
        """The same, filled in."""
        told = self.values | {key: str(value) for key, value in values.items()}
        return self.pick(part, *values.values()).format_map(told)

    def subject(self) -> str:
        """The subject of the mail."""
        return self.filled(SUBJECTS[self.mail.sort])

    def text(self) -> str:
        """The text of the mail."""
        parts = [self.filled("greetings"), self.filled(OPENINGS[self.mail.sort])]
        parts += self.elements()
        parts += [self.filled("closings"), self.filled("signers")]
        return "\n\n".join(parts) + "\n"

    def elements(self) -> Iterator[str]:
        """A paragraph for each element that the mail states, one of three letters with headings."""
        has_headings = self.mail.sort is Sort.REPLY and number(self.course.municipality) % 3 == 0
        for element in chosen(ORDERS, self.course.municipality, "order"):
            if element in self.mail.states:
                heading = f"{self.pick(HEADINGS[element])}\n" if has_headings else ""
                yield heading + self.element(element)

    def element(self, element: Element) -> str:
        """What the mail says of one element."""
        match element:
            case Element.CURRENT_STATE:
                return " ".join(self.state())
            case Element.TIMELINE:
                told = self.what_lacks()
                moment = self.course.promised.when
                return self.filled("timeline", wat=told, Wat=capital(told), dag=moment)
            case _:
                return self.filled(element.value)

    def state(self) -> Iterator[str]:
        """How many places of each category are there."""
        for category, sort in SORTS.items():
            asked = self.course.owed.task.of(category)
            there = self.course.owed.there.of(category)
            if asked:
                part = (
                    "state_none" if not there else "state_all" if there >= asked else "state_some"
                )
                yield self.filled(part, taak=asked, er=there, soort=sort)

    def what_lacks(self) -> str:
        """The places that are not there."""
        lacks = self.course.promised.places
        return " en ".join(f"de {count} {SORTS[category]}" for category, count in lacks.items())


HEADINGS = {
    Element.CURRENT_STATE: "state_headings",
    Element.FACTS: "facts_headings",
    Element.STEPS: "steps_headings",
    Element.TIMELINE: "timeline_headings",
}


def capital(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]
