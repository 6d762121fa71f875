"""Letters about the seven duties of a community: being asked, what came of asking, the note, and the end."""

from datetime import date

from django.utils.translation import gettext as _

from guildhouse.communities.duties import ABOUT
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Duty
from guildhouse.kit.dates import day_words
from guildhouse.notices import queries as who
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.notices.letters.subjects import subject_of


def asked(telling: Telling) -> Words:
    duty = subject_of(telling.fact)
    return _words(
        telling,
        _("Would you be %(duty)s in %(place)s?"),
        [
            _("%(by)s asks whether you would carry this until %(until)s. %(sentence)s"),
            _("A no is a good answer, and needs no reason."),
        ],
        _("See what it is, and answer"),
        quote=getattr(duty, "word", ""),
    )


def taken(telling: Telling) -> Words:
    return _words(
        telling,
        _("%(who)s said yes: %(duty)s in %(place)s"),
        [_("You asked, and %(who)s carries it until %(until)s.")],
        _("See the duty"),
    )


def declined(telling: Telling) -> Words:
    return _words(
        telling,
        _("%(who)s cannot this time: %(duty)s in %(place)s"),
        [_("That is a good answer. Ask somebody else, or let it be free for a season.")],
        _("See the duty"),
    )


def note_wanted(telling: Telling) -> Words:
    return _words(
        telling,
        _("Your season as %(duty)s in %(place)s ends soon"),
        [
            _("On %(until)s the season is over. What should whoever comes next know?"),
            _("What is under way, what is promised, who knows what: three lines are enough."),
        ],
        _("Write the note"),
    )


def laid_down(telling: Telling) -> Words:
    return _words(
        telling,
        _("You are no longer %(duty)s in %(place)s"),
        [_("%(by)s laid the duty down for you. Thank you for carrying it.")],
        _("See the duty"),
    )


def ended(telling: Telling) -> Words:
    return _words(
        telling,
        _("Your season as %(duty)s in %(place)s is over"),
        [
            _("Thank you for carrying it."),
            _("It is free now. Anybody may take it on for the next season, you as well."),
        ],
        _("See the duty"),
    )


def _words(telling: Telling, subject: str, paragraphs: list[str], button: str, *, quote: str = "") -> Words:
    data = telling.fact.data
    kind = data.get("duty", "")
    named = {
        "by": telling.by,
        "who": who.name_of(telling.fact.concerns_id),
        "place": telling.place,
        "duty": str(Duty.Kind(kind).label),
        "until": day_words(date.fromisoformat(data["until"])),
        "sentence": str(ABOUT[kind].sentence),
    }
    return Words(
        subject=subject % named,
        paragraphs=[one % named for one in paragraphs],
        quote=quote,
        button=button,
        link=telling.path("duties", kind),
        why=_("You get this letter because you are a member of %(place)s.") % named,
    )


TABLE: Table = {
    Facts.DUTY_ASKED: (Entry(who.concerned, asked),),
    Facts.DUTY_TAKEN: (Entry(who.asker, taken),),
    Facts.DUTY_DECLINED: (Entry(who.asker, declined),),
    Facts.DUTY_NOTE_WANTED: (Entry(who.concerned, note_wanted),),
    Facts.DUTY_LAID_DOWN: (Entry(who.concerned, laid_down),),
    Facts.DUTY_ENDED: (Entry(who.concerned, ended),),
}
