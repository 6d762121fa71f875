"""What a room leaves behind, on a page of its own, with the one line to add to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildhouse.harvest import actions, policy, presenting, queries
from guildhouse.harvest.actions.frame import reach_of
from guildhouse.harvest.forms import DropForm
from guildhouse.harvest.models import Card
from guildhouse.harvest.views.loading import looked_at, onwards
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms.formats.words import CONFIDENTIALITY_SAYS
from guildhouse.rooms.presenting.sight import Sight

# Which field a rule speaks of; anything else is said above the page.
FIELD_OF = {"text": "text", "past": "due_on", "too_far": "due_on"}


@signed_in
def harvest(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The cards of a room, and one line for another one."""
    sight = looked_at(request, slug, public_id)
    people = _others(sight)
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        return _shown(request, sight, DropForm(people=people, initial={"kind": kind or Card.Kind.INSIGHT}))
    form = DropForm(request.POST, people=people)
    if not form.is_valid():
        return _shown(request, sight, form, status=422)
    try:
        card = actions.drop(sight.room, actor=actor_of(request), **form.card())
    except Refused as refusal:
        if refusal.code not in FIELD_OF:
            raise
        form.add_error(FIELD_OF[refusal.code], str(refusal))
        return _shown(request, sight, form, status=refusal.status)
    messages.success(request, _said(card))
    return onwards(request, "room-harvest", slug, public_id)


def _others(sight: Sight) -> list:
    may = policy.may_drop(sight.viewer, sight.room, at=sight.at)
    return queries.people_of(sight.room, but=sight.viewer.standing.person) if may else []


def _said(card: Card) -> str:
    if card.kind == Card.Kind.QUESTION:
        return (
            _("Kept, and on the community's learning agenda.")
            if card.question
            else _("Kept. A member who was here can put it on the learning agenda.")
        )
    if card.kind == Card.Kind.COMMITMENT and card.commitment.owner_id != card.author_id:
        return _("Kept. %(name)s is asked whether they take it on.") % {"name": card.commitment.owner}
    if card.kind == Card.Kind.COMMITMENT:
        return _("Kept. It comes up on your page of today when it is due.")
    return _("Kept.")


def _shown(request: HttpRequest, sight: Sight, form: DropForm, *, status: int = 200) -> HttpResponse:
    room, person, slug = sight.room, person_of(request), sight.room.community.slug
    reach = reach_of(room)
    thanked = [presenting.thanks(given, slug, person) for given in queries.recognitions_of(room, person)]
    worth = queries.worth_of(room) if sight.is_host else {}
    context = {
        "sight": sight,
        "room": room,
        "community": room.community,
        "form": form,
        "may_drop": policy.may_drop(sight.viewer, room, at=sight.at),
        "may_reflect": bool(policy.may_reflect(sight.viewer, room, at=sight.at)),
        "reads_all": policy.may_read(sight.viewer),
        "reach": reach,
        "reach_words": CONFIDENTIALITY_SAYS[reach],
        "groups": presenting.grouped(queries.cards_of(room, person), slug, person),
        "most": queries.MOST_CARDS,
        "before": presenting.before(queries.look_back(room, person), person),
        "thanks": thanked,
        "mine": queries.my_reflection(room, person),
        "reflections": queries.reflections_shared(room) if policy.may_read(sight.viewer) else [],
        "worth": presenting.worth_words(worth) if policy.may_count(sight.viewer, sum(worth.values())) else [],
        "states": room.State,
    }
    return render(request, "harvest/harvest.html", context, status=status)
