"""What the tests need of the machine itself, from Debian's packages where they may be installed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = {
    "chromium": lambda: Path("/usr/bin/chromium").exists(),
    "postgresql": lambda: bool(
        shutil.which("postgres") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    ),
    "dovecot-imapd": lambda: Path("/usr/sbin/dovecot").exists(),
}
CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")
SERVICES = Path("/usr/sbin/policy-rc.d")  # what Debian asks before a package starts its server


def missing_after_installing() -> dict[str, str]:
    """Install what is missing if this machine lets us; answer what is still missing, and why."""
    missing = [name for name, is_here in PACKAGES.items() if not is_here()]
    if not missing:
        return {}
    why_not = _install(missing)
    return {name: why_not for name in missing if not PACKAGES[name]()}


def _install(names: list[str]) -> str:
    if shutil.which("apt-get") is None:
        return "it is not installed, and this is no Debian where it could be"
    if os.geteuid() != 0:
        return f"it is not installed: `sudo apt-get install {' '.join(names)}` brings it"
    print(f"Installing {' and '.join(names)} from the system's packages.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    keep = ["-o", "Dpkg::Options::=--force-confold"]
    said = ""
    with _no_server_of_their_own():
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *keep, *names]):
            done = subprocess.run(
                ["apt-get", "--quiet", *command], env=environment, capture_output=True, text=True, check=False
            )
            said = (done.stderr or done.stdout).strip()
    return f"it could not be installed ({said.splitlines()[-1] if said else 'without a word why'})"


@contextmanager
def _no_server_of_their_own() -> Iterator[None]:
    # Debian's packages would start servers that stay; the tests start their own.
    if not CLUSTERS.exists():
        CLUSTERS.parent.mkdir(parents=True, exist_ok=True)
        CLUSTERS.write_text("create_main_cluster = false\n")
    if SERVICES.exists():
        yield
        return
    SERVICES.write_text("#!/bin/sh\nexit 101\n")
    SERVICES.chmod(0o755)
    try:
        yield
    finally:
        SERVICES.unlink()
