"""Charts that bring their own colours and letters, and their legend: for documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

# Apart from each other by lightness too, for who sees no colours or prints in grey.
SHADES = ("#154273", "#6f9bd1", "#d0d7e0", "#ffffff")
DASHES = ("", "7 4", "2 3")
INK, GUIDE, PAPER = "#1a1a1a", "#c4c4c4", "#ffffff"
FONT, FONT_SIZE = "Libertinus Serif, Georgia, serif", "14"
SWATCH, LEGEND_LINE, LEGEND_GAP = 12, 20, 8
NAMESPACE = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class Box:
    """How wide and high a drawing is, in its own measure."""

    width: float
    height: float


def printed(drawing: str, names: Sequence[str]) -> Markup:
    """A drawing of `review.charts` or `curve_chart` that needs no style sheet; names: its parts."""
    tree = etree.fromstring(drawing)
    box = box_of(tree)
    above = LEGEND_LINE * len(names) + LEGEND_GAP if names else 0
    for each in tree.iter():
        inked(each)
    is_lines = tree.find(".//*[@class='line line-0']") is not None
    told = {"viewBox": f"0 0 {box.width:g} {box.height + above:g}", "xmlns": NAMESPACE}
    label = tree.get("aria-label", "")
    made = etree.Element("svg", {"role": "img", "aria-label": label, **told})
    made.append(element("rect", width=box.width, height=box.height + above, fill=PAPER))
    for at, name in enumerate(names):
        made.extend(legend(at, name, is_line=is_lines))
    moved = element("g", transform=f"translate(0 {above})")
    moved.extend(tree)
    made.append(moved)
    return Markup(etree.tostring(made, encoding="unicode"))  # noqa: S704 - escaped by lxml


def box_of(tree: etree._Element) -> Box:
    """The measures of a drawing."""
    _, _, width, height = (float(each) for each in (tree.get("viewBox") or "").split())
    return Box(width, height)


def inked(each: etree._Element) -> None:
    """Give an element the colour, line or letters that a style sheet would."""
    kinds = (each.get("class") or "").split()
    if each.tag == "text":
        ends = {"axis-value": "end", "axis-label": "middle"}
        anchor = next((ends[kind] for kind in kinds if kind in ends), anchor_of(each))
        for name, value in (("fill", INK), ("font-family", FONT), ("font-size", FONT_SIZE)):
            each.set(name, value)
        each.set("text-anchor", anchor)
    elif each.tag == "rect":
        shade = SHADES[number_in(each, "color-")]
        for name, value in (("fill", shade), ("stroke", INK), ("stroke-width", "0.75")):
            each.set(name, value)
        each.attrib.pop("class", "")  # on a page a style sheet would undo its line
    elif each.tag == "path":
        lines = [int(kind.removeprefix("line-")) for kind in kinds if kind.startswith("line-")]
        each.set("fill", "none")
        each.set("stroke", INK if lines else GUIDE)
        each.set("stroke-width", "2.5" if lines else "1")
        if lines and DASHES[lines[0]]:
            each.set("stroke-dasharray", DASHES[lines[0]])


def anchor_of(text: etree._Element) -> str:
    """Where words stand by their place: those of the axis that goes up end at it."""
    axes = [each.get("class") or "" for each in text.iterancestors("g")]
    return "end" if "axis y" in axes else "middle"


def number_in(each: etree._Element, kind: str) -> int:
    """The number in a class of an element or of what it stands in: 2 of 'color-2'."""
    for one in (each, *each.iterancestors()):
        for word in (one.get("class") or "").split():
            if word.startswith(kind):
                return int(word.removeprefix(kind)) % len(SHADES)
    return 0


def legend(at: int, name: str, *, is_line: bool) -> list[etree._Element]:
    """What a part is called, beside its colour or line."""
    down = at * LEGEND_LINE + 4
    if is_line:
        middle = down + SWATCH / 2
        mark = element("path", d=f"M0 {middle} H30", fill="none", stroke=INK)
        mark.set("stroke-width", "2.5")
        if DASHES[at]:
            mark.set("stroke-dasharray", DASHES[at])
    else:
        mark = element("rect", y=down, width=SWATCH, height=SWATCH, fill=SHADES[at], stroke=INK)
    words = element("text", x=36 if is_line else 20, y=down + SWATCH - 1, fill=INK)
    words.set("font-family", FONT)
    words.set("font-size", FONT_SIZE)
    words.text = name
    return [mark, words]


def element(name: str, **attributes: object) -> etree._Element:
    """An element with attributes."""
    return etree.Element(name, {key: str(value) for key, value in attributes.items()})
