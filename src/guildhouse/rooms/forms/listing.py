from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.kit import dates
from guildhouse.kit.fields import offer
from guildhouse.rooms import formats
from guildhouse.rooms.formats.known import own_id
from guildhouse.rooms.models import Room
from guildhouse.rooms.presenting.listing import Filters


def format_choices(own: Sequence[formats.Format]) -> list[tuple[str, str]]:
    """Key and name of these formats of communities and all of the house, in the reader's language."""
    language = dates.language()
    ours = [(own_id(one.key), one.name_in(language)) for one in own]
    return ours + [(one.key, one.name_in(language)) for one in formats.all_formats()]


class FilterForm(forms.Form):
    """What the list of rooms is narrowed to; what makes no sense is passed over."""

    use_required_attribute = False

    community = forms.ChoiceField(label=_("Community"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
    mode = forms.ChoiceField(label=_("How"), required=False, choices=[("", _("any way")), *Room.Mode.choices])
    past = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("to come")), ("yes", _("past, latest first"))]
    )
    free = forms.BooleanField(label=_("Only with free seats"), required=False)
    page = forms.IntegerField(min_value=1, max_value=1000, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        communities: list[tuple[str, str]] | None = None,
        own: Sequence[formats.Format] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        offer(self, "format", [("", _("any format")), *format_choices(own)])
        if communities is None:
            del self.fields["community"]
        else:
            offer(self, "community", [("", _("all")), *communities])

    def filters(self) -> Filters:
        """The filters that were chosen and make sense."""
        self.is_valid()
        chosen = self.cleaned_data
        return Filters(
            format=chosen.get("format", ""),
            mode=chosen.get("mode", ""),
            free=chosen.get("free", False),
            community=chosen.get("community", ""),
            past=bool(chosen.get("past")),
            page=chosen.get("page") or 1,
        )
