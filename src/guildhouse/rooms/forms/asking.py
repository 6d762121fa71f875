from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.fields import offer
from guildhouse.rooms.models import Seat
from guildhouse.rooms.presenting import mine
from guildhouse.rooms.presenting.sight import Sight


class AskForm(forms.Form):
    """Asking for a seat: only what this room needs to know. Whether an answer is owed is the action's to say."""

    role = forms.ChoiceField(
        label=_("In which role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the role in which you would come.")},
    )
    answer = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    accepts = forms.CharField(label=_("Your name, to accept this"), max_length=120, required=False)
    short_notice = forms.BooleanField(label=_("I can also come at short notice"), required=False)

    def __init__(self, *args: Any, sight: Sight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room, seat = sight.room, sight.seat
        offer(self, "role", [(role.key, sight.role_name(role)) for role in sight.roles])
        if len(sight.roles) < 2:
            del self.fields["role"]
        if room.question:
            self.fields["answer"].label = room.question
        else:
            del self.fields["answer"]
        if not room.confidentiality or (seat and seat.accepted_name):
            del self.fields["accepts"]
        if mine.needs_approval(sight) or any(mine.is_free(sight, role) for role in sight.roles):
            del self.fields["short_notice"]


class AnswerForm(forms.Form):
    """The answer to a host's question."""

    text = forms.CharField(
        label=_("Your answer"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ContestForm(forms.Form):
    """What is noted wrongly about one's attendance."""

    text = forms.CharField(
        label=_("What is noted wrongly"),
        max_length=Seat._meta.get_field("contested").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
