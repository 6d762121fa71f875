from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.cases.models import Case
from guildhouse.cases.policy import LONGEST_LESSON
from guildhouse.cases.sealing import Words
from guildhouse.kit.fields import of

SITUATION, QUESTION, WISH, NAME = 8000, 600, 1000, 120


def _area(label: Any, longest: int, rows: int, hint: Any = "", required: bool = False) -> forms.CharField:
    # What is typed here is nobody's to keep, the browser's neither.
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint, widget=widget)


class WordsForm(forms.Form):
    """A case as its presenter writes it."""

    situation = _area(
        _("The situation"),
        SITUATION,
        14,
        _("What happened, who is in it, what you did. Write as you would tell it; names come out later."),
        required=True,
    )
    question = _area(
        _("My key question"),
        QUESTION,
        3,
        _("One question, the one that keeps you awake. You need it to open the case."),
    )
    wish = _area(
        _("What I want from you"), WISH, 3, _("Listening, questions, ideas, dissent: what would help.")
    )
    name = forms.CharField(
        label=_("My name, under this line"),
        max_length=NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def words(self) -> Words:
        """What was written."""
        return Words(**self.cleaned_data)


class StayForm(forms.Form):
    """How long a case stays after its room."""

    days = of(Case, "days", label=_("Days it stays after the room"))

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.fields["days"]
        days.help_text = _(
            "From 1 to %(most)s, as this community agreed. You can withdraw it sooner at any moment."
        ) % {"most": most}
        days.widget.attrs |= {"min": 1, "max": most}


class LessonForm(forms.Form):
    """A lesson, as it leaves."""

    words = _area(
        _("The lesson"),
        LONGEST_LESSON,
        4,
        _("What somebody who was not there can use. Nothing of what happened, and nobody in it."),
    )
    # The words as they were when they were last looked through.
    seen = forms.CharField(required=False, max_length=LONGEST_LESSON, widget=forms.HiddenInput())
