"""A PostgreSQL that keeps what it promised: everything waits for the disk, and it can be stopped and started."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guildhouse.bench import postgres
from guildhouse.testing.ports import free_port

LASTING = ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_connections=60", "jit=off"]


class Cluster:
    """One server over one folder of files; `address` stays the same however often it is started."""

    def __init__(self, folder: Path, *, more: tuple[str, ...] = ()) -> None:
        self.folder, self.more = folder, more
        self.port = free_port()
        self.address = f"postgresql://guildhouse@127.0.0.1:{self.port}/postgres"
        self.server: subprocess.Popen[bytes] | None = None
        self._become = postgres._become_somebody_else() if os.geteuid() == 0 else []
        if self._become:
            os.chown(folder, pwd.getpwnam(postgres._somebody_else()).pw_uid, -1)
        postgres._make(folder, [*self._become, str(postgres._programs() / "initdb")])

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def start(self, *, wait: bool = True) -> None:
        """Start the server, and wait until it answers."""
        options = [word for one in [*LASTING, *self.more] for word in ("-c", one)]
        program = [str(postgres._programs() / "postgres"), "-D", str(self.files), "-k", str(self.folder)]
        with (self.folder / "log").open("a") as log:
            self.server = subprocess.Popen(
                [*self._become, *program, "-h", "127.0.0.1", "-p", str(self.port), *options],
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            postgres._wait_for(self.server, self.port, self.folder)

    def stop(self) -> None:
        """End it at once, as `pg_ctl stop --mode=immediate` does: no goodbye, nothing written down in order."""
        assert self.server
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(timeout=20)


@contextmanager
def lasting_postgres(*more: str) -> Iterator[Cluster]:
    """A running `Cluster`, gone when the block ends; `more` are settings of the server."""
    folder = Path(tempfile.mkdtemp(prefix="guildhouse-faults-"))
    try:
        cluster = Cluster(folder, more=more)
        cluster.start()
        try:
            yield cluster
        finally:
            if cluster.server and cluster.server.poll() is None:
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
