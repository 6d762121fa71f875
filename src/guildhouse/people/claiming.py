"""Taking the place that was kept for one: what the apps above must know of, and move.

People lies below communities and rooms, so they append their functions in `AppConfig.ready`:

    from guildhouse.people import claiming
    claiming.MAY_INVITE.append(queries.convenes)         # (actor_id, person_id) -> bool
    claiming.ON_CLAIM.append(actions.move_memberships)   # (from_person_id, to_person_id, actor)

`MAY_INVITE` says whether the actor convenes a community the person belongs to. Every `ON_CLAIM` runs inside the
claim's transaction, before anything else is moved; it settles what cannot simply be handed over (two memberships of one
community, two seats in one room), and touches the versions of the communities it changes. Whatever still points to the
old person afterwards is handed over row by row; a row the database would then hold twice stays where it is.
"""

from collections.abc import Callable, Iterator

from django.db import IntegrityError, models, transaction

from guildhouse.history.actions import touch
from guildhouse.history.actors import Actor
from guildhouse.kit import tokens
from guildhouse.people.models import Person

OnClaim = Callable[[int, int, Actor], None]
MayInvite = Callable[[int, int], bool]

ON_CLAIM: list[OnClaim] = []
MAY_INVITE: list[MayInvite] = []

# What is not handed over: what somebody was asked to be erased as is not the claimer's.
STAYS = ("people.", "account.", "history.", "keeping.")


def vouched_for(actor: Person | None, person: Person) -> bool:
    """Whether an app above says that the actor convenes this person."""
    return actor is not None and any(may(actor.pk, person.pk) for may in MAY_INVITE)


def token_of(public_id: str) -> str:
    """The secret of an invitation, made from its id and the site's key, so that only its hash need be kept."""
    return tokens.made_from(f"people.claim:{public_id}")


def hand_over(old: Person, new: Person) -> None:
    """Point every row of the apps above that names the old person to the new one."""
    for relation in links_to_person():
        for row in relation.related_model._default_manager.filter(**{relation.field.name: old}).order_by(
            "pk"
        ):
            _hand_over_row(row, relation.field, new)


def links_to_person() -> Iterator[models.ManyToOneRel]:
    """Every foreign key to a person in the apps above."""
    for relation in Person._meta.related_objects:
        if isinstance(
            relation, models.ManyToOneRel
        ) and not relation.related_model._meta.label_lower.startswith(STAYS):
            yield relation


def _hand_over_row(row: models.Model, field: models.Field, new: Person) -> None:
    try:
        with transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{field.name: new})
    except IntegrityError:
        return
    touch(getattr(row, "community_id", None))
