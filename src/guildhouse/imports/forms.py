"""What a landscape asks of people: a file, and answers."""

from hashlib import sha256
from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhouse.imports.applying.memory import SOURCE_LENGTH
from guildhouse.imports.models import ImportRun
from guildhouse.imports.plan import Choice, Question
from guildhouse.imports.reading.answers import LEAVE_OUT
from guildhouse.imports.reading.sources import MOST_BYTES, decoded
from guildhouse.kit.rules import Refused

FREE_LENGTH = 200


class UploadForm(forms.Form):
    """A file that describes communities, their people and their meetings."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("YAML, up to five megabytes. It is read first; nothing is changed by that."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )
    source = forms.CharField(
        label=gettext_lazy("What this landscape is called"),
        help_text=gettext_lazy(
            "Under the same name the next file changes what is here, instead of bringing everything twice. "
            "Left empty, the file's own name counts."
        ),
        required=False,
        max_length=SOURCE_LENGTH,
    )

    def clean_file(self) -> tuple[str, str]:
        """The file's name and its text."""
        file: UploadedFile = self.cleaned_data["file"]
        name = (PurePath(file.name or "").name or "landscape.yaml")[-ImportRun.NAME_LENGTH :]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than five megabytes. Bring it in in parts."))
        try:
            return name, decoded(file.read(), name)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_source(self) -> str:
        """The name as it is kept."""
        return slugify(self.cleaned_data["source"])


class AnswersForm(forms.Form):
    """The open questions of a file: choices, and often room for words of one's own."""

    def __init__(self, *args: object, questions: tuple[Question, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.questions = questions
        for question in questions:
            self._add(question)

    def _add(self, question: Question) -> None:
        name = name_of(question)
        rows = [(each.value, _words(each)) for each in question.choices]
        self.fields[name] = forms.ChoiceField(
            label=question.text,
            help_text=_("%(place)s, where it says: %(written)s")
            % {"place": question.place, "written": question.written or "–"},
            choices=rows,
            required=False,
            widget=forms.RadioSelect,
        )
        if question.free:
            self.fields[name + "-own"] = forms.CharField(
                label=_("In your own words"),
                help_text=question.free,
                required=False,
                max_length=FREE_LENGTH,
                initial=question.answer_refused,
            )
        if question.answer_refused and not self.is_bound:
            refused = _("The answer “%(answer)s” was not understood.") % {"answer": question.answer_refused}
            self.fields[name].help_text = f"{self.fields[name].help_text} {refused}"

    def answers(self) -> dict[str, tuple[str, str]]:
        """What was answered: for the id of each question the answer and what the source says."""
        found = {}
        for question in self.questions:
            name = name_of(question)
            said = self.cleaned_data.get(name + "-own", "").strip() or self.cleaned_data.get(name, "")
            if said:
                found[question.id] = (said, " ".join(question.written.split()))
        return found


def _words(choice: Choice) -> str:
    """A choice as people read it: its words, and the exact answer where that says more than the words do."""
    if choice.value == LEAVE_OUT:
        return _("Leave it out")
    if not choice.label or choice.label.startswith("FREQ="):
        return choice.value
    return choice.label if choice.value in choice.label else f"{choice.label} ({choice.value})"


def name_of(question: Question) -> str:
    """The name of a question's field; the same as long as the question is the same."""
    return "q" + sha256(f"{question.id}\0{question.written}".encode()).hexdigest()[:12]
