from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.rooms.models import Seat, TimePoll

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimesForm(forms.Form):
    """A few other times for a room; fields left empty do not count."""

    def __init__(self, *args: Any, hour: time, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, TimePoll.MOST + 1):
            self.fields[f"day_{place}"] = forms.DateField(label=_("Day"), required=place == 1, widget=DAY)
            self.fields[f"hour_{place}"] = forms.TimeField(
                label=_("Time"), required=False, widget=HOUR, initial=hour
            )
        self.hour = hour

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields, two by two."""
        return [(self[f"day_{place}"], self[f"hour_{place}"]) for place in range(1, TimePoll.MOST + 1)]

    def times(self) -> list[tuple[date, time]]:
        """The times as the action takes them."""
        given = self.cleaned_data
        days = [(given[f"day_{place}"], given[f"hour_{place}"]) for place in range(1, TimePoll.MOST + 1)]
        return [(day, hour or self.hour) for day, hour in days if day]


class CodeForm(forms.Form):
    """The code that is shown in the room."""

    code = forms.CharField(
        label=_("Code of the room"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ExcuseForm(forms.Form):
    """Why somebody cannot come; they need not say."""

    why = forms.CharField(
        label=_("A word to the hosts"),
        max_length=Seat._meta.get_field("excuse").max_length,
        required=False,
        help_text=_("Only they read it."),
    )
