"""Which pages `bin/screens` takes pictures of, and as whom it looks at them."""

from dataclasses import dataclass

MARTA, JONAS, LUCIA, NOOR, TOMAS = (
    "Marta Ferraris",
    "Jonas Lindqvist",
    "Lucia Bernasconi",
    "Noor Haddad",
    "Tomáš Novák",
)
CIRCLE, GUILD, FARMERS = (
    "/c/intervision-of-the-lakes/",
    "/c/reliability-guild/",
    "/c/farmers-of-the-upper-valley/",
)
TO_DECIDE, FULL, OFFERED, TOO_SMALL = (
    "Endings that do not end",
    "taking over an incident",
    "Troika for a stuck migration",
    "nobody dares to roll back",
)


STORM = "What did the storm"


@dataclass(frozen=True)
class Shot:
    """One page: its name, its path, who looks, and what the README needs to know.

    With `link` the page is the one that a link with these words on `path` leads to, and `then` is added to its address.
    """

    name: str
    path: str
    who: str = ""
    link: str = ""
    then: str = ""
    status: int = 200
    width: int = 1280
    height: int = 900
    theme: str = "light"


SHOTS = (
    Shot("house", "/"),
    Shot("communities", "/communities/"),
    Shot("community", GUILD),
    Shot("rooms", "/rooms/"),
    Shot("community-rooms", f"{GUILD}rooms/"),
    Shot("room", f"{GUILD}rooms/", link=FULL),
    Shot("formats", "/formats/"),
    Shot("format", "/formats/troika/"),
    Shot("format-run-sheet", "/formats/troika/run-sheet/"),
    Shot("help", "/help/"),
    Shot("charter", f"{GUILD}charter/"),
    Shot("agenda", f"{GUILD}agenda/"),
    Shot("joining", f"{GUILD}joining/"),
    Shot("sign-up", "/account/signup/"),
    Shot("sign-in", "/account/login/"),
    Shot("reset", "/account/password/reset/"),
    Shot("demo", "/demo/"),
    Shot("nowhere", "/nowhere/", status=404),
    Shot("convener-today", "/today/", MARTA),
    Shot("convener-house", "/", MARTA),
    Shot("convener-community", CIRCLE, MARTA),
    Shot("convener-requests", f"{CIRCLE}requests/", MARTA),
    Shot("convener-people", f"{CIRCLE}people/", MARTA),
    Shot("convener-offices", f"{CIRCLE}offices/", MARTA),
    Shot("convener-charter", f"{CIRCLE}charter/", MARTA),
    Shot("convener-new-edition", f"{CIRCLE}charter/new/", MARTA),
    Shot("convener-rhythm", f"{CIRCLE}rhythm/", MARTA),
    Shot("convener-invitations", f"{CIRCLE}invitations/", MARTA),
    Shot("convener-conduct", f"{CIRCLE}conduct/", MARTA),
    Shot("convener-settings", f"{CIRCLE}settings/", MARTA),
    Shot("convener-stage", f"{CIRCLE}settings/stage/", MARTA),
    Shot("convener-new-room", f"{CIRCLE}rooms/new/", MARTA),
    Shot("convener-new-room-form", f"{CIRCLE}rooms/new/?format=incident-method", MARTA),
    Shot("convener-formats", f"{CIRCLE}formats/", MARTA),
    Shot("convener-own-format", f"{CIRCLE}formats/", MARTA, link="Incident evening"),
    Shot("convener-format-copy", f"{CIRCLE}formats/new/?from=troika", MARTA),
    Shot("convener-format-file", f"{CIRCLE}formats/import/", MARTA),
    Shot("convener-erasure", "/me/erasure/", MARTA),
    Shot("convener-call", "/communities/new/", MARTA),
    Shot("host-room", f"{CIRCLE}rooms/", MARTA, link=TO_DECIDE, then="host/"),
    Shot("host-edit", f"{CIRCLE}rooms/", MARTA, link=TO_DECIDE, then="edit/"),
    Shot("host-time", f"{CIRCLE}rooms/", MARTA, link=TO_DECIDE, then="time/"),
    Shot("host-conversion", f"{CIRCLE}rooms/", MARTA, link=TO_DECIDE, then="host/conversion/"),
    Shot("host-cancel", f"{CIRCLE}rooms/", MARTA, link=TO_DECIDE, then="cancellation/"),
    Shot("host-run-sheet", f"{CIRCLE}rooms/", MARTA, link=TO_DECIDE, then="run-sheet/"),
    Shot("member-today", "/today/", NOOR),
    Shot("cases", f"{GUILD}rooms/", TOMAS, link=FULL, then="cases/"),
    Shot("case-mine", f"{GUILD}rooms/", TOMAS, link=FULL, then="cases/mine/"),
    Shot("case-words", f"{GUILD}rooms/", TOMAS, link=FULL, then="cases/mine/words/"),
    Shot("case-check", f"{GUILD}rooms/", TOMAS, link=FULL, then="cases/mine/check/"),
    Shot("case-room", f"{GUILD}rooms/", TOMAS, link=FULL),
    Shot("case-open", f"{GUILD}rooms/", JONAS, link=STORM, then="cases/mine/"),
    Shot("case-lesson", f"{GUILD}rooms/", JONAS, link=STORM, then="cases/mine/lesson/"),
    Shot("case-host", f"{GUILD}rooms/", JONAS, link=STORM, then="host/"),
    Shot("case-all", "/me/cases/", JONAS),
    Shot("member-mail", "/me/mail/", NOOR),
    Shot("member-rooms", "/rooms/", NOOR),
    Shot("member-room-in-line", f"{GUILD}rooms/", NOOR, link=FULL),
    Shot("member-me", "/me/", NOOR),
    Shot("member-places", "/me/places/", NOOR),
    Shot("member-my-rooms", "/me/rooms/", NOOR),
    Shot("member-certificate", "/me/rooms/", NOOR, link="Certificate"),
    Shot("member-data", "/me/data/", NOOR),
    Shot("member-erasure", "/me/erasure/", NOOR),
    Shot("kept", "/kept/"),
    Shot("ways-in", "/account/security/", NOOR),
    Shot("ways-in-passkey", "/account/mfa/webauthn/add/", NOOR),
    Shot("ways-in-app", "/account/mfa/totp/activate/", NOOR),
    Shot("ways-in-address", "/account/email/", NOOR),
    Shot("member-calendar", "/me/calendar/", NOOR),
    Shot("offered-room", f"{GUILD}rooms/", TOMAS, link=OFFERED),
    Shot("offered-today", "/today/", TOMAS),
    Shot("keeper-site", "/site/", JONAS),
    Shot("keeper-people", "/site/people/", JONAS),
    Shot("keeper-people-nobody", "/site/people/?words=nobody", JONAS),
    Shot("keeper-person", "/site/people/?words=Noor", JONAS, link=NOOR),
    Shot("keeper-archive", "/site/archived/", JONAS),
    Shot("keeper-conduct", "/site/conduct/", JONAS),
    Shot("keeper-imports", "/imports/", JONAS),
    Shot("keeper-mail", "/mail/", JONAS),
    Shot("keeper-host-full", f"{GUILD}rooms/", JONAS, link=FULL, then="host/"),
    Shot("keeper-host-too-small", f"{GUILD}rooms/", JONAS, link=TOO_SMALL, then="host/"),
    Shot("keeper-times", f"{GUILD}rooms/", JONAS, link=TOO_SMALL, then="host/times/"),
    Shot("italian-house", "/", LUCIA),
    Shot("italian-today", "/today/", LUCIA),
    Shot("italian-community", FARMERS, LUCIA),
)

README = (
    Shot("community", GUILD, height=824),
    Shot("room", f"{GUILD}rooms/", NOOR, link=FULL, height=845),
    Shot(
        "host-on-a-phone",
        f"{CIRCLE}rooms/",
        MARTA,
        link=TO_DECIDE,
        then="host/",
        width=360,
        height=780,
        theme="dark",
    ),
)
