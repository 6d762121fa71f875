"""The doctor finds the ten likeliest mistakes, each really made, and has nothing to say of a house that is well."""

import os
import re
import socketserver
import threading
from argparse import Namespace
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from guildhouse.history.actions import beat, one_act, record
from guildhouse.history.actors import SYSTEM
from guildhouse.keeping.commands import doctor
from guildhouse.keeping.doctor import MISTAKES, database, examine, ground
from guildhouse.keeping.doctor.findings import ill
from guildhouse.kit import clock, marks
from guildhouse.people.models import Site
from guildhouse.testing.ports import free_port
from guildhouse.testing.site import prepared, serving

DOCS = Path(__file__).parents[3] / "docs" / "self-hosting.md"
FOUND = re.compile(r"^ILL   (.*)\n      → (.*)$", re.MULTILINE)


class Clerk(socketserver.StreamRequestHandler):
    """A mail server that greets, and says what its list says to each command."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.split()[0].decode().upper()
            self.wfile.write(self.server.answers.get(word, "250 fine").encode() + b"\r\n")  # type: ignore[attr-defined]
            if word == "QUIT":
                return


@contextmanager
def mail_server(**answers: str):
    with socketserver.ThreadingTCPServer(("127.0.0.1", free_port()), Clerk) as server:
        server.daemon_threads = True
        server.answers = {"QUIT": "221 bye"} | answers  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def ills(done) -> dict[str, str]:
    assert done.stderr == ""
    found = dict(FOUND.findall(done.stdout))
    assert all(mend.endswith((".", "self-hosting.md#mail")) or "docs/" in mend for mend in found.values())
    assert done.returncode == (1 if found else 0)
    return found


def said(found: dict[str, str], words: str) -> bool:
    return any(words in what for what in found)


@pytest.mark.process
def test_nothing_is_said_about_a_house_that_is_well(tmp_path, run_guildhouse):
    tmp_path.chmod(0o700)
    env = {"GUILDHOUSE_ADMIN_PASSWORD": "gentle-otter-sings-9"}
    with mail_server() as address, serving(tmp_path):
        run_guildhouse("create-admin", "--email", "ada@example.org", "--name", "Ada", **env)
        done = run_guildhouse("doctor", GUILDHOUSE_MAIL=f"smtp://{address}")
    assert ills(done) == {}
    assert "The house is well." in done.stdout


@pytest.mark.process
def test_a_neglected_house_hears_of_all_that_is_to_be_mended(tmp_path, run_guildhouse):
    prepared(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "secret_key").chmod(0o644)
    found = ills(
        run_guildhouse(
            "doctor",
            GUILDHOUSE_ORIGIN="https://house.example",
            GUILDHOUSE_HOSTS="other.example",
            GUILDHOUSE_SQLITE_SYNCHRONOUS="NORMAL",
            GUILDHOUSE_DEBUG="yes",
            GUILDHOUSE_MAIL=f"smtp://ada:0pensesame@127.0.0.1:{free_port()}",
            GUILDHOUSE_BOUNCES=f"imaps://ada:0pensesame@127.0.0.1:{free_port()}/INBOX",
        )
    )
    for words in (
        *("not among GUILDHOUSE_HOSTS", "GUILDHOUSE_BEHIND_PROXY is not set", "GUILDHOUSE_DEBUG is on"),
        *("SYNCHRONOUS is NORMAL", "Nobody looks after", "worker has never been seen", "does not answer"),
        *("come back does not open", "can look into the data folder", "can read"),
    ):
        assert said(found, words), (words, found)
    assert "0pensesame" not in str(found)


@pytest.mark.process
def test_listening_outside_under_an_address_inside_and_a_key_too_short_are_said(run_guildhouse, tmp_path):
    (tmp_path / "guildhouse.sqlite3").touch()
    found = ills(
        run_guildhouse(
            "doctor",
            GUILDHOUSE_LISTEN="0.0.0.0",
            GUILDHOUSE_SECRET_KEY="letmein",
            GUILDHOUSE_BEHIND_PROXY="yes",
        )
    )
    assert said(found, "The house listens on 0.0.0.0")
    assert said(found, "fewer than 50 characters")
    assert said(found, "BEHIND_PROXY is set, but")
    assert said(found, "changes of the database are waiting")
    assert "letmein" not in str(found)


@pytest.mark.process
def test_a_database_out_of_reach_is_said_and_nothing_is_asked_of_it(run_guildhouse):
    address = f"postgresql://ada:0pensesame@127.0.0.1:{free_port()}/house"
    found = ills(run_guildhouse("doctor", GUILDHOUSE_DATABASE=address))
    assert said(found, "The database does not answer")
    assert "0pensesame" not in str(found)


@pytest.mark.process
def test_a_house_does_not_open_over_settings_that_are_wrong(run_guildhouse):
    done = run_guildhouse("serve", "--migrate", "--port", str(free_port()), GUILDHOUSE_HOSTS="other.example")
    assert done.returncode == 1
    assert "not among GUILDHOUSE_HOSTS" in done.stderr


LOGIN = {"EHLO": "250-here\r\n250 AUTH PLAIN"}
MAIL = [
    ({"MAIL": "553 5.7.1 not you"}, "", "takes no letters from"),
    (LOGIN | {"AUTH": "535 5.7.8 no"}, "ada:0pensesame@", "refuses the name or the secret"),
    ({"EHLO": "421 too busy", "HELO": "421 too busy"}, "", "does not answer"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("answers", "who", "words"), MAIL, ids=[words for _, _, words in MAIL])
def test_a_mail_server_that_refuses_is_said_with_what_it_refuses(settings, answers, who, words):
    from urllib.parse import urlsplit

    with mail_server(**answers) as address:
        settings.MAIL = urlsplit(f"smtp://{who}{address}")
        found = {one.what: one.mistake for one in examine() if not one.is_well}
    assert [mistake for what, mistake in found.items() if words in what] == ["mail"]
    assert "0pensesame" not in str(found)


@pytest.mark.django_db
def test_a_line_that_cannot_be_made_secret_and_a_name_nobody_has_are_said(settings):
    from urllib.parse import urlsplit

    with mail_server() as address:
        settings.MAIL = urlsplit(f"smtps://{address}")
        assert any("offers no line we can trust" in one.what for one in examine())
    settings.MAIL = urlsplit("smtp://mail.invalid:25")
    assert any("does not answer" in one.what and one.mistake == "mail" for one in examine())


@pytest.mark.django_db
def test_a_worker_whose_clock_waits_is_said():
    beat("here", "the clock leapt by a year")
    assert [one.what for one in examine() if one.mistake == "worker"] == [
        "The worker waits: the clock leapt by a year."
    ]


@pytest.mark.django_db
def test_a_house_in_use_without_a_backup_is_told_so_until_one_is_made(settings, tmp_path):
    settings.DATA = tmp_path
    assert database._backup().is_well
    with one_act():
        record(
            "people.joined",
            actor=SYSTEM,
            subject=Site.objects.get_or_create(pk=1)[0],
            at=clock.now() - timedelta(days=9),
        )
    assert "is not known" in database._backup().what
    marks.note_backup(clock.now() - timedelta(days=4))
    assert not database._backup().is_well
    marks.note_backup(clock.now())
    assert database._backup().is_well


def test_a_file_on_a_network_share_is_known_by_the_table_of_mounts():
    mounts = "/dev/sda / ext4 rw 0 0\nserver:/srv /srv/houses nfs4 rw 0 0\n"
    assert ground.kind_of(Path("/srv/houses/one/guildhouse.sqlite3"), mounts) == "nfs4"
    assert ground.kind_of(Path("/srv/house.sqlite3"), mounts) == "ext4"
    assert ground._file_system(Path("/tmp/house.sqlite3")).is_well


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may write everywhere finds no folder closed")
def test_a_folder_that_cannot_be_written_is_said(settings, tmp_path):
    settings.DATA = tmp_path
    tmp_path.chmod(0o500)
    assert "cannot be written" in ground._data_folder().what


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgres_that_does_not_wait_for_its_disk_is_said():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert [one.mistake for one in database._postgres()] == ["durability"]


def test_the_ten_mistakes_stand_in_the_documents_as_they_stand_in_the_program():
    rows = re.findall(
        r"^\| (\d+) \| (\w+) \| (.*) \| (.*) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    told = [(str(n), name, *mistake) for n, (name, mistake) in enumerate(MISTAKES.items(), 1)]
    assert rows == told
    assert len(told) == 10


def test_every_mistake_has_a_look_of_its_own():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(database.__file__).parent.glob("*.py"))
    looked = set(re.findall(r'(?:ill\(\s*\*?\(?\s*|^    )"(\w+)"(?:,|: \()', source, re.MULTILINE))
    assert set(MISTAKES) - looked == set()


def test_one_thing_is_told_as_one(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "examine", lambda: [ill("keeper", "Nobody looks after the house.")])
    assert doctor.run(Namespace()) == 1
    assert capsys.readouterr().out.endswith("\nOne thing to mend.\n")
