"""Text recognition by Tesseract, one thread a page and no longer than allowed."""

import io
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

from intake.attachments import clock
from intake.attachments.extract import Extract, Reason, UnreadableError
from intake.attachments.tesseract import Tesseracts
from intake.config import ReadingConfig

MIN_SIDE = 250  # pixels; what is smaller is a logo or a line of a signature
MAX_PIXELS = 60_000_000
BEST_WIDTH = 2400  # pixels of an A4 page at about 300 dpi
MOST_AT_ONCE = 8  # pages, unless set: each takes some 200 MB


class Pictures:
    """Pages whose text is recognised, some side by side, each by a Tesseract of its own."""

    def __init__(self, limits: ReadingConfig) -> None:
        self.texts: dict[int, str] = {}  # by the number of the page
        self.fault: Reason | None = None  # why one of them gave none
        self._limits = limits
        self._tesseracts = Tesseracts(limits)
        self._most = limits.ocr_pages_at_once or min(MOST_AT_ONCE, len(os.sched_getaffinity(0)))
        self._begun: deque[tuple[int, Future[str]]] = deque()
        self._pool: ThreadPoolExecutor | None = None

    def add(self, number: int, picture: Any) -> None:
        """Begin with a picture (a PIL image), once there is room for it."""
        while len(self._begun) >= self._most:
            self._await_first()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._most)
        self._begun.append((number, self._pool.submit(self._tesseracts.text_of, picture)))

    def finish(self) -> None:
        """Wait for the last."""
        while self._begun:
            self._await_first()

    def close(self) -> None:
        """End what is still at work: nobody waits for its text."""
        self._tesseracts.end()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _await_first(self) -> None:
        """Wait for the page that was begun first."""
        number, text = self._begun.popleft()
        clock.allow(self._limits.ocr_seconds + self._limits.part_seconds)
        try:
            self.texts[number] = text.result()
        except UnreadableError as error:
            self.fault = self.fault or error.reason
        finally:
            clock.allow(self._limits.part_seconds)


def read_image(data: bytes, limits: ReadingConfig) -> Extract:
    """The text on a picture; none on a small one, which is a logo."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit stands before anything is unpacked
    try:
        with Image.open(io.BytesIO(data)) as image:
            if too_large(image):
                raise UnreadableError(Reason.TOO_LARGE)
            if min(image.size) < MIN_SIDE:
                return Extract()
            pages = getattr(image, "n_frames", 1)
            frames = min(pages, limits.max_ocr_pages)
            partly = Reason.TOO_MANY_SCANS if frames < pages else None
            with closing(Pictures(limits)) as found:
                for frame in range(frames):
                    image.seek(frame)
                    if too_large(image):
                        partly = Reason.TOO_LARGE
                        continue
                    grey = ImageOps.exif_transpose(image).convert("L")
                    if grey.width < BEST_WIDTH // 2:
                        grey = grey.resize((grey.width * 2, grey.height * 2))
                    found.add(frame, grey)
                    if found.fault:
                        break
                found.finish()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    if found.fault:
        raise UnreadableError(found.fault)
    content = "\n\n".join(text for _, text in sorted(found.texts.items()) if text)
    return Extract(content, ocr_pages=frames, partly=partly)


def too_large(image: Any) -> bool:
    """Whether a picture would unpack to more than memory bears."""
    return bool(image.width * image.height > MAX_PIXELS)
