from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.fields import of, offer
from guildhouse.kit.ids import public_id
from guildhouse.kit.walls import is_zone
from guildhouse.rooms import formats
from guildhouse.rooms.formats.known import to_choose
from guildhouse.rooms.models import Room, RoomRole, Series
from guildhouse.rooms.models.plan import SHARED_FIELDS
from guildhouse.rooms.presenting import recurring, words

DATE = {"type": "date"}
TIME = {"type": "time"}


class PlanForm(forms.Form):
    """What a room states, in the words of its model; five things are asked, the rest has a good default."""

    purpose = of(
        Room, "purpose", label=_("What it is for"), help_text=_("One sentence, as you would invite somebody.")
    )
    minutes = of(Room, "minutes", label=_("How many minutes"))
    mode = of(Room, "mode", widget=forms.RadioSelect, initial=Room.Mode.ONLINE)
    link = of(
        Room,
        "link",
        label=_("Joining link"),
        help_text=_("Only those who come see it, from 15 minutes before."),
        assume_scheme="https",
    )
    place = of(Room, "place", label=_("Place"), help_text=_("As everybody may see it."))
    address = of(Room, "address", label=_("Exact address"), help_text=_("Only those who come see it."))
    about = of(Room, "about", rows=6)
    zone = of(Room, "zone", help_text=_("By its name, such as Europe/Rome."))
    minimum = of(Room, "minimum", max_value=Room.MOST_PEOPLE)
    lapse_if_below = of(Room, "lapse_if_below")
    needs_approval = of(Room, "needs_approval")
    question = of(Room, "question")
    access = of(Room, "access", initial=Room.Access.MEMBERS)
    access_level = of(
        Room, "access_level", help_text=_("Counts only when you chose “members from a level up”.")
    )
    welcomes_visitors = of(Room, "welcomes_visitors")
    welcomes_observers = of(Room, "welcomes_observers")
    line = of(Room, "line", initial=Room.Line.FIRST_COME)
    freed = of(Room, "freed", initial=Room.Freed.PROMOTE)
    offer_hours = of(
        Room, "offer_hours", min_value=1, max_value=240, help_text=_("Counts only when seats are offered.")
    )
    cutoff_minutes = of(
        Room,
        "cutoff_minutes",
        max_value=60 * 24 * 14,
        help_text=_("After it nobody is given a seat without having said that short notice is fine."),
    )
    confidentiality = of(
        Room,
        "confidentiality",
        rows=3,
        help_text=_("Leave it empty and nobody is asked to sign anything."),
    )

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if not is_zone(zone):
            raise forms.ValidationError(_("Write a zone by its name, such as Europe/Rome."))
        return zone

    def clean_about(self) -> str:
        # A browser ends lines its own way; what nobody changed must come back the same.
        return str(self.cleaned_data["about"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("access") == Room.Access.LEVEL and not given.get("access_level"):
            self.add_error("access_level", _("Choose the level from which people may ask."))
        return given

    def plan(self) -> dict[str, Any]:
        """The columns of the plan that were filled in."""
        return {name: value for name, value in self.cleaned_data.items() if name in SHARED_FIELDS}


class NewRoomForm(PlanForm):
    """A new room, or a series of them, in one format."""

    wall_date = of(Room, "wall_date", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    wall_time = of(Room, "wall_time", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    capacity = of(
        Room,
        "capacity",
        label=_("How many fit"),
        help_text=_("Leave it empty for no limit."),
    )
    repeats = forms.ChoiceField(label=_("It repeats"), choices=recurring.CHOICES, required=False)
    every = forms.IntegerField(
        label=_("Every how many weeks"),
        min_value=1,
        max_value=26,
        required=False,
        initial=3,
        help_text=_("Counts only for “every so many weeks”."),
    )
    last_on = of(
        Series,
        "last_on",
        label=_("Until"),
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        help_text=_("Leave it empty and it goes on until somebody ends it."),
    )
    format = forms.CharField(widget=forms.HiddenInput, max_length=40)
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=public_id)

    def __init__(self, *args: Any, shown: formats.Format, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = [role.key for role in shown.seats] if len(shown.seats) > 1 else []
        for role in shown.seats if self.roles else ():
            self.fields[f"role_{role.key}"] = forms.IntegerField(
                label=words.role_name(shown.key, role.key),
                min_value=1,
                max_value=Room.MOST_PEOPLE,
                required=False,
                initial=role.max,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("wall_date"), given.get("last_on")
        if given.get("repeats") == recurring.WEEKS and not given.get("every"):
            self.add_error("every", _("Say every how many weeks."))
        if given.get("repeats") and first and last and last < first:
            self.add_error("last_on", _("The last day comes after the first one."))
        if (most := given.get("capacity")) and most < (given.get("minimum") or 0):
            said = _("Fewer fit than it needs. Change this, or the fewest people it works with.")
            self.add_error("capacity", said)
        return given

    @property
    def rrule(self) -> str:
        """How it recurs, or nothing."""
        given = self.cleaned_data
        if not given["repeats"]:
            return ""
        return recurring.rrule_of(given["repeats"], given["every"] or 1, given["wall_date"])

    def role_limits(self) -> dict[str, int | None]:
        """The limit of each role, where the format has several."""
        return {key: self.cleaned_data[f"role_{key}"] for key in self.roles}


class EditRoomForm(PlanForm):
    """What a room states, changed; its limits, its time and a format with other roles have their own pages.

    `roles` are those it has, by which the formats beside its own are chosen; without any, only its own is one.
    """

    format = forms.ChoiceField(label=_("Format"))

    def __init__(self, *args: Any, room: Room, roles: set[str], **kwargs: Any) -> None:
        initial = {name: getattr(room, name) for name in SHARED_FIELDS}
        super().__init__(*args, initial=initial, **kwargs)
        there = [
            one
            for one in _to_choose(room)
            if one.key == room.format or {role.key for role in one.seats} == roles - {RoomRole.OBSERVER}
        ]
        offer(self, "format", [(one.key, words.format_name(one.key)) for one in there])


def _to_choose(room: Room) -> list[formats.Format]:
    """The formats of the community and the house, and the room's own edition where there is a later one."""
    there = to_choose(room.community_id)
    return there if any(one.key == room.format for one in there) else [words.format_of(room.format), *there]


class TimeForm(forms.Form):
    """Another time for a room."""

    wall_date = of(Room, "wall_date", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    wall_time = of(Room, "wall_time", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    zone = of(Room, "zone", help_text=_("By its name, such as Europe/Rome."))

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if not is_zone(zone):
            raise forms.ValidationError(_("Write a zone by its name, such as Europe/Rome."))
        return zone
