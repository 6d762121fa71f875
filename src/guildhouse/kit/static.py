"""How style sheets are handed out: as many files while one works on them, as one when they are collected."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    """Names every file by its content, compresses it, and writes our style sheets into one."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the one style sheet, then let it be named and compressed like everything else."""
        if not dry_run and ENTRANCE in paths:
            source, name = paths[ENTRANCE]
            written = Path(source.path(name))
            Path(self.path(ENTRANCE)).write_text(in_one(written.parent, written.read_text()))
            paths = paths | {ENTRANCE: (self, ENTRANCE)}
        yield from super().post_process(paths, dry_run, **options)
