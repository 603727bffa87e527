"""What a screen reader finds in a PDF."""

from pypdf.generic import ArrayObject, DictionaryObject, NullObject, PdfObject


def tags(reader):
    """The tags of a file in order of reading, each with its attributes and words beside it."""
    found = []
    walk(reader.trailer["/Root"]["/StructTreeRoot"], found)
    return found


def walk(element, found):
    """Add the tags from an element on."""
    if not isinstance(element, DictionaryObject):
        return
    if "/S" in element:
        told = {"/Alt": element.get("/Alt")}
        for each in several(element.get("/A")):
            told.update(each)
        found.append((element["/S"], told))
    for each in several(element.get("/K")):
        walk(each, found)


def several(value):
    """What stands somewhere, as a list: one thing stands alone in PDF."""
    value = value.get_object() if isinstance(value, PdfObject) else value
    if value is None or isinstance(value, NullObject):
        return []
    some = value if isinstance(value, ArrayObject) else [value]
    return [each.get_object() for each in some]
