"""A format that comes as a file, chosen or pasted."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhouse.communities import policy
from guildhouse.kit import dates
from guildhouse.kit.fields import offer
from guildhouse.rooms.formats import Format, parse
from guildhouse.rooms.formats.parsing import LONGEST_FILE
from guildhouse.rooms.formats.reader import FormatError

LONGEST_NAME = 80


class FileForm(forms.Form):
    """The file of a format, and what it becomes: a new one, or what follows the latest edition (its key) of one."""

    file = forms.FileField(
        label=gettext_lazy("A format file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text, pasted"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
    )
    own = forms.ChoiceField(label=gettext_lazy("It becomes"), required=False)
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)
    asked = forms.CharField(max_length=600, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, own: list[tuple[str, str]], is_made: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {} if is_made else {name.casefold(): key for key, name in own}
        self.fmt: Format | None = None
        self.written = ""
        editions = [(key, _("a new edition of “%(name)s”") % {"name": name}) for key, name in own]
        offer(self, "own", [("", _("a new format of ours")), *editions])
        self.fields["own"].error_messages["invalid_choice"] = policy.may_follow(0, 1).why

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        file, name = given.get("file"), _("the text")
        self.written = given.get("text") or ""
        if file is not None:
            name = PurePath(file.name or "").name[-LONGEST_NAME:] or _("the file")
            self.written = self._decoded(file, name)
        if not self.errors and not self.written.strip():
            self.add_error("file", _("Choose a file, or paste its text."))
        if self.errors:
            return given
        self.written = self.written.removeprefix("\ufeff").replace("\r\n", "\n")
        try:
            self.fmt = parse(self.written, name)
        except FormatError as error:
            for line in str(error).split("\n"):
                self.add_error(None, line)
            return given
        self._ask_about(self.fmt.name_in(dates.language()), given)
        return given

    def _ask_about(self, name: str, given: dict[str, Any]) -> None:
        """Ask once whether a format of a name that is taken is a new edition of that one, and preselect it."""
        there = self.named.get(name.casefold())
        if there is None or given.get("own") or given.get("asked") == name:
            return
        said = _(
            "You have a format “%(name)s” already. Take this in as a new edition of it, or choose a new format."
        )
        self.add_error("own", said % {"name": name})
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["own"], typed["asked"] = there, name

    def _decoded(self, file: UploadedFile, name: str) -> str:
        said = {"name": name, "most": LONGEST_FILE}
        if (file.size or 0) > 4 * LONGEST_FILE:
            self.add_error("file", _("%(name)s: the file is longer than %(most)s characters.") % said)
            return ""
        try:
            return file.read().decode("utf-8")
        except UnicodeDecodeError:
            self.add_error("file", _("%(name)s: this is not a text in UTF-8, as format files are.") % said)
            return ""

    def again(self) -> dict[str, Any]:
        """What was typed or read from the file, to fill the form in once more."""
        return {
            "text": self.written,
            "own": self.data.get("own", ""),
            "form_key": self.data.get("form_key", ""),
        }
