"""The form field by which a member is chosen."""

import unicodedata
from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from guildhouse.communities import queries
from guildhouse.communities.models import Community
from guildhouse.people.models import Person


class NameInput(forms.TextInput):
    """A name to write; the browser proposes some of those there are."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__({"autocomplete": "off"})
        self.names = names

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, and beside it the names to propose."""
        proposed = f"{(attrs or {}).get('id', name)}-names"
        field = super().render(name, value, {**(attrs or {}), "list": proposed}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.names))
        return format_html('{}<datalist id="{}">{}</datalist>', field, proposed, options)


class MemberField(forms.ModelChoiceField):
    """One of the people who belong to a community: chosen from a list, or in a large one by name."""

    default_error_messages = {
        "nobody": _("Nobody of this name is a member here. Write it as the list of members has it."),
        "several": _(
            "More than one member has this name. Write the last word of the address of their page instead."
        ),
    }

    def __init__(self, **options: Any) -> None:
        nobody = Person.objects.none()
        super().__init__(nobody, to_field_name="public_id", empty_label=_("Choose a member"), **options)

    def to_python(self, value: Any) -> Person | None:
        """The person of this id, or where names are written, of this name."""
        words = _plain(str(value or "").replace("\0", ""))
        # Names are chosen by whoever has them, and somebody may choose another's id: an id is never read as a name.
        if not isinstance(self.widget, NameInput) or Person.objects.filter(public_id=words).exists():
            return cast("Person | None", super().to_python(words))
        if not words:
            return None
        named = self._named(words)
        if len(named) != 1:
            code = "several" if named else "nobody"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return cast("Person", cast("Any", self.queryset).get(pk=named.pop()))

    def _named(self, words: str) -> set[int]:
        # Compared here: SQLite knows no capitals but those of English.
        rows = cast("Any", self.queryset).values_list("pk", "name", "called")
        wanted = words.casefold()
        return {pk for pk, *names in rows if wanted in (_plain(one).casefold() for one in names)}

    def label_from_instance(self, obj: Any) -> str:
        """The name, and what they are called where that is another."""
        return f"{obj.name} ({obj.called})" if obj.called and obj.called != obj.name else str(obj.name)


def offer_members(
    form: forms.BaseForm,
    community: Community,
    but: Collection[int] = (),
    near: queries.Near | None = None,
) -> None:
    """Let the field `person` of a form take the members, without some; in a call, those who signed on too.

    `near` is what `members_near` found, where the page has asked already.
    """
    field = cast("MemberField", form.fields["person"])
    field.queryset = queries.belonging(community).exclude(pk__in=but).order_by("name", "pk")
    people, are_all = near or queries.members_near(community)
    listed = [person for person in people if person.pk not in but]
    if are_all:
        labels = [(person.public_id, field.label_from_instance(person)) for person in listed]
        field.choices = [("", field.empty_label), *labels]
        return
    field.widget = NameInput([str(person) for person in listed])
    field.widget.is_required = field.required
    field.help_text = _("Their name, as the list of members has it.")


def _plain(words: str) -> str:
    return unicodedata.normalize("NFC", " ".join(words.split()))
