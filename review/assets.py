"""Style sheets and scripts, served from the package under names that change with their bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from review.errors import CannotServe

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}
THEME = "theme.css"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that browsers may keep for good: other bytes have another name."""

    name: str  # "style.0a1b2c3d4e.css"
    content: bytes
    media_type: str


class Assets:
    """All assets, in memory."""

    def __init__(self, theme_file: Path | None = None) -> None:
        files = {path.name: path for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
        if theme_file is not None:
            files[THEME] = theme_file
        self._by_name = {name: asset_of(name, path) for name, path in files.items()}
        self._by_hashed = {asset.name: asset for asset in self._by_name.values()}

    def path(self, name: str) -> str:
        """Where a page finds an asset."""
        return f"/static/{self._by_name[name].name}"

    def get(self, hashed: str) -> Asset | None:
        """The asset that is served under a name, None where there is none."""
        return self._by_hashed.get(hashed)


def asset_of(name: str, path: Path) -> Asset:
    """A file as it is served."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotServe(
            f"{path}: cannot be read ({error.strerror}); check theme_file under [review]"
        ) from error
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(content).hexdigest()[:10]
    return Asset(f"{stem}.{digest}.{suffix}", content, TYPES[f".{suffix}"])
