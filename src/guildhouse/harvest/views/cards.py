"""One card: what it says, what was made of it, and what its author, a host or its owner may do."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guildhouse.communities import policy as communities_policy
from guildhouse.harvest import actions, policy, presenting
from guildhouse.harvest.actions.frame import reach_of
from guildhouse.harvest.forms import AnswerForm, WordingForm
from guildhouse.harvest.models import Card, Commitment
from guildhouse.harvest.views.loading import card_of, onwards
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms.queries import viewer as viewer_before


@signed_in
def card(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One card, at an address that stays."""
    return _shown(request, card_of(request, slug, public_id))


@signed_in
@require_POST
def wording(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Correct the words of one's card."""
    found, form = card_of(request, slug, public_id), WordingForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, status=422, wording=form)
    try:
        actions.correct(found, actor=actor_of(request), text=form.cleaned_data["text"])
    except Refused as refusal:
        if refusal.code not in ("same", "text"):
            raise
        form.add_error("text", str(refusal))
        return _shown(request, found, status=refusal.status, wording=form)
    messages.success(request, _("Corrected. How it read before stands below it, for those of the room."))
    return redirect("card", slug, public_id)


@signed_in
@require_POST
def sharing(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Let the community read a card, or keep it in the room."""
    found = card_of(request, slug, public_id)
    if request.POST.get("shared") == "yes":
        actions.share(found, actor=actor_of(request))
        messages.success(request, _("The members of the community read this card now."))
    else:
        actions.unshare(found, actor=actor_of(request))
        messages.success(request, _("This card is for those who were in the room again."))
    return onwards(request, "card", slug, public_id)


@signed_in
@require_POST
def removal(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Take a card away."""
    found = card_of(request, slug, public_id)
    actions.take_back(found, actor=actor_of(request))
    messages.success(request, _("The card is gone."))
    return redirect("room-harvest", slug, found.room.public_id)


@signed_in
@require_POST
def agenda(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Put the question of a card on the learning agenda."""
    question = actions.put_on_agenda(card_of(request, slug, public_id), actor=actor_of(request))
    messages.success(request, _("It is on the agenda. Whoever works on it says so there."))
    return redirect("community-question", slug, question.public_id)


@signed_in
@require_POST
def answer(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say what becomes of what one took on."""
    found = card_of(request, slug, public_id)
    commitment = getattr(found, "commitment", None)
    if commitment is None:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, status=422, answer=form)
    try:
        said = _answered(request, commitment, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code not in ("past", "too_far"):
            raise
        form.add_error("due_on", str(refusal))
        return _shown(request, found, status=refusal.status, answer=form)
    messages.success(request, said)
    return onwards(request, "card", slug, public_id)


def _answered(
    request: HttpRequest, commitment: Commitment, *, answer: str, text: str, due_on: date | None, shared: bool
) -> str:
    actor = actor_of(request)
    if answer == "accept":
        actions.accept(commitment, actor=actor)
        return _("You took it on. It comes up on your page of today when it is due.")
    if answer == "mine":
        actions.take_over(commitment, actor=actor)
        return _("You took it on. It comes up on your page of today when it is due.")
    if answer == "decline":
        actions.decline(commitment, actor=actor, word=text)
        return _("Nothing is expected of you.")
    if not shared:  # before the words, so that nobody reads them in between
        actions.share_answer(commitment, actor=actor, shared=False)
    if answer == "move":
        actions.move(commitment, actor=actor, due_on=due_on or commitment.due_on, word=text)
        said = _("Moved. It comes up again on that day.")
    elif answer == "let_go":
        actions.let_go(commitment, actor=actor, word=text)
        said = _("Let go. Nothing is expected of you any more.")
    elif answer == "not_yet":
        actions.not_yet(commitment, actor=actor, word=text)
        said = _("That is all right. You are asked once more in two weeks, and then left alone.")
    else:
        actions.tell(commitment, actor=actor, value=answer, text=text)
        said = _("Thank you. That is how a community learns what its rooms are good for.")
    if shared:
        actions.share_answer(commitment, actor=actor, shared=True)
    return said


def _shown(request: HttpRequest, found: Card, *, status: int = 200, **forms: Any) -> HttpResponse:
    person, room = person_of(request), found.room
    viewer = viewer_before(person, room)
    commitment = getattr(found, "commitment", None)
    reads_all = policy.may_read(viewer)
    row = presenting.row_of(found, room.community.slug, person, where=True)
    context = {
        "card": found,
        "row": row,
        "room": room,
        "community": room.community,
        "may_correct": row.is_mine and policy.may_speak(viewer),
        "may_share": policy.may_share(viewer, found, reach_of(room))
        and (found.is_shared or policy.may_speak(viewer)),
        "may_take_back": policy.may_take_back(viewer, found),
        "may_ask": found.kind == Card.Kind.QUESTION
        and found.question is None
        and bool(communities_policy.may_take_part(viewer.standing, room.community)),
        "wordings": list(found.wordings.order_by("-until", "-pk")[:20]) if reads_all or row.is_mine else [],
        "commitment": commitment,
        "wording_form": forms.get("wording") or WordingForm(initial={"text": found.text}),
        "answer_form": forms.get("answer")
        or AnswerForm(
            initial={"text": row.answer.text, "shared": row.answer.is_shared} if row.answer else {}
        ),
        "standing": viewer.standing,
    }
    return render(request, "harvest/card.html", context, status=status)
