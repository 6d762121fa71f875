"""Certificates of attendance: made for who attended, checked by whoever is shown one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guildhouse.kit.doors import public, signed_in
from guildhouse.kit.rules import Refused, no
from guildhouse.people.doors import actor_of, person_of
from guildhouse.rooms import actions, paper
from guildhouse.rooms.models import Certificate, Seat
from guildhouse.rooms.presenting import certificate as presenting
from guildhouse.rooms.views.loading import room_of, written


@signed_in
@require_POST
def making(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Make one's own certificate, or as a host that of somebody who attended."""
    sight = room_of(request, slug, public_id)
    wanted = written(request, "seat", 12)
    if wanted and sight.is_host:
        seat = get_object_or_404(Seat, room=sight.room, public_id=wanted)
    elif sight.seat is not None:
        seat = sight.seat
    else:
        raise Http404
    made = actions.make_certificate(sight.room, seat, actor=actor_of(request))
    messages.success(request, _("The certificate is made."))
    return redirect("certificate", made.public_id)


def _found(public_id: str) -> Certificate:
    found = presenting.by_id(public_id)
    if found is None:
        raise Http404
    return found


@public
@require_GET
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a certificate says, so that whoever is shown one can compare; and nothing else."""
    found = _found(public_id)
    shown = presenting.told(found)
    may_have = presenting.is_for(person_of(request), found)
    context = {
        "shown": shown,
        "may_have": may_have,
        "prints": may_have and paper.prints(presenting.sheet_of(shown).texts()),
    }
    response = render(request, "rooms/certificate.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@signed_in
@require_GET
def certificate_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper itself, for the person and their hosts."""
    found = _found(public_id)
    if not presenting.is_for(person_of(request), found):
        raise Http404
    sheet = presenting.sheet_of(presenting.told(found))
    if not paper.prints(sheet.texts()):
        raise Refused(
            no(
                "letters",
                _("Some letters of this name are not among our fonts. Print the page itself instead."),
            )
        )
    response = HttpResponse(paper.pdf_of(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{found.public_id}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
