"""The site's secret key, made once and kept beside the database."""

import os
import secrets
from pathlib import Path


def secret_key(path: Path) -> str:
    """Read the key at `path`, or make one that only this account may read.

    Two processes may start at once: the file is written whole under another name and linked into place,
    so that both end with the same key.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
