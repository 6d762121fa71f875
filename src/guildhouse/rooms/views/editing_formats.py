"""Making a format the community's own: by changing one, or from a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhouse.communities.doors import inside_of
from guildhouse.communities.models import Community
from guildhouse.kit import dates
from guildhouse.kit.doors import signed_in
from guildhouse.kit.ids import public_id as new_id
from guildhouse.kit.rules import Refused, require
from guildhouse.people.doors import actor_of
from guildhouse.rooms import actions, formats, policy
from guildhouse.rooms.formats.known import exists_for, format_of, own_formats, own_id
from guildhouse.rooms.formats.writing import written
from guildhouse.rooms.forms.format_editor import Editor
from guildhouse.rooms.forms.format_file import FileForm
from guildhouse.rooms.models import OwnFormat
from guildhouse.rooms.presenting import formatting
from guildhouse.rooms.views.loading import form_key_of
from guildhouse.rooms.views.own_formats import own_format_of


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy a format and change it."""
    community, standing = inside_of(request, slug)
    require(policy.may_keep_formats(standing, community))
    key = request.POST.get("made_from") or request.GET.get("from") or "working-session"
    if "\0" in key or not exists_for(key[:40], community.pk):
        raise Http404
    base = format_of(key)
    if request.method != "POST":
        editor = Editor.of(base, form_key=new_id(), reason="")
        return _page(request, community, editor, base, made_from=key)
    editor = Editor.sent(request.POST, base)
    fmt = _done(request, editor)
    if fmt is None or request.POST.get("do") != "keep":
        return _page(request, community, editor, fmt, made_from=key)
    own = actions.make_format(
        community,
        actor=actor_of(request),
        text=written(fmt, fmt.key),
        made_from=key,
        reason=editor.reason,
        form_key=form_key_of(request, editor.hidden("form_key")),
    )
    said = [_("It is a format of yours now. Rooms can be planned in it."), *editor.old_names]
    messages.success(request, " ".join(said))
    return redirect("own-format", slug, own.public_id)


@signed_in
def edit(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Write a new edition of a format of the community's own."""
    own, community, standing = own_format_of(request, slug, public_id)
    require(policy.may_keep_formats(standing, community))
    base = format_of(own.key)
    if request.method != "POST":
        return _page(request, community, Editor.of(base, follows=own.number, reason=""), base, own=own)
    editor = Editor.sent(request.POST, base)
    fmt = _done(request, editor)
    if fmt is None or request.POST.get("do") != "keep":
        return _page(request, community, editor, fmt, own=own)
    follows = editor.hidden("follows")
    try:
        actions.edit_format(
            own,
            actor=actor_of(request),
            text=written(fmt, fmt.key),
            reason=editor.reason,
            follows=int(follows) if follows.isascii() and follows.isdecimal() and len(follows) < 9 else None,
        )
    except Refused as refusal:
        if refusal.code != "older_edition":
            raise
        editor.whole.add_error(None, str(refusal))
        return _page(request, community, editor, fmt, own=own)
    said = _("Rooms planned from now on run like this. Those that were planned keep theirs.")
    messages.success(request, " ".join([said, *editor.old_names]))
    return redirect("own-format", slug, public_id)


def _done(request: HttpRequest, editor: Editor) -> formats.Format | None:
    """What the pressed button asks for: a row moved, or the whole looked through."""
    does = str(request.POST.get("do", "check"))
    if does in ("check", "keep"):
        return editor.read()
    editor.change(does)
    return None


def _page(
    request: HttpRequest,
    community: Community,
    editor: Editor,
    shown: formats.Format | None,
    *,
    own: OwnFormat | None = None,
    made_from: str = "",
) -> HttpResponse:
    problems = editor.problems() if request.method == "POST" else []
    here = (
        reverse("own-format-edit", args=[community.slug, own.public_id])
        if own
        else reverse("own-format-new", args=[community.slug])
    )
    context: dict[str, Any] = {
        "community": community,
        "own": own,
        "editor": editor,
        "problems": problems,
        "card": formatting.card(shown, community.slug) if shown else None,
        "stated": formatting.stated(shown) if shown else [],
        "made_from": made_from,
        "here": here,
        "checked": request.method == "POST" and shown is not None,
    }
    return render(request, "rooms/format_edit.html", context, status=422 if problems else 200)


@signed_in
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in a format from a file, as a format of the community's own or a new edition of one."""
    community, standing = inside_of(request, slug)
    require(policy.may_keep_formats(standing, community))
    own = [(one.key, one.name_in(dates.language())) for one in own_formats(community.pk)]
    if request.method != "POST":
        form = FileForm(initial={"form_key": new_id(), "own": request.GET.get("own", "")}, own=own)
        return _file_page(request, community, form)
    sent = form_key_of(request, request.POST.get("form_key", ""))
    is_made = sent is not None and OwnFormat.objects.filter(community=community, form_key=sent).exists()
    form = FileForm(request.POST, request.FILES, own=own, is_made=is_made)
    if not form.is_valid() or form.fmt is None:
        return _file_page(request, community, form, status=422)
    kept = _kept(request, community, form)
    messages.success(request, _("It is a format of yours now. Rooms can be planned in it."))
    return redirect("own-format", slug, kept.public_id)


def _kept(request: HttpRequest, community: Community, form: FileForm) -> OwnFormat:
    given, actor = form.cleaned_data, actor_of(request)
    if given["own"]:
        own = OwnFormat.objects.get(community=community, public_id=own_id(given["own"]))
        follows = int(given["own"].rpartition("-")[2])
        return actions.edit_format(own, actor=actor, text=form.written, follows=follows)
    key = form_key_of(request, given["form_key"])
    return actions.make_format(community, actor=actor, text=form.written, form_key=key)


def _file_page(
    request: HttpRequest, community: Community, form: FileForm, *, status: int = 200
) -> HttpResponse:
    context = {"community": community, "form": form, "typed": form.again() if form.is_bound else None}
    return render(request, "rooms/format_import.html", context, status=status)
