"""Text recognition by Tesseract, one thread a page and no longer than allowed."""

import io
import os
import re
from typing import Any

from intake.attachments import clock
from intake.attachments.extract import Extract, Reason, UnreadableError
from intake.config import ReadingConfig

MIN_SIDE = 250  # pixels; what is smaller is a logo or a line of a signature
MAX_PIXELS = 60_000_000
BEST_WIDTH = 2400  # pixels of an A4 page at about 300 dpi


def recognise(picture: Any, limits: ReadingConfig) -> str:
    """The text on a picture (a PIL image), paragraphs parted by blank lines."""
    clock.allow(limits.ocr_seconds + limits.part_seconds)
    import pytesseract  # where the clock has time for it: scans are few, and it is large

    # A second thread costs half as much again and saves next to nothing.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        text = pytesseract.image_to_string(
            picture, lang=limits.ocr_language, timeout=limits.ocr_seconds
        )
    except pytesseract.TesseractNotFoundError as error:
        raise UnreadableError(Reason.NO_OCR) from error
    except pytesseract.TesseractError as error:
        missing = "Error opening data file" in str(error)
        raise UnreadableError(Reason.NO_OCR if missing else Reason.DAMAGED) from error
    except RuntimeError as error:  # pytesseract's word for a timeout
        raise UnreadableError(Reason.TOO_SLOW) from error
    finally:
        clock.allow(limits.part_seconds)
    return re.sub(r"\n{3,}", "\n\n", str(text).replace("\f", "")).strip()


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
            texts = []
            pages = getattr(image, "n_frames", 1)
            frames = min(pages, limits.max_ocr_pages)
            partly = Reason.TOO_MANY_SCANS if frames < pages else None
            for frame in range(frames):
                image.seek(frame)
                if too_large(image):
                    partly = Reason.TOO_LARGE
                    continue
                grey = ImageOps.exif_transpose(image).convert("L")
                if grey.width < BEST_WIDTH // 2:
                    grey = grey.resize((grey.width * 2, grey.height * 2))
                texts.append(recognise(grey, limits))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    content = "\n\n".join(text for text in texts if text)
    return Extract(content, ocr_pages=frames, partly=partly)


def too_large(image: Any) -> bool:
    """Whether a picture would unpack to more than memory bears."""
    return bool(image.width * image.height > MAX_PIXELS)
