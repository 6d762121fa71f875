"""The digest: one letter with what waited for it, worded when it is due, so that it tells nothing that is over.

Due is whoever's `Wishes.digest_at` has come. A worker leases that row, words the letter, and keeps letter, told rows
and the next moment in one transaction: a worker that dies tells nothing, and nothing is told twice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhouse.communities.models import Community
from guildhouse.history.models import Fact
from guildhouse.kit import clock
from guildhouse.kit.turns import writers_turn
from guildhouse.notices import outbox, queries
from guildhouse.notices.letters.layout import Laid, as_read_by, lay_out
from guildhouse.notices.letters.shape import Item, Section, Telling, Words
from guildhouse.notices.links import DIGEST
from guildhouse.notices.models import Letter, Wishes
from guildhouse.notices.readers import may_leave
from guildhouse.notices.threads import id_named
from guildhouse.notices.timing import next_digest
from guildhouse.notices.writing import entries_of
from guildhouse.people.models import Person

LEASE = timedelta(minutes=2)
BATCH = 20
MOST_TOLD = 60
LONGEST_LINE = 200


def expect(letters: Iterable[Letter]) -> None:
    """See that whoever has something waiting gets a digest. Part of the transaction that keeps these letters."""
    people = {
        one.person.pk: one.person
        for one in letters
        if one.state == Letter.State.WAITING and one.person is not None
    }
    if not people:
        return
    Wishes.objects.bulk_create((Wishes(person_id=pk) for pk in sorted(people)), ignore_conflicts=True)
    # Locked, so that a digest being written now and this letter do not miss each other.
    locked = Wishes.objects.filter(person__in=people).order_by("pk").select_for_update(no_key=True)
    idle = [wishes for wishes in locked if wishes.digest_at is None]
    for wishes in idle:
        wishes.digest_at = next_digest(wishes, people[wishes.person_id].zone, clock.now())
    Wishes.objects.bulk_update(idle, ["digest_at"])


def claim(most: int = BATCH) -> list[Wishes]:
    """Lease the wishes of people whose digest is due, but for those whose address takes no letters."""
    at = clock.now()
    due = Wishes.objects.filter(digest_at__lte=at, person__unreachable_since=None)
    if not due.exists():  # nobody's turn is taken for nothing, twice a second
        return []
    with writers_turn(), transaction.atomic():
        free = due.filter(Q(leased_until=None) | Q(leased_until__lt=at)).order_by("digest_at", "pk")
        mine = list(
            free.select_related("person").select_for_update(skip_locked=True, of=("self",), no_key=True)[
                :most
            ]
        )
        Wishes.objects.filter(pk__in=[one.pk for one in mine]).update(leased_until=at + LEASE)
    for wishes in mine:
        wishes.leased_until = at + LEASE
    return mine


def write(wishes: Wishes) -> Letter | None:
    """Write the digest of leased wishes; None when nothing is left to tell, or another worker has the lease."""
    at, person = clock.now(), wishes.person
    waiting = Letter.objects.filter(person=person, state=Letter.State.WAITING, not_before__lte=at)
    entries = list(waiting.select_related("person").order_by("pk"))
    told = _told(entries)
    letter = _letter(person, told, at) if told else None
    with writers_turn(), transaction.atomic():
        mine = Wishes.objects.filter(pk=wishes.pk, leased_until=wishes.leased_until)
        if not mine.select_for_update(no_key=True).exists():
            return None
        if letter is not None:
            outbox.queue([letter])
            kept = Letter.objects.get(message_id=letter.message_id)
            Letter.objects.filter(pk__in=[one.pk for one in told]).update(
                state=Letter.State.TOLD, digest=kept
            )
        dropped = [one.pk for one in entries if one not in told]
        Letter.objects.filter(pk__in=dropped).update(state=Letter.State.DROPPED)
        more = Letter.objects.filter(person=person, state=Letter.State.WAITING).exists()
        mine.update(leased_until=None, digest_at=next_digest(wishes, person.zone, at) if more else None)
    return letter


def brought_up_to_date(letter: Letter) -> bool:
    """Whether a claimed letter has something to say: a digest that waited is worded again without what is over."""
    if letter.kind != DIGEST or letter.person is None:
        return True
    entries = list(letter.told.select_related("person").order_by("pk"))
    told = _told(entries)
    if not told:
        return False
    if len(told) < len(entries):
        for name, said in _laid(letter.person, told)._asdict().items():
            setattr(letter, name, said)
        with writers_turn():
            letter.save(update_fields=["subject", "text", "html"])
            letter.told.exclude(pk__in=[one.pk for one in told]).update(
                state=Letter.State.DROPPED, digest=None
            )
    return True


def _told(entries: list[Letter]) -> list[Letter]:
    allowed = may_leave(entries)
    return [entry for entry in entries if entry.pk in allowed]


def _letter(person: Person, told: list[Letter], at: datetime) -> Letter:
    return Letter(
        person=person,
        to=person.email or "",
        kind=DIGEST,
        group=DIGEST,
        # Made from what it tells: whatever happens, the same is not told in a second letter.
        message_id=id_named(f"digest.{person.pk}.{told[-1].pk}"),
        **_laid(person, told)._asdict(),
        language=person.language or settings.LANGUAGE_CODE,
        not_before=at,
        created_at=at,
    )


def _laid(person: Person, told: list[Letter]) -> Laid:
    with as_read_by(person):
        return lay_out(_words(person, told), person, DIGEST)


def _words(person: Person, told: list[Letter]) -> Words:
    shown = told[:MOST_TOLD]
    facts = Fact.objects.in_bulk({one.fact_id for one in shown})
    places = Community.objects.in_bulk({one.community_id for one in shown if one.community_id})
    named = sorted(shown, key=lambda one: (_name(one, places), one.community_id or 0, one.pk))
    sections = [
        Section(name, [item for one in of_it if (item := _item(facts[one.fact_id], person, places))])
        for (name, _pk), of_it in groupby(named, key=lambda one: (_name(one, places), one.community_id))
    ]
    more = len(told) - len(shown)
    count = len(told)
    return Words(
        subject=ngettext("%(count)s thing for you to read", "%(count)s things for you to read", count)
        % {"count": count},
        paragraphs=[_("This is what waited for you.")],
        sections=sections,
        after=[ngettext("And %(count)s thing more.", "And %(count)s things more.", more) % {"count": more}]
        if more
        else [],
        button=_("See what waits for you today"),
        link="/today/",
        why=_(
            "You get this letter because you chose to hear of these things together, or never chose otherwise."
        ),
    )


def _name(letter: Letter, places: dict[int, Community]) -> str:
    place = places.get(letter.community_id or 0)
    return place.name if place else ""


def _item(fact: Fact, person: Person, places: dict[int, Community]) -> Item | None:
    telling = Telling(fact, person, queries.person_of(fact.actor_id), places.get(fact.community_id or 0))
    [entry] = [one for one in entries_of(fact) if not one.own][:1]
    try:
        words = entry.words(telling)
    except ObjectDoesNotExist:  # what it is about is gone; the others are told all the same
        return None
    more = " ".join((words.quote or " ".join(words.paragraphs)).split())
    short = more if len(more) <= LONGEST_LINE else more[:LONGEST_LINE].rsplit(" ", 1)[0] + " …"
    return Item(words.subject, short, words.link)
