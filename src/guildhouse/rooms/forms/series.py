from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.fields import MemberField, offer_members
from guildhouse.communities.models import Community
from guildhouse.kit.fields import of, offer
from guildhouse.rooms.forms.planning import DATE, TIME, PlanForm
from guildhouse.rooms.models import Room, Series
from guildhouse.rooms.models.plan import SHARED_FIELDS
from guildhouse.rooms.presenting import recurring, words


class SeriesForm(PlanForm):
    """What every date to come of a series states."""

    wall_time = of(Series, "wall_time", widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    capacity = of(
        Room,
        "capacity",
        label=_("How many fit"),
        help_text=_("For dates that are not made yet."),
    )
    repeats = forms.ChoiceField(label=_("It repeats"), required=False)
    every = forms.IntegerField(
        label=_("Every how many weeks"),
        min_value=1,
        max_value=26,
        required=False,
        help_text=_("Counts only for “every so many weeks”."),
    )
    first_on = of(
        Series,
        "first_on",
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        help_text=_("It says the weekday, and from which week one counts."),
    )
    last_on = of(Series, "last_on", label=_("Until"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        choice, every = recurring.choice_of(series.rrule)
        said = {name: getattr(series, name) for name in (*SHARED_FIELDS, "wall_time", "first_on", "last_on")}
        super().__init__(*args, initial={**said, "repeats": choice, "every": every}, **kwargs)
        self.series = series
        kept = ("", _("as it is: %s") % recurring.words_of(series.rrule, series.first_on))
        named = [one for one in recurring.CHOICES if one[0]]
        offer(self, "repeats", named if choice else [kept, *named])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day comes after the first one."))
        if given.get("repeats") == recurring.WEEKS and not given.get("every"):
            self.add_error("every", _("Say every how many weeks."))
        return given

    def changed(self) -> dict[str, Any]:
        """The columns of the series, as the action takes them."""
        given = self.cleaned_data
        told = self.plan() | {name: given[name] for name in ("wall_time", "first_on", "last_on")}
        same = (given["repeats"], given["every"] or 1) == recurring.choice_of(self.series.rrule)
        if given["repeats"] and not (same and given["first_on"].weekday() == self.series.first_on.weekday()):
            told["rrule"] = recurring.rrule_of(given["repeats"], given["every"] or 1, given["first_on"])
        return told


class StandingForm(forms.Form):
    """Coming to every date: the role, the answer and the acceptance, once for all."""

    role = forms.ChoiceField(label=_("In which role"), required=False, widget=forms.RadioSelect)
    answer = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    accepts = forms.CharField(label=_("Your name, to accept this"), max_length=120, required=False)

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = words.format_of(series.format).seats
        offer(self, "role", [(one.key, words.role_name(series.format, one.key)) for one in seats])
        self.fields["role"].initial = seats[0].key
        self.fields["answer"].label = series.question
        for name, needed in (
            ("role", len(seats) > 1),
            ("answer", series.question),
            ("accepts", series.confidentiality),
        ):
            if not needed:
                del self.fields[name]


class GroupForm(forms.Form):
    """A member who comes to every date."""

    person = MemberField(label=_("Whom"))

    def __init__(self, posted: Any = None, *, community: Community, but: Collection[int] = ()) -> None:
        super().__init__(posted, auto_id="group-%s")
        offer_members(self, community, but)
