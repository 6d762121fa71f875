"""The form field by which a member is chosen."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from guildhouse.communities import queries
from guildhouse.communities.models import Community
from guildhouse.people.models import Person

LONGEST = 200  # of a name or an id; SQLite compares nothing that is very long


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
        "invalid_choice": _("Nobody of this name is a member here. Write it as the list of members has it."),
        "several": _(
            "More than one member has this name. Write the last word of the address of their page instead."
        ),
    }

    def __init__(self, **options: Any) -> None:
        nobody = Person.objects.none()
        super().__init__(nobody, to_field_name="public_id", empty_label=_("Choose a member"), **options)

    def to_python(self, value: Any) -> Person | None:
        """The person of this id or this name."""
        words = str(value or "").replace("\0", "").strip()
        if not words:
            return None
        named = Q(public_id=words) | Q(name__iexact=words) | Q(called__iexact=words)
        found = list(cast("Any", self.queryset).filter(named)[:2]) if len(words) <= LONGEST else []
        if len(found) != 1:
            code = "several" if found else "invalid_choice"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return cast("Person", found[0])

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
    field.queryset = _belonging(community).exclude(pk__in=but).order_by("name", "pk")
    if community.is_call:
        return
    people, are_all = near or queries.members_near(community)
    listed = [person for person in people if person.pk not in but]
    if are_all:
        labels = [(person.public_id, field.label_from_instance(person)) for person in listed]
        field.choices = [("", field.empty_label), *labels]
        return
    field.widget = NameInput([person.name for person in listed])
    field.widget.is_required = field.required
    field.help_text = _("Their name, as the list of members has it.")


def _belonging(community: Community) -> Any:
    if community.is_call:
        living = community.memberships.living().values("person")
        return Person.objects.filter(Q(pk__in=living) | Q(pk__in=community.sign_ons.values("person")))
    # Asked of each person found, and not for all of a large community.
    return Person.objects.filter(Exists(community.memberships.living().filter(person=OuterRef("pk"))))
