"""What becomes of every column that could say something about somebody, when they are erased.

One line for each way a table leads to a person. Every foreign key to a person, every plain id of one, and every
column of free text or JSON stands here: a test walks the database and fails when one does not.

    gone       the rows are deleted
    emptied    the columns are emptied, or hold a dash where the database wants a word
    renamed    the columns hold the pseudonym
    link       the key stays, and leads to somebody who has no name any more
    commons    stays: written for everybody in a community, under the pseudonym from then on
    code       stays: no words about anybody
"""

from typing import NamedTuple


class Line(NamedTuple):
    """One way from a table to a person: `via` is the path of keys, empty for what is reached in another way."""

    table: str
    via: str
    why: str
    is_gone: bool = False
    emptied: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    commons: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


LINK = "The key leads to somebody without a name."
PLAN = ("format", "purpose", "about", "place", "address", "link", "zone", "question", "confidentiality")
PLAN_CODES = ("assumed", "form_key", "public_id")

TABLE = (
    # Who somebody is, and how they come in
    Line(
        *(
            "people.person",
            "pk",
            "The row stays, so that what they did for others still has somebody who did it.",
        ),
        emptied=("email", "called", "affiliation", "zone", "language", "practises", "helps_with"),
        renamed=("name",),
        # The password becomes one nobody has, the handle a digest by which an import knows whom not to make again.
        code=("password", "handle", "public_id"),
    ),
    Line("people.person", "merged_into", "A place they claimed was them, and is erased with them."),
    Line("people.mute", "person", "Whom they would rather not hear is nobody's affair.", is_gone=True),
    Line("people.mute", "muted", "There is nobody left to be muted.", is_gone=True),
    Line("people.claiminvitation", "person", "An address they were written to.", is_gone=True),
    Line("people.claiminvitation", "used_by", "An address they were written to.", is_gone=True),
    Line("people.claiminvitation", "invited_by", "They wrote it.", emptied=("note",)),
    Line("people.session", "person", "They are signed out everywhere.", is_gone=True),
    Line("people.addresschange", "person", "Their addresses.", is_gone=True),
    Line("account.emailaddress", "user", "Their addresses.", is_gone=True),
    Line("account.emailconfirmation", "email_address__user", "Codes for their addresses.", is_gone=True),
    Line("mfa.authenticator", "user", "Their passkeys, their codes.", is_gone=True),
    Line("socialaccount.socialaccount", "user", "Who they are elsewhere.", is_gone=True),
    Line("socialaccount.socialtoken", "account__user", "Keys to who they are elsewhere.", is_gone=True),
    Line("keeping.lock", "person", "Why their account was closed.", is_gone=True),
    Line("keeping.lock", "by", LINK),
    Line("keeping.lock", "lifted_by", LINK),
    Line("keeping.erasure", "person", "That they were erased stays, why does not.", emptied=("reason",)),
    Line("keeping.erasure", "by", LINK, commons=("reason",)),
    # Where they belong
    Line("communities.membership", "person", "That somebody was here stays.", emptied=("ended_why",)),
    Line("communities.levelchange", "membership__person", "What was seen of them.", emptied=("evidence",)),
    Line("communities.levelchange", "by", "What they saw of others is the others'."),
    Line(
        "communities.office",
        "person",
        "A duty was held; its note is for whoever comes next.",
        commons=("handover_note",),
    ),
    Line("communities.office", "appointed_by", LINK, code=("public_id",)),
    Line(
        *("communities.duty", "person", "A duty was carried; its note is for whoever comes next."),
        emptied=("word",),
        commons=("note",),
        code=("public_id",),
    ),
    Line("communities.duty", "asked_by", "Their word to somebody is the other's."),
    Line("communities.declaredseason", "declared_by", LINK),
    Line("communities.signon", "person", "Why they care, what they bring.", is_gone=True),
    Line("communities.acceptance", "person", "The name they put to a charter.", renamed=("name",)),
    Line("communities.joinrequest", "person", "Why they wished to join, and the answer.", is_gone=True),
    Line("communities.joinrequest", "decided_by", "Their answer is the other's.", code=("public_id",)),
    Line(
        "communities.invitation",
        "created_by",
        "A word to those invited.",
        emptied=("note",),
        code=("public_id", "token_hash"),
    ),
    Line("communities.invitationuse", "person", LINK),
    Line(
        "communities.block", "person", "Why they were asked to stay away, and what they said.", is_gone=True
    ),
    Line("communities.block", "by", "Their reason is the other's."),
    Line("communities.block", "decided_by", "Their answer is the other's."),
    Line("communities.report", "reporter", "What they told in confidence.", is_gone=True),
    Line(
        "communities.report",
        "about",
        "Another's words stay the other's; whom they are about does not.",
        emptied=("about",),
    ),
    Line("communities.report", "answered_by", "Their answer is the other's."),
    Line(
        "communities.question",
        "asked_by",
        "A question of the community.",
        commons=("text", "working_on", "learned"),
        code=("public_id",),
    ),
    Line(
        "communities.charteredition",
        "written_by",
        "Agreed on by everybody.",
        commons=("text", "confidentiality", "reason"),
    ),
    Line("communities.stagedeclaration", "by", "Told to everybody.", commons=("why", "evidence")),
    Line("communities.pause", "by", "Told to everybody.", commons=("why",), code=("public_id",)),
    Line(
        *("communities.community", "called_by", "What everybody cares about."),
        commons=("name", "domain", "stakes", "scope", "rhythm", "first_thing", "elsewhere"),
        code=("public_id", "slug", "language", "zone", "form_key"),
    ),
    Line(
        "communities.community", "conduct_contact", "Nobody can turn to them.", emptied=("conduct_contact",)
    ),
    Line("communities.oldslug", "", "An address of a community.", code=("slug",)),
    # Where they came
    Line(
        *("rooms.seat", "person", "That a seat was taken stays, so that the numbers of the room are right."),
        emptied=(
            "answer",
            "host_question",
            "host_question_answer",
            "accepted_name",
            "reason",
            "next_step",
            "ahead_why",
            "contested",
            "excuse",
        ),
        code=("public_id", "line_key"),
    ),
    Line("rooms.seat", "decided_by", "Their answer is the other's."),
    Line("rooms.roleask", "seat__person", "That a role was filled stays.", code=("role_key", "was_key")),
    Line("rooms.roleask", "asked_by", LINK),
    Line("rooms.mergeanswer", "seat__person", LINK),
    Line("rooms.merging", "by", LINK),
    Line("rooms.timeanswer", "seat__person", "Days, no words.", code=("suits",)),
    Line("rooms.timepoll", "by", LINK),
    Line("rooms.proposedtime", "", "A day and an hour.", code=("public_id",)),
    Line("rooms.certificate", "seat__person", "It names them; nobody can check it any more.", is_gone=True),
    Line("rooms.host", "person", LINK),
    Line("rooms.standingseat", "person", LINK, code=("role_key",)),
    Line("rooms.calendarfeed", "person", "The key of their calendar.", is_gone=True),
    Line(
        "rooms.room", "created_by", "A room of the community.", commons=(*PLAN, "why_ended"), code=PLAN_CODES
    ),
    Line(
        "rooms.series",
        "created_by",
        "Rooms of the community.",
        commons=PLAN,
        code=(*PLAN_CODES, "rrule", "role_limits"),
    ),
    Line(
        "rooms.ownformat",
        "made_by",
        "A format of the community.",
        code=("public_id", "made_from", "form_key"),
    ),
    Line(
        *("rooms.formatedition", "written_by", "What a format of the community says."),
        commons=("text", "reason"),
        code=("key",),
    ),
    Line("rooms.skippeddate", "", "Told to everybody.", commons=("why",)),
    Line("rooms.roomrole", "", "A word of the format.", code=("key",)),
    Line("circles.circlemember", "person", "That somebody sat there stays with the room.", code=("role",)),
    Line("circles.arrangement", "formed_by", LINK, code=("unmet",)),
    Line("circles.circle", "", "Where a circle met, of the room's.", commons=("link",)),
    Line("circles.wish", "one", "Whom they were to be with, or not.", is_gone=True),
    Line("circles.wish", "other", "Whom they were to be with, or not.", is_gone=True),
    Line("circles.wish", "asked_by", "What they asked in confidence.", is_gone=True),
    Line(
        "cases.case",
        "person",
        "Their cases: cases/actions/ending.py destroys the keys, then deletes the rows.",
        emptied=("sealed",),
        code=("public_id", "key"),
    ),
    Line("cases.reading", "person", LINK),
    Line("cases.agreement", "person", "What they agreed to is over.", is_gone=True),
    Line("live.run", "began_by", "How a room was led.", code=("plan", "spent")),
    Line("live.hand", "person", "What they wished to say.", is_gone=True, code=("public_id",)),
    Line("live.part", "person", "The parts they played in rooms.", is_gone=True, code=("role",)),
    Line("live.hush", "person", "That they wanted no bell.", is_gone=True),
    # What rooms left behind
    Line(
        "harvest.card",
        "author",
        "Written for everybody in the room.",
        commons=("text",),
        code=("public_id", "became"),
    ),
    Line("harvest.card", "shared_by", LINK),
    Line("harvest.wording", "card__author", "How it read before is nobody's affair any more.", is_gone=True),
    Line("harvest.commitment", "owner", "That somebody took it on stays.", emptied=("word",)),
    Line(
        "harvest.outcome", "person", "That something came of it stays, in nobody's words.", emptied=("text",)
    ),
    Line("harvest.reflection", "person", "What they wrote for themselves.", is_gone=True),
    Line("harvest.recognition", "to", "What was said of them.", is_gone=True),
    Line(
        "harvest.recognition",
        "by",
        "It is for the one who was thanked.",
        commons=("text",),
        code=("public_id", "role"),
    ),
    # What was written down about all of that
    Line("notices.letter", "person", "What they were told, and where it was sent.", is_gone=True),
    Line("notices.wishes", "person", "How they wanted letters.", is_gone=True),
    Line("notices.communitymute", "person", "What they would rather not hear of.", is_gone=True),
    Line("notices.failure", "person", "An address of theirs that failed.", is_gone=True),
    Line(
        *("notices.letter", "", "Letters to others that name them are emptied: clearing.py."),
        emptied=("to", "subject", "text", "html", "last_error"),
        code=("kind", "fact_id", "community_id", "message_id", "request_id", "language"),
    ),
    Line(
        *(
            "history.fact",
            "",
            "What happened stays; every word that is no code is taken out of it: clearing.py.",
        ),
        code=(
            "kind",
            "via",
            "actor_id",
            "concerns_id",
            "community_id",
            "subject_type",
            "subject_id",
            "request_id",
        ),
        emptied=("data",),
    ),
    Line(
        "history.delivery",
        "",
        "What a program said when it failed; nobody's words.",
        code=("reader", "last_error"),
    ),
    Line("history.version", "", "A number.", code=("community_id", "number")),
    Line("history.heartbeat", "", "A machine.", code=("worker", "waits_because")),
    Line("history.answer", "person_id", "What their forms were answered, kept for a day.", is_gone=True),
    Line(
        *("imports.imported", "", "By what key a source named them becomes a digest: clearing.py."),
        emptied=("said",),
        code=("source", "key", "object_id"),
    ),
    Line(
        "imports.importrun",
        "person",
        "The report of what was brought in stays with the house.",
        emptied=("file_name",),
    ),
    Line(
        *("imports.importrun", "", "A file that names them is emptied: clearing.py."),
        emptied=("content", "answers", "report", "why_failed", "doing"),
        code=("public_id", "source"),
    ),
    Line(
        "keeping.tombstone",
        "",
        "That somebody was erased, so that a restore does it again.",
        code=("public_id", "known_by"),
    ),
    Line("people.site", "", "The house's own words.", commons=("name", "welcome", "rules")),
    Line("kit.limit", "", "Attempts, under a digest; gone within a day.", code=("name_hash", "value")),
)

# Tables of the framework that hold nothing of people; its sessions table stands empty.
NOT_OF_PEOPLE = (
    *("auth.permission", "auth.group", "contenttypes.contenttype", "sessions.session"),
    *("socialaccount.socialapp", "sites.site"),
)


def columns() -> dict[str, set[str]]:
    """Every column that is decided about, by its table; a table whose rows go has all of its own decided."""
    decided: dict[str, set[str]] = {}
    for line in TABLE:
        named = decided.setdefault(line.table, set())
        named.update((line.via, *line.emptied, *line.renamed, *line.commons, *line.code))
        if line.is_gone:
            named.add("*")
    return decided
