"""The folder a house keeps its things in, and its secret key there, made once."""

import os
import secrets
from pathlib import Path


def data_folder(path: Path) -> Path:
    """The folder, made for this account alone where it is missing.

    A new one tells git to leave it alone: it may lie in a checkout, and holds what nobody else must have.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(path.iterdir()):
        (path / ".gitignore").write_text("*\n", encoding="ascii")
    return path


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
