"""My own case for a room: write it, open it, say how long it stays, see who read it, take it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guildhouse.cases import actions, policy, presenting, queries
from guildhouse.cases.forms import StayForm, WordsForm
from guildhouse.cases.models import Case
from guildhouse.cases.sealing import Words
from guildhouse.cases.views.loading import Cases, cases_of, own_case_of
from guildhouse.kit.doors import signed_in
from guildhouse.kit.rules import Refused
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import lessons
from guildhouse.rooms.models import Room
from guildhouse.rooms.views.loading import written


@signed_in
@require_GET
def mine(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """My case, how it stands, and who read it."""
    return shown(request, *own_case_of(request, slug, public_id))


def shown(
    request: HttpRequest, seen: Cases, case: Case, stay: StayForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of one's own case, with a form on it that needs another look when one is given."""
    room, at = seen.room, seen.sight.at
    words = queries.words_of(case)
    may_change = policy.may_change(case, seen.before, room, at=at)
    is_whole = words is not None and words.is_whole
    most = room.community.case_days
    context = {
        "room": room,
        "community": room.community,
        "case": case,
        "words": words,
        "standing": presenting.how_it_stands(case, room, at),
        "is_living": case.ended_at is None and at < case.expires_at(room),
        "may_change": may_change,
        "may_open": policy.may_open(case, seen.before, room, is_whole=is_whole, at=at),
        "may_begin": case.ended_at is not None and policy.may_begin(seen.before, room, at=at),
        "may_take_lesson": bool(lessons.ON_LESSON) and policy.may_take_lesson(case, seen.before, room, at=at),
        "readers": queries.readers(case),
        "would_read": queries.who_would_read(room, but=seen.person) if case.opened_at is None else [],
        "stay": stay
        or StayForm(initial={"days": case.days if case.opened_at else min(case.days, most)}, most=most),
    }
    return render(request, "cases/mine.html", context, status=status)


@signed_in
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write my case, or write on at it."""
    seen = cases_of(request, slug, public_id)
    living = seen.mine if seen.mine and seen.mine.ended_at is None else None
    if request.method != "POST":
        said = queries.words_of(living) if living else None
        return _writing(request, seen, WordsForm(initial=_fields(said)), living)
    form, follows = WordsForm(request.POST), written(request, "follows")
    if not form.is_valid():
        return _writing(request, seen, form, living, follows, status=422)
    try:
        actions.bring(seen.room, actor=actor_of(request), words=form.words(), follows=follows)
    except Refused as refused:
        form.add_error("name" if refused.code == "not_whole" else None, str(refused))
        return _writing(request, seen, form, living, status=refused.status)
    messages.success(request, _("Written and sealed. Now look through it for what gives somebody away."))
    return redirect("room-case-check", slug, public_id)


def _fields(said: Words | None) -> dict[str, str]:
    names = ("situation", "question", "wish", "name")
    return {name: getattr(said, name) for name in names} if said else {}


def _writing(
    request: HttpRequest,
    seen: Cases,
    form: WordsForm,
    living: Case | None,
    follows: str = "",
    status: int = 200,
) -> HttpResponse:
    room, at = seen.room, seen.sight.at
    if living is not None:
        verdict = policy.may_change(living, seen.before, room, at=at)
    else:
        verdict = policy.may_begin(seen.before, room, at=at)
    context = {"room": room, "community": room.community, "form": form, "verdict": verdict, "case": living}
    context["follows"] = follows or policy.edition_of(living)
    return render(request, "cases/words.html", context, status=status)


@signed_in
@require_POST
def opening(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Show my case to those confirmed in the room."""
    seen, case = own_case_of(request, slug, public_id)
    return _with_days(request, seen, case, is_opening=True)


@signed_in
@require_POST
def stay(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Say how many days after the room my case stays."""
    seen, case = own_case_of(request, slug, public_id)
    return _with_days(request, seen, case, is_opening=False)


def _with_days(request: HttpRequest, seen: Cases, case: Case, *, is_opening: bool) -> HttpResponse:
    form = StayForm(request.POST, most=seen.room.community.case_days)
    if not form.is_valid():
        return shown(request, seen, case, form, status=422)
    act = actions.open_to_room if is_opening else actions.stay
    try:
        act(seen.room, actor=actor_of(request), days=form.cleaned_data["days"])
    except Refused as refused:
        if refused.code not in ("days", "past"):
            raise
        form.add_error("days", str(refused))
        return shown(request, seen, case, form, status=409)
    done = _("It is open to those confirmed in the room.") if is_opening else _("Noted how long it stays.")
    messages.success(request, done)
    return redirect("room-case-mine", seen.room.community.slug, seen.room.public_id)


@signed_in
@require_GET
def my_cases(request: HttpRequest) -> HttpResponse:
    """Every case of mine that can still be read, whatever became of the room it was for."""
    person = person_of(request)
    living = Case.objects.living().filter(person=person).select_related("room__community")
    rows = list(living.order_by("-brought_at", "-pk"))
    known = set(
        Room.objects.visible_to(person)
        .filter(pk__in=[one.room_id for one in rows])
        .values_list("pk", flat=True)
    )
    context = {"rows": [(one, one.room_id in known, one.expires_at(one.room)) for one in rows]}
    return render(request, "cases/my_cases.html", context)


@signed_in
@require_POST
def withdrawal(request: HttpRequest, case: str) -> HttpResponse:
    """Take a case of mine back, for good."""
    person = person_of(request)
    found = Case.objects.filter(public_id=case, person=person).select_related("room__community").first()
    if found is None:
        raise Http404
    actions.withdraw(found, actor=actor_of(request))
    messages.success(
        request, _("Withdrawn. Its key is destroyed: nobody can read it any more, in no backup either.")
    )
    if Room.objects.visible_to(person).filter(pk=found.room_id).exists():
        return redirect("room-case-mine", found.room.community.slug, found.room.public_id)
    return redirect("my-cases")
