"""The ten mistakes that are likeliest, and what one look found."""

from dataclasses import dataclass
from typing import NamedTuple


class Mistake(NamedTuple):
    """One mistake: how it shows, and the sentence that mends it."""

    shows: str
    mend: str


# docs/self-hosting.md holds the same ten, in this order.
MISTAKES = {
    "address": Mistake(
        "links in letters lead nowhere, or the house answers 400",
        "Set GUILDHOUSE_ORIGIN to what people type, and put its host among GUILDHOUSE_HOSTS.",
    ),
    "proxy": Mistake(
        "forms are refused, passwords travel in the open, or anybody may say where they come from",
        "Put one proxy with a certificate in front, and set an https origin and GUILDHOUSE_BEHIND_PROXY together.",
    ),
    "mail": Mistake(
        "nobody can confirm an address, and letters wait",
        "Correct GUILDHOUSE_MAIL, GUILDHOUSE_MAIL_FROM or GUILDHOUSE_BOUNCES, or start the mail server.",
    ),
    "worker": Mistake(
        "no letter leaves and no room begins",
        "Start guildhouse serve, which brings a worker, or guildhouse work, and set the clock right.",
    ),
    "database": Mistake(
        "pages say that the house is closed for a moment, or `serve` does not open",
        "Start the database or correct GUILDHOUSE_DATABASE, then run guildhouse migrate.",
    ),
    "durability": Mistake(
        "a power cut takes seats that were given",
        "Keep GUILDHOUSE_SQLITE_SYNCHRONOUS=FULL and a disk of this machine; on PostgreSQL synchronous_commit on.",
    ),
    "folder": Mistake(
        "nothing can be written, or others on the machine read it",
        "Give the data folder to the account that runs the house, chmod 700 it, and keep room on its disk.",
    ),
    "insides": Mistake(
        "whoever reads the secret key or an error page with its insides can become anybody",
        "Set GUILDHOUSE_DEBUG=no, chmod 600 the secret key, and leave the making of it to the house.",
    ),
    "backup": Mistake(
        "a broken disk ends the house, or a house that was put back sends no letters",
        "Run guildhouse backup every night, and guildhouse unmute after a restore.",
    ),
    "keeper": Mistake(
        "nobody can look after the house, or a stolen password is enough to",
        "Run guildhouse create-admin, and have its owner add a passkey or a code app under My place in this house.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, how to mend it, and which mistake it shows."""

    is_well: bool
    what: str
    mend: str = ""
    mistake: str = ""


def well(what: str) -> Finding:
    """That something is as it should be."""
    return Finding(True, what)


def ill(mistake: str, what: str, mend: str = "") -> Finding:
    """That something is to be mended; with the mistake's own sentence where there is no better one."""
    return Finding(False, what, mend or MISTAKES[mistake].mend, mistake)
