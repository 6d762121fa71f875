"""Letters about a person's own place in the house."""

from django.utils.translation import gettext as _

from guildhouse.notices.letters.shape import Words
from guildhouse.people import claiming
from guildhouse.people.models import ClaimInvitation, Person


def invited_to_claim(invitation: ClaimInvitation, by: Person | None) -> Words:
    """The link by which somebody takes the place kept for them; it goes to an address, not to an account."""
    return Words(
        subject=_("A place is kept for you"),
        paragraphs=[
            _("%(by)s invites you: %(name)s is known in this house, and the place is yours to take.")
            % {"by": by or _("Somebody who runs this house"), "name": invitation.person.name},
            _(
                "Memberships, offices and seats under that name become yours. Looking at the page changes nothing."
            ),
        ],
        quote=invitation.note,
        button=_("See the place that is kept for you"),
        link=f"/claim/{claiming.token_of(invitation.public_id)}/",
        after=[_("The link works for 14 days, and once. If this is not you, simply leave it.")],
        why=_(
            "You get this one letter because your address was given for this invitation; it is kept for nothing else."
        ),
    )
