"""The shape and wording of what people write after a room; the rules are the policy's."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.harvest.models import Card, Reflection
from guildhouse.harvest.models.card import ONE_LINE
from guildhouse.kit.fields import offer
from guildhouse.people.models import Person

Choices = list[tuple[str, str]]
Day = forms.DateInput(attrs={"type": "date"})


def _line(label: Any, *, required: bool = True, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=ONE_LINE,
        required=required,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done", **attrs}),
        error_messages={"required": _("Write one line; a few words are enough.")},
    )


class DropForm(forms.Form):
    """One card in one line; who and until when count for commitments alone."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Card.Kind.choices,
        initial=Card.Kind.INSIGHT,
        widget=forms.RadioSelect,
    )
    text = _line(_("In one line"))
    owner = forms.ChoiceField(label=_("Who takes it on"), required=False)
    due_on = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=Day,
        help_text=_("Without a day: two weeks from now."),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="drop-%s", **kwargs)
        self.people = {person.public_id: person for person in people}
        others = [(person.public_id, str(person)) for person in people]
        offer(self, "owner", [("", _("I do")), *others])

    def card(self) -> dict[str, Any]:
        """The card as the action takes it."""
        said = self.cleaned_data
        return {
            "kind": said["kind"],
            "text": said["text"],
            "owner": self.people.get(said["owner"]),
            "due_on": said["due_on"],
        }


class WordingForm(forms.Form):
    """Other words for a card."""

    text = _line(_("In one line"))


class AnswerForm(forms.Form):
    """What becomes of a commitment: one line, and the button that was pressed."""

    text = _line(_("In one line"), required=False)
    due_on = forms.DateField(label=_("To which day"), required=False, widget=Day)
    shared = forms.BooleanField(
        label=_("Those who were in the room may read this"),
        required=False,
    )
    answer = forms.ChoiceField(
        choices=[
            (name, name)
            for name in ("accept", "decline", "applied", "realised", "not_yet", "let_go", "move", "mine")
        ],
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("answer") == "move" and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Choose the day to which you move it."))
        return said


class ReflectionForm(forms.Form):
    """Two minutes: two lines for oneself, and one tap for the room."""

    takes = _line(_("What do I take from this room?"), required=False)
    tries = _line(_("What will I try?"), required=False)
    commit = forms.BooleanField(
        label=_("Make it a commitment, due in two weeks; those of the room see it as a card"), required=False
    )
    worth = forms.ChoiceField(
        label=_("Was it worth the time?"),
        choices=Reflection.Worth.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "About the room, not about people. Hosts see only how many, and only from five answers on."
        ),
    )
    shared = forms.BooleanField(label=_("Those who were in the room may read my two lines"), required=False)


class ThanksForm(forms.Form):
    """Thanks to one person for one thing they did."""

    to = forms.ChoiceField(label=_("Whom"))
    text = _line(_("What they did, in a sentence"))
    step = forms.ChoiceField(label=_("When it was"), required=False)

    def __init__(
        self, *args: Any, people: Sequence[Person], steps: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, auto_id="thanks-%s", **kwargs)
        self.people = {person.public_id: person for person in people}
        names = [(person.public_id, str(person)) for person in people]
        offer(self, "to", [("", _("choose somebody")), *names])
        known = [(str(number), name) for number, name in steps]
        offer(self, "step", [("", _("no step in particular")), *known])

    def thanks(self) -> dict[str, Any]:
        """The word of thanks as the action takes it."""
        said = self.cleaned_data
        return {
            "to": self.people[said["to"]],
            "text": said["text"],
            "step": int(said["step"]) if said["step"] else None,
        }
