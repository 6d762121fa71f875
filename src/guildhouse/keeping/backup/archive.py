"""One file for a whole backup: a compressed tar whose first file is the manifest. Written and read as a stream."""

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from guildhouse.keeping.backup import manifest as manifests
from guildhouse.keeping.backup.manifest import Manifest, Part, Unfit

CHUNK = 1024 * 1024
LEVEL = 3
Progress = Callable[[str, int, int], object]


def part_of(name: str, path: Path, progress: Progress) -> Part:
    """A file as the manifest names it, read once for its digest."""
    digest, size, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            done += len(chunk)
            progress("Reading it once", done, size)
    return Part(name, size, digest.hexdigest())


def write(target: Path, manifest: Manifest, files: dict[str, Path], progress: Progress) -> None:
    """Write an archive and have it on the disk when this returns; `files` says where each part lies."""
    total, done = sum(part.bytes for part in manifest.parts), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with (
            gzip.GzipFile("", "wb", LEVEL, raw) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            said = manifest.as_json()
            tar.addfile(_member(manifests.NAME, len(said), manifest), io.BytesIO(said))
            for part in manifest.parts:
                with files[part.name].open("rb") as file:
                    tar.addfile(
                        _member(part.name, part.bytes, manifest), _Counted(file, progress, done, total)
                    )
                done += part.bytes
        raw.flush()
        os.fsync(raw.fileno())


def on_the_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _member(name: str, size: int, manifest: Manifest) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, int(manifest.taken_at.timestamp())
    return member


class _Counted(io.RawIOBase):
    """A file that tells how far it was read."""

    def __init__(self, file: IO[bytes], progress: Progress, done: int, total: int) -> None:
        self.file, self.progress, self.done, self.total = file, progress, done, total

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.done += len(chunk)
        self.progress("Packing", self.done, self.total)
        return chunk


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, tarfile.TarFile]]:
    """The manifest of an archive, and the tar behind it, for `unpack`; Unfit with a sentence when it is broken."""
    try:
        with gzip.open(path, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            first = tar.next()
            if first is None or first.name != manifests.NAME or first.size > manifests.MOST_BYTES:
                raise Unfit(f"{path} is no archive of Guildhouse: it does not begin with {manifests.NAME}.")
            text = tar.extractfile(first)
            yield manifests.read(text.read() if text else b""), tar
    except FileNotFoundError as error:
        raise Unfit(f"There is no {error.filename}.") from error
    except (EOFError, tarfile.ReadError, gzip.BadGzipFile, zlib.error) as error:
        raise Unfit(
            f"{path} is broken or not whole ({error}). Take another archive, or copy this one again from where it came."
        ) from error
    except (PermissionError, IsADirectoryError) as error:
        raise Unfit(f"{path} cannot be read: {error.strerror}.") from error


def unpack(manifest: Manifest, tar: tarfile.TarFile, folder: Path, progress: Progress) -> dict[str, Path]:
    """Write the parts of an archive into a folder, each held against its digest; answers where each lies."""
    wanted = {part.name: part for part in manifest.parts}
    total, done = sum(part.bytes for part in manifest.parts), 0
    found: dict[str, Path] = {}
    while (member := tar.next()) is not None:
        part = wanted.get(member.name)
        file = tar.extractfile(member) if part and member.isreg() else None
        if part is None or file is None or member.size != part.bytes or part.name in found:
            raise Unfit(
                f"The archive holds {member.name!r}, which its manifest does not name so. Take another archive."
            )
        found[part.name] = folder / part.name
        found[part.name].parent.mkdir(parents=True, exist_ok=True)
        _unpack_one(part, file, found[part.name], _Portion(progress, done, total))
        done += part.bytes
    missing = sorted(wanted.keys() - found.keys())
    if missing:
        raise Unfit(f"The archive is not whole: {', '.join(missing)} is missing. Take another archive.")
    return found


class _Portion:
    """Tells of one part as of a share of the whole."""

    def __init__(self, progress: Progress, before: int, total: int) -> None:
        self.progress, self.before, self.total = progress, before, total

    def __call__(self, done: int) -> None:
        self.progress("Unpacking", self.before + done, self.total)


def _unpack_one(part: Part, file: IO[bytes], target: Path, progress: Callable[[int], object]) -> None:
    digest, done = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            written.write(chunk)
            progress(done := done + len(chunk))
        written.flush()
        os.fsync(written.fileno())
    if done != part.bytes or digest.hexdigest() != part.sha256:
        raise Unfit(
            f"{part.name} inside the archive is not what was packed (its SHA-256 differs). Take another archive."
        )
