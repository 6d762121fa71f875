"""The shape of how somebody wants letters."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Community
from guildhouse.notices.groups import CHOSEN, EXPLAINED, Choice
from guildhouse.notices.models import Wishes


class WishesForm(forms.ModelForm):
    """One choice for each group, the rhythm of the digest, and the communities one hears no news of."""

    muted = forms.ModelMultipleChoiceField(
        label=_("No news of these communities"),
        queryset=Community.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is about you, and what somebody needs you for in trouble, comes all the same."),
    )

    class Meta:
        model = Wishes
        fields = ("rhythm", "weekday", "hour")
        widgets = {"rhythm": forms.RadioSelect}

    def __init__(
        self, *args: Any, chosen: Mapping[str, str], communities: Any, muted: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for group in CHOSEN:
            self.fields[group.value] = forms.ChoiceField(
                label=group.label,
                choices=Choice.choices,
                initial=chosen[group],
                widget=forms.RadioSelect,
                help_text=EXPLAINED[group],
            )
        self.fields["muted"].queryset = communities  # type: ignore[attr-defined]
        self.fields["muted"].initial = muted
        if not communities:
            del self.fields["muted"]

    @property
    def groups(self) -> list[forms.BoundField]:
        """The fields of the groups, in their order."""
        return [self[group.value] for group in CHOSEN]

    def chosen(self) -> dict[str, str]:
        """What was chosen for each group."""
        return {group.value: self.cleaned_data[group.value] for group in CHOSEN}

    def timing(self) -> dict[str, Any]:
        """When the digest comes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
