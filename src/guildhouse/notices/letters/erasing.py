"""Letters about an account that is closed or goes, and about a community that goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhouse.communities.facts import Facts as Communities
from guildhouse.history.models import Fact
from guildhouse.kit.dates import day_words
from guildhouse.notices import queries as who
from guildhouse.notices.letters.reasons import concerns_account
from guildhouse.notices.letters.shape import Entry, Table, Telling, Words
from guildhouse.people.facts import Facts as People
from guildhouse.people.models import Person


def whoever_was_locked(fact: Fact) -> list[Person]:
    """The person whose account was closed: the one letter that reaches somebody who cannot come in."""
    found = Person.objects.living().claimed().exclude(email=None)
    return list(found.filter(pk=fact.concerns_id).order_by("pk"))


def locked(telling: Telling) -> Words:
    return Words(
        subject=_("Your account is closed"),
        paragraphs=[
            _(
                "Somebody who looks after this house closed your account. Nobody can come in with it, "
                "and your seats to come went to those in line. This is the reason:"
            )
        ],
        quote=telling.fact.data.get("reason", ""),
        after=[
            _(
                "If you think this is wrong, answer this letter and say why. Somebody else of those who look "
                "after the house reads it, where there is one. You can ask for a copy of your data, and to be erased."
            )
        ],
        why=concerns_account(),
    )


def unlocked(telling: Telling) -> Words:
    return Words(
        subject=_("Your account is open again"),
        paragraphs=[
            _(
                "You can sign in as before. Your memberships and offices are as they were; your seats were passed on."
            )
        ],
        button=_("Sign in"),
        link="/account/login/",
        why=concerns_account(),
    )


def erasure_asked(telling: Telling) -> Words:
    by_oneself = telling.fact.actor_id == telling.to.pk
    said = (
        _("You asked to be erased. It happens on %(day)s; until then everything is as it was.")
        if by_oneself
        else _("Somebody who looks after this house asked for you to be erased. It happens on %(day)s.")
    )
    return Words(
        subject=_("Your account will be erased on %(day)s") % {"day": _due(telling)},
        paragraphs=[
            said % {"day": _due(telling)},
            _(
                "Afterwards nothing here says who you were. There will be no other letter, as your address goes too."
            ),
        ],
        quote="" if by_oneself else telling.fact.data.get("reason", ""),
        button=_("See what happens, or take it back"),
        link="/me/erasure/",
        after=[
            _("If this was not you, take it back and change your password.")
            if by_oneself
            else _("If you think this is wrong, answer this letter and say why.")
        ],
        why=concerns_account(),
    )


def erasure_taken_back(telling: Telling) -> Words:
    return Words(
        subject=_("Your account stays"),
        paragraphs=[_("You will not be erased. Everything is as it was.")],
        button=_("See your page"),
        link="/me/",
        why=concerns_account(),
    )


def community_erasure_asked(telling: Telling) -> Words:
    return Words(
        subject=_("%(place)s will be erased on %(day)s") % {"place": telling.place, "day": _due(telling)},
        paragraphs=[
            _(
                "This community is in the archive, and on %(day)s it goes altogether: its charter, its questions, "
                "its rooms and who belonged to it. Take with you what you want to keep. The reason:"
            )
            % {"day": _due(telling)}
        ],
        quote=telling.fact.data.get("reason", ""),
        button=_("See the community"),
        link=telling.path(),
        after=[_("If it should stay, write to whoever looks after this house before that day.")],
        why=_("You get this letter because you are a member."),
    )


def community_erasure_taken_back(telling: Telling) -> Words:
    return Words(
        subject=_("%(place)s stays") % {"place": telling.place},
        paragraphs=[_("The community will not be erased. It stays in the archive, and can be read there.")],
        button=_("See the community"),
        link=telling.path(),
        why=_("You get this letter because you are a member."),
    )


def _due(telling: Telling) -> str:
    return day_words(datetime.fromisoformat(telling.fact.data["due"]))


TABLE: Table = {
    People.LOCKED: (Entry(whoever_was_locked, locked, own=True),),
    People.UNLOCKED: (Entry(who.concerned, unlocked, own=True),),
    People.ERASURE_ASKED: (Entry(whoever_was_locked, erasure_asked, own=True),),
    People.ERASURE_TAKEN_BACK: (Entry(who.concerned_too, erasure_taken_back, own=True),),
    Communities.ERASURE_ASKED: (Entry(who.members, community_erasure_asked),),
    Communities.ERASURE_TAKEN_BACK: (Entry(who.members, community_erasure_taken_back),),
}
