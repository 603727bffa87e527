"""What is told a logo by its head alone is one to the library that opens pictures, too."""

import io
import random

import pytest
from PIL import Image

from intake.attachments import child
from intake.attachments.extract import Extract, Inner, UnreadableError
from intake.attachments.logos import is_logo
from intake.attachments.ocr import MIN_SIDE, read_image
from intake.config import ReadingConfig

SEED = 20261122


def picture(form, size, mode="RGB", **options):
    """The bytes of a picture."""
    file = io.BytesIO()
    Image.new(mode, size, 90).save(file, form, **options)
    return file.getvalue()


LOGOS = [
    picture("JPEG", (120, 40)),
    picture("JPEG", (900, MIN_SIDE - 1), "L", progressive=True),
    picture("PNG", (60, 300)),
    picture("PNG", (60, 60), "RGBA", dpi=(96, 96)),
]
OTHERS = [
    picture("JPEG", (MIN_SIDE, 900)),
    picture("PNG", (MIN_SIDE, MIN_SIDE)),
    picture("PNG", (60, 60), "P"),
    picture("GIF", (60, 60), "P"),
    picture("JPEG", (60, 60), exif=b"Exif\0\0x"),
    b"\xff\xd8\xff",
    b"",
]


@pytest.mark.parametrize("data", LOGOS)
def test_a_small_picture_is_a_logo_by_its_head(data):
    assert is_logo(data)
    assert read_image(data, ReadingConfig()) == Extract()


@pytest.mark.parametrize("data", OTHERS)
def test_what_is_large_or_of_another_form_is_opened(data):
    assert not is_logo(data)


def changed(data, chance):
    """A picture with some bytes of its head put otherwise, taken out or doubled."""
    found = bytearray(data[: chance.choice((len(data), 400, 60))])
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(min(len(found), 250))
        match chance.randrange(4):
            case 0:
                found[at] = chance.choice((0, 1, 8, 16, 255, chance.randrange(256)))
            case 1:
                del found[at : at + chance.choice((1, 2, 18))]
            case 2:
                found[at:at] = found[at : at + chance.choice((1, 20))]
            case _:
                found[at : at + 2] = chance.randbytes(2)
    return bytes(found)


def test_a_picture_changed_at_random_is_a_logo_only_where_the_library_says_so():
    chance = random.Random(SEED)
    told = 0
    for _ in range(6_000):
        data = changed(chance.choice(LOGOS), chance)
        if is_logo(data):
            told += 1
            assert read_image(data, ReadingConfig()) == Extract(), data
    assert 500 < told < 5_500


def test_no_process_is_asked_for_a_logo(monkeypatch):
    monkeypatch.setattr(child, "reader", lambda: pytest.fail("a process was asked"))
    assert child.read_file(Inner("logo.jpg", "image/jpeg", LOGOS[0]), ReadingConfig()) == Extract()
    with pytest.raises(UnreadableError):
        child.read_file(Inner("logo.jpg", "image/jpeg", b""), ReadingConfig())
