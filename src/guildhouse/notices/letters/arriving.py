"""The letter that tries an address."""

from django.utils.translation import gettext as _

from guildhouse.notices.letters.shape import Words
from guildhouse.notices.links import arrived_path
from guildhouse.people.models import Person


def trial_letter(person: Person) -> Words:
    """Ask whoever reads this to say that it arrived."""
    return Words(
        subject=_("Does this letter arrive?"),
        paragraphs=[
            _(
                "Letters to this address came back, so the house stopped sending any. You asked it to try again."
            ),
            _("Press the button, and letters come as before."),
        ],
        button=_("Yes, it arrived"),
        link=arrived_path(person),
        after=[_("The button works for a week.")],
        why=_("You get this letter because you asked for it on the page about your letters."),
    )
