from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.fields import MemberField, offer_members
from guildhouse.communities.queries import Near
from guildhouse.kit.fields import offer
from guildhouse.rooms.models import Room, Seat
from guildhouse.rooms.presenting.sight import Sight

Choices = list[tuple[str, str]]


class DecisionForm(forms.Form):
    """One answer to one request or to many: which of these fields count is said by the button pressed."""

    seat = forms.MultipleChoiceField(
        label=_("Requests"), error_messages={"required": _("Choose at least one request first.")}
    )
    decision = forms.ChoiceField(
        choices=[(name, name) for name in ("approve", "decline", "question", "date")],
        widget=forms.HiddenInput,
    )
    reason_code = forms.ChoiceField(label=_("Reason"), choices=Seat.Reason.choices, required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(
        label=_("What they can do next"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    may_ask_again = forms.BooleanField(
        label=_("They may ask again for this room"), required=False, initial=True
    )
    question = forms.CharField(
        label=_("What you would like to know"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    other = forms.ChoiceField(label=_("Which date"), required=False)
    word = forms.CharField(
        label=_("Why this date"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, requests: list[Seat], dates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", [(one.public_id, str(one.person)) for one in requests])
        offer(self, "other", [("", _("choose a date")), *dates])


class LimitsForm(forms.Form):
    """How many fit, in all and in each role."""

    capacity = forms.IntegerField(
        label=_("Most people in all"), min_value=1, max_value=Room.MOST_PEOPLE, required=False
    )

    def __init__(self, *args: Any, sight: Sight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].initial = sight.room.capacity
        self.roles = [role.key for role in sight.roles] if len(sight.roles) > 1 else []
        for role in sight.roles if self.roles else ():
            self.fields[f"role_{role.key}"] = forms.IntegerField(
                label=sight.role_name(role),
                min_value=1,
                max_value=Room.MOST_PEOPLE,
                required=False,
                initial=role.capacity,
            )

    def limits(self) -> dict[str, Any]:
        """The limits as the action takes them."""
        roles = {key: self.cleaned_data[f"role_{key}"] for key in self.roles}
        return {"capacity": self.cleaned_data["capacity"], "role_limits": roles}


class InviteForm(forms.Form):
    """A member to invite, and in which role."""

    person = MemberField(label=_("Whom"))
    role = forms.ChoiceField(label=_("In which role"))

    def __init__(
        self, posted: Any = None, *, sight: Sight, but: Collection[int] = (), near: Near | None = None
    ) -> None:
        super().__init__(posted, auto_id="invite-%s")
        offer_members(self, sight.room.community, but, near)
        if len(sight.roles) > 1:
            offer(self, "role", [(role.key, sight.role_name(role)) for role in sight.roles])
        else:
            del self.fields["role"]


class CohostForm(forms.Form):
    """A member who answers for the room too."""

    person = MemberField(label=_("Who"))

    def __init__(self, posted: Any = None, *, sight: Sight, near: Near | None = None) -> None:
        super().__init__(posted, auto_id="cohost-%s")
        offer_members(self, sight.room.community, near=near)


class MessageForm(forms.Form):
    """A letter to the people of a room."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It goes by letter to everybody with a seat, an offer or a place in line."),
    )


class WhyForm(forms.Form):
    """Why a room is cancelled or a series ends; everybody who planned to come reads it."""

    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who planned to come reads this."),
    )
