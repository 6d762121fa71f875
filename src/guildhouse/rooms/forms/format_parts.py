"""The fields of a format as a page asks for them: of the whole, of a role, of a step.

Nothing here refuses: what is typed goes as it is to the reader of format files, so that there is one set of rules.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guildhouse.kit import dates
from guildhouse.kit.fields import offer
from guildhouse.rooms.formats.parsing import CONFIDENTIALITY, PREREQUISITES
from guildhouse.rooms.formats.shape import ALL
from guildhouse.rooms.formats.words import CONFIDENTIALITY_SAYS, PREREQUISITES_SAY, REPEAT_SAYS, WHO_SAYS

Choices = Sequence[tuple[str, Any]]
ASKED, DRAWN, PASSED, HOSTED = "asked", "drawn", "passed", "hosted"
TAKEN = (
    (ASKED, _("people ask for a seat in it")),
    (DRAWN, _("agreed in the room, among those in another role")),
    (PASSED, _("it passes from one to the next during the room")),
    (HOSTED, _("nobody asks for it: the host or the sponsor plays it")),
)
PER_SAYS = (
    ("room", _("everybody together, once")),
    ("group", _("all circles at the same time")),
    ("person", _("each person of a circle in turn")),
    ("role", _("each who plays the one role that speaks")),
)


def number(label: Any, help_text: Any = "", least: int = 1) -> forms.CharField:
    """A field for a whole number, kept as it was typed."""
    widget = forms.NumberInput(attrs={"min": least, "max": 5000, "inputmode": "numeric"})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def line(label: Any, help_text: Any = "") -> forms.CharField:
    """A field for a text of one line."""
    return forms.CharField(label=label, required=False, help_text=help_text)


def flag(label: Any, help_text: Any = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def choice(label: Any, choices: Choices, help_text: Any = "", **options: Any) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text, **options)


class PartForm(forms.Form):
    """A part of a format, each of its texts in several languages, the first of them asked for first."""

    TEXTS: dict[str, tuple[Any, int]] = {}  # the name of a text, its label, and its lines

    use_required_attribute = False

    def __init__(self, *args: Any, languages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for name, (label, rows) in self.TEXTS.items():
            for code, language in languages:
                said = label if code == languages[0][0] else f"{label} ({language})"
                widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
                self.fields[f"{name}_{code}"] = forms.CharField(label=said, required=False, widget=widget)

    def main(self, name: str) -> forms.BoundField:
        """A text in the language asked for first."""
        return self[f"{name}_{self.languages[0][0]}"]

    def wrong_in(self, *names: str) -> bool:
        """Whether there is something wrong with a field whose name begins like one of these."""
        return any(name.startswith(names) for name in self.errors)

    def chosen(self, name: str) -> list[str]:
        """What is chosen of the choices of a field, in words."""
        field: Any = self.fields[name]
        value: Any = self[name].value() or []
        keys = [value] if isinstance(value, str) else value
        return [str(said) for key, said in field.choices if key in keys]

    def others(self, *names: str) -> list[forms.BoundField]:
        """These texts in the other languages."""
        return [self[f"{name}_{code}"] for code, _language in self.languages[1:] for name in names]


class WholeForm(PartForm):
    """What a format says as a whole."""

    TEXTS = {
        "name": (_("What it is called"), 0),
        "purpose": (_("What it is good for"), 3),
        "note": (_("A note"), 2),
    }

    people_min = number(_("Fewest"))
    people_best = number(_("Best"))
    people_max = number(_("Most"), _("Empty: no limit."))
    people_multiple_of = number(
        _("The number must divide by"), _("Three for triads; empty when any will do.")
    )
    people_hard_minimum = flag(_("With fewer it cannot be done at all"))
    circles_min = number(_("Smallest circle"), least=2)
    circles_best = number(_("Best circle"), least=2)
    circles_max = number(_("Largest circle"), least=2)
    circles_square = flag(_("As many circles as each has members, as in a jigsaw"))
    repeat_rule = choice(_("The steps marked as coming round again"), [*REPEAT_SAYS.items()])
    repeat_role = choice(_("Once for each"), ())
    repeat_times = number(_("How many times"))
    total_minutes = number(
        _("How long the whole takes, in minutes"), _("Left empty, it is what the steps take.")
    )
    prerequisites = forms.MultipleChoiceField(
        label=_("It needs"),
        choices=[(one, PREREQUISITES_SAY[one]) for one in PREREQUISITES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confidentiality = choice(
        _("What is said"),
        [(one, CONFIDENTIALITY_SAYS[one]) for one in CONFIDENTIALITY],
        widget=forms.RadioSelect,
    )
    opens_with_look_back = flag(_("It opens with a look back: what came of last time?"))
    source_author = line(_("Who it comes from"))
    source_work = line(_("The book or text it is in"))
    source_year = number(_("Year"))
    reason = forms.CharField(
        label=_("What is different, and why"),
        help_text=_("One line for those who know it as it was."),
        required=False,
        max_length=300,
    )
    counted = forms.CharField(required=False, widget=forms.HiddenInput)  # the total nobody has touched yet
    follows = forms.CharField(required=False, widget=forms.HiddenInput)
    form_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "repeat_role", [("", "–"), *roles])


class RoleForm(PartForm):
    """A role of a format."""

    TEXTS = {"name": (_("Name"), 0)}

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    min = number(_("Fewest"), least=0)
    max = number(_("Most"), _("Empty: no limit."))
    who = choice(
        _("Who may play it"), [(one, WHO_SAYS[one]) for one in ("member", "leader", "host", "sponsor")]
    )
    taken = choice(_("How one comes to it"), TAKEN, widget=forms.RadioSelect)
    drawn_from = choice(_("Among those in the role"), ())

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "drawn_from", [("", "–"), *roles])

    def says(self) -> str:
        """The role in a few words, while it is folded away."""
        return " ".join(self.chosen("taken"))


class StepForm(PartForm):
    """A step of a format."""

    TEXTS = {"name": (_("What is done"), 0), "produces": (_("What is there afterwards"), 0)}

    minutes_default = number(_("Minutes"))
    minutes_min = number(_("At least"))
    minutes_max = number(_("At most"))
    speaks = forms.MultipleChoiceField(
        label=_("Who speaks"), required=False, widget=forms.CheckboxSelectMultiple
    )
    silent = forms.MultipleChoiceField(
        label=_("Who is silent"), required=False, widget=forms.CheckboxSelectMultiple
    )
    per = choice(_("The minutes are for"), PER_SAYS)
    repeats = flag(_("It comes round again"))
    optional = flag(_("It may be left out"))
    published = forms.CharField(required=False, widget=forms.HiddenInput)  # the minutes its source gives

    def __init__(self, *args: Any, roles: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("speaks", "silent"):
            offer(self, name, [(ALL, _("everyone")), *roles])

    def says(self) -> str:
        """The step in a few words, while it is folded away."""
        minutes = str(self["minutes_default"].value() or "")
        said = [dates.minutes(int(minutes))] if minutes.isascii() and minutes.isdecimal() else []
        said.append(", ".join(self.chosen("speaks")))
        if self.chosen("silent"):
            said.append(gettext("somebody is silent"))
        return " · ".join(part for part in said if part)
