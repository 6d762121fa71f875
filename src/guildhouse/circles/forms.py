"""What hosts type about circles, and what people ask in confidence."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.circles.models import Circle, Round, Wish
from guildhouse.kit.fields import offer

Choices = list[tuple[str, str]]


class FormingForm(forms.Form):
    """For how many rounds, and what to mind."""

    rounds = forms.IntegerField(label=_("How many rounds"), min_value=1, max_value=Round.MOST)
    spreads_experience = forms.BooleanField(
        label=_("Somebody of experience in each circle"),
        help_text=_("As far as they go: whoever is active in the community or in its core."),
        required=False,
    )
    minds_language = forms.BooleanField(
        label=_("The same language in each circle"),
        help_text=_("By the language in which people read the house."),
        required=False,
    )


class WishForm(forms.Form):
    """Two people who should be apart, or together once."""

    kind = forms.ChoiceField(label=_("What"), choices=Wish.Kind, widget=forms.RadioSelect)
    one = forms.ChoiceField(label=_("Who"))
    other = forms.ChoiceField(label=_("With whom"))
    everywhere = forms.BooleanField(label=_("Also in later rooms of this community"), required=False)

    def __init__(self, posted: Any = None, *, people: Choices, for_others: bool, everywhere: bool) -> None:
        super().__init__(posted, auto_id="wish-%s")
        choices = [("", _("choose somebody")), *people]
        offer(self, "one", choices)
        offer(self, "other", choices)
        self.fields["kind"].initial = Wish.Kind.APART
        if not for_others:
            del self.fields["one"]
        if not everywhere:
            del self.fields["everywhere"]


class LinksForm(forms.Form):
    """A link for each circle, the same in every round."""

    def __init__(self, posted: Any = None, *, links: Iterable[tuple[int, str]]) -> None:
        super().__init__(posted, auto_id="link-%s")
        for number, link in links:
            self.fields[f"circle-{number}"] = forms.URLField(
                label=_("Circle %(number)s") % {"number": number},
                initial=link,
                required=False,
                max_length=Circle._meta.get_field("link").max_length,
                assume_scheme="https",
            )

    def links(self) -> dict[int, str]:
        """The link of each number."""
        return {int(name.removeprefix("circle-")): link for name, link in self.cleaned_data.items()}
