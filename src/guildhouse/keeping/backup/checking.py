"""Whether what came out of an archive is the house that went in: rows, migrations, invariants."""

from collections.abc import Iterator
from dataclasses import dataclass

from guildhouse.keeping.backup import manifest as manifests
from guildhouse.keeping.backup.manifest import Manifest
from guildhouse.keeping.invariants import violations

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well (None: not tried), its name, and what was seen."""

    is_well: bool | None
    what: str
    seen: str


def unpacked(manifest: Manifest) -> Iterator[Check]:
    """What the archive says of itself, once every part was held against its digest."""
    yield Check(True, "archive", f"Guildhouse {manifest.version}, {manifest.database} {manifest.server}")
    yield Check(True, "moment", f"{manifest.taken_at:%Y-%m-%d %H:%M:%S} UTC")
    size = sum(part.bytes for part in manifest.parts)
    yield Check(True, "parts", f"{len(manifest.parts)}, {size / 2**20:.1f} MiB, each as its SHA-256 says")


def as_packed(manifest: Manifest) -> Iterator[Check]:
    """Rows and migrations of the present connection's database, held against the manifest."""
    found = manifests.counted()
    names = sorted(found.keys() | manifest.counts.keys())
    wrong = [name for name in names if found.get(name) != manifest.counts.get(name)]
    told = ", ".join(f"{name} {manifest.counts.get(name)} → {found.get(name)}" for name in wrong[:MOST_TOLD])
    rows = f"{sum(found.values())} in {len(found)} tables, as counted when it was packed"
    yield Check(not wrong, "rows", told or rows)
    recorded = manifests.recorded()
    same = recorded == manifest.migrations
    yield Check(same, "migrations", f"{len(recorded)}{'' if same else ', not those the archive names'}")


def sound() -> Check:
    """Whether anything in the present connection's database is so that must never be so."""
    found = list(violations())
    return Check(not found, "invariants", " ".join(found[:MOST_TOLD]) or "no violations")
