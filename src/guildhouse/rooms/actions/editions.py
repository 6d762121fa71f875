"""A community's own formats: making one, writing it anew, retiring it."""

from django.utils.translation import gettext as _

from guildhouse.communities import policy as communities_policy
from guildhouse.communities.actions.frame import standing_of
from guildhouse.communities.models import Community
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, no, require
from guildhouse.rooms import policy
from guildhouse.rooms.actions.frame import lock_community, person_of
from guildhouse.rooms.facts import Facts
from guildhouse.rooms.formats.parsing import parse
from guildhouse.rooms.formats.reader import FormatError
from guildhouse.rooms.models import FormatEdition, OwnFormat
from guildhouse.rooms.models.format import key_of


@act
def make_format(
    community: Community,
    *,
    actor: Actor,
    text: str,
    made_from: str = "",
    reason: str = "",
    form_key: str | None = None,
) -> OwnFormat:
    """Make a format the community's own, from the text of a format file.

    `made_from` is the key of the format it was copied from. The same `form_key` gives the same format.
    """
    community, at = lock_community(community), clock.now()
    require(policy.may_keep_formats(standing_of(actor, community), community))
    person = person_of(actor)
    if form_key and (made := OwnFormat.objects.filter(form_key=form_key, made_by=person).first()):
        return made
    _check(text)
    require(policy.may_have_more_formats(OwnFormat.objects.filter(community=community).offered().count()))
    own = OwnFormat.objects.create(
        community=community, made_from=made_from, made_by=person, made_at=at, form_key=form_key
    )
    _write(own, text, reason, actor=actor)
    record(Facts.FORMAT_MADE, actor=actor, subject=own, community=community.pk, at=at)
    return own


@act
def edit_format(
    own: OwnFormat, *, actor: Actor, text: str, reason: str = "", follows: int | None = None
) -> OwnFormat:
    """Write a new edition of a format; rooms that were planned by an older one keep theirs.

    `follows` is the edition one had before one's eyes: when somebody wrote another meanwhile, this is refused.
    A text that says the same as the latest edition changes nothing.
    """
    own, at = _locked(own), clock.now()
    require(policy.may_keep_formats(standing_of(actor, own.community), own.community))
    _check(text)
    if own.editions.get(number=own.number).text == text:
        return own
    require(communities_policy.may_follow(own.number if follows is None else follows, own.number))
    own.number += 1
    own.save(update_fields=["number"])
    _write(own, text, reason, actor=actor)
    community, number = own.community_id, own.number
    record(Facts.FORMAT_EDITED, actor=actor, subject=own, community=community, at=at, number=number)
    return own


@act
def retire_format(own: OwnFormat, *, actor: Actor, retired: bool = True) -> OwnFormat:
    """Offer a format no more for new rooms, or offer it again; rooms and series that are in it keep it."""
    own, at = _locked(own), clock.now()
    require(policy.may_keep_formats(standing_of(actor, own.community), own.community))
    if (own.retired_at is not None) == retired:
        return own
    if not retired:
        offered = OwnFormat.objects.filter(community=own.community_id).offered()
        require(policy.may_have_more_formats(offered.count()))
    own.retired_at = at if retired else None
    own.save(update_fields=["retired_at"])
    record(
        Facts.FORMAT_RETIRED if retired else Facts.FORMAT_OFFERED,
        actor=actor,
        subject=own,
        community=own.community_id,
        at=at,
    )
    return own


def _locked(own: OwnFormat) -> OwnFormat:
    rows = OwnFormat.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=own.pk)


def _check(text: str) -> None:
    try:
        parse(text, _("the format"))
    except FormatError as error:
        raise Refused(no("format_file", str(error))) from error


def _write(own: OwnFormat, text: str, reason: str, *, actor: Actor) -> None:
    FormatEdition.objects.create(
        format=own,
        number=own.number,
        key=key_of(own.public_id, own.number),
        text=text,
        reason=reason,
        written_by=person_of(actor),
        written_at=clock.now(),
    )
