"""How style sheets are handed out: as many files while one works on them, as one when they are collected."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRANCE = "css/app.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\)(?: (?P<media>\w+))?;\n')
ADDRESS = re.compile(r'url\("(?!data:)([^"]+)"\)')


def in_one(folder: Path, entrance: str) -> str:
    """The text of a style sheet with what it imports written into it, layer by layer."""

    def written(found: re.Match[str]) -> str:
        text = (folder / found["path"]).read_text()
        inner = f"@layer {found['layer']} {{\n{text}}}\n"
        return f"@media {found['media']} {{\n{inner}}}\n" if found["media"] else inner

    return IMPORT.sub(written, entrance)


class HouseStatic(CompressedManifestStaticFilesStorage):
    """Names every file by its content, compresses it, and writes our style sheets into one.

    Where nothing was collected yet, as in a test, every file is handed out under its plain name.
    """

    manifest_strict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file, worked out once: a page names a dozen, always the same."""
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the one style sheet, then let it be named and compressed like everything else."""
        self._addresses.clear()
        if not dry_run and ENTRANCE in paths:
            source, name = paths[ENTRANCE]
            written = Path(source.path(name))
            Path(self.path(ENTRANCE)).write_text(in_one(written.parent, written.read_text()))
            paths = paths | {ENTRANCE: (self, ENTRANCE)}
        yield from super().post_process(paths, dry_run, **options)


def collect() -> bool:
    """Write the files browsers fetch into STATIC_ROOT, unless those of this version are there; say whether it did.

    Files of earlier versions stay, for pages that are still open somewhere.
    """
    root = Path(settings.STATIC_ROOT)
    stamp, state = root / "collected", _state(Path(settings.STATICFILES_DIRS[0]))
    if stamp.exists() and stamp.read_text() == state:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
    return True


def _state(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
