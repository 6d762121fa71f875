"""The shape and wording of what people fill in; the rules are the policies'."""

from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.fields import MemberField, offer_members
from guildhouse.communities.models import (
    Acceptance,
    Block,
    CharterEdition,
    Community,
    DeclaredSeason,
    Duty,
    Invitation,
    JoinRequest,
    LevelChange,
    Office,
    Pause,
    Question,
    Report,
    SignOn,
    StageDeclaration,
)
from guildhouse.communities.models.membership import Level
from guildhouse.kit.fields import of
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person

LONG = 8
SHORT = 3


def day(model: type[Model], name: str, **options: Any) -> Any:
    """A field for a day, with the browser's own calendar."""
    return of(model, name, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class CallForm(forms.Form):
    """A new call: five things, of which three are asked."""

    name = of(Community, "name")
    domain = of(Community, "domain", rows=5, required=True)
    reason = of(SignOn, "reason", rows=SHORT)
    brings = of(SignOn, "brings", rows=SHORT)
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=public_id)


class EditCallForm(forms.Form):
    """What a call says, to be completed before it opens."""

    name = of(Community, "name")
    domain = of(Community, "domain", rows=5, required=True)
    stakes = of(Community, "stakes", rows=5)
    scope = of(Community, "scope", rows=5)
    rhythm = of(Community, "rhythm", rows=SHORT)
    first_thing = of(Community, "first_thing", rows=SHORT)


class DomainForm(forms.Form):
    """What an open community says of itself."""

    name = of(Community, "name")
    domain = of(Community, "domain", rows=5, required=True)
    stakes = of(Community, "stakes", rows=5)
    scope = of(Community, "scope", rows=5)
    first_thing = of(Community, "first_thing", rows=SHORT)
    elsewhere = of(Community, "elsewhere", rows=SHORT)


class SignOnForm(forms.Form):
    """Why somebody cares, and what they bring."""

    reason = of(SignOn, "reason", rows=SHORT)
    brings = of(SignOn, "brings", rows=SHORT)


class CharterNameForm(forms.Form):
    """Accepting an edition of the charter by name; `edition` is the one that was shown."""

    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    name = of(Acceptance, "name", help_text=_("Writing it here is how you accept the charter."))

    def __init__(self, asked: Any = None, *, edition: int = 0) -> None:
        super().__init__(asked, initial={"edition": edition})
        if not edition:
            del self.fields["name"]


class JoinRequestForm(CharterNameForm):
    """A request to join: a word about oneself, and one's name under the charter."""

    message = of(JoinRequest, "message", rows=5)
    field_order = ("message", "name", "edition")


class AcceptForm(forms.Form):
    """A word of welcome to somebody whose request is accepted."""

    reason = of(JoinRequest, "reason", rows=SHORT, label=_("A word of welcome"))


class DeclineForm(forms.Form):
    """Why a request is declined, and what the person can do instead."""

    reason = of(JoinRequest, "reason", rows=4, required=True)
    next_step = of(JoinRequest, "next_step", rows=SHORT, required=True)
    may_ask_again = of(JoinRequest, "may_ask_again", required=False, initial=True)


class InvitationForm(forms.Form):
    """A link for so many people and so many days."""

    most_uses = of(Invitation, "most_uses", min_value=1, max_value=500, initial=1)
    days = forms.IntegerField(label=_("Good for how many days"), min_value=1, max_value=90, initial=14)
    note = of(Invitation, "note")


class LevelForm(forms.Form):
    """A level recognised, with what was seen."""

    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    evidence = of(
        LevelChange,
        "evidence",
        rows=SHORT,
        help_text=_("One sentence of what this person did. They read it first-hand."),
    )


class AppointForm(forms.Form):
    """An office for a member."""

    kind = forms.ChoiceField(label=_("Office"), choices=Office.Kind.choices, initial=Office.Kind.FACILITATOR)
    term_ends_on = day(Office, "term_ends_on")


class HandOverForm(forms.Form):
    """To whom an office goes, with a note."""

    person = MemberField(label=_("To whom"))
    note = of(Office, "handover_note", rows=5, required=True)
    term_ends_on = day(Office, "term_ends_on")

    def __init__(self, *args: Any, community: Community, holder: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_members(self, community, but=[holder])


class OfficeForm(AppointForm):
    """An office and who is to hold it."""

    person = MemberField(label=_("Who"))
    field_order = ("person", "kind", "term_ends_on")

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_members(self, community)


class CarryForm(forms.Form):
    """Whom to ask to carry a duty, and a word about why."""

    person = MemberField(label=_("Whom to ask"))
    word = of(Duty, "word", help_text=_("One sentence. A no is a good answer, too."))
    begins_on = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, community: Community, asks: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_members(self, community, but=[asks])


class TakeForm(forms.Form):
    """For which season a duty is taken."""

    begins_on = forms.DateField(widget=forms.HiddenInput)


class DutyAnswerForm(forms.Form):
    """Yes or no to carrying a duty."""

    answer = forms.ChoiceField(choices=(("yes", _("Yes")), ("no", _("No"))))


class DutyNoteForm(forms.Form):
    """What whoever comes next will be glad to know."""

    note = of(Duty, "note", rows=5, required=True)


class SeasonForm(forms.Form):
    """The days of the season that runs."""

    begins_on = day(DeclaredSeason, "begins_on")
    ends_on = day(DeclaredSeason, "ends_on")


class ContactForm(forms.Form):
    """Whom people turn to."""

    person = MemberField(label=_("Conduct contact"))

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_members(self, community)


class EditionForm(forms.Form):
    """The next edition of the charter."""

    text = of(CharterEdition, "text", rows=16)
    confidentiality = of(CharterEdition, "confidentiality", rows=4)
    reason = of(CharterEdition, "reason")
    follows = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RhythmForm(forms.Form):
    """How often, and when not."""

    rhythm = of(Community, "rhythm", rows=SHORT)


class PauseForm(forms.Form):
    """A quiet time."""

    from_on = day(Pause, "from_on")
    until_on = day(Pause, "until_on")
    why = of(Pause, "why")


class QuestionForm(forms.Form):
    """A question for the agenda."""

    text = of(Question, "text")


class WorkOnForm(forms.Form):
    """Who works on a question, and how."""

    working_on = of(Question, "working_on", rows=SHORT, required=True)


class LearnedForm(forms.Form):
    """What was learned."""

    learned = of(Question, "learned", rows=LONG, required=True)


class ReportForm(forms.Form):
    """Something that somebody should look at."""

    text = of(Report, "text", rows=LONG)
    to_site = of(Report, "to_site", required=False)


class AnswerForm(forms.Form):
    """The answer to a report."""

    answer = of(Report, "answer", rows=5, required=True)


class ReasonForm(forms.Form):
    """Why somebody is removed or asked to stay away; they read it."""

    reason = of(Block, "reason", rows=4, max_length=1000, help_text=_("The person reads this."))


class AppealForm(forms.Form):
    """An appeal."""

    text = of(Block, "appeal", rows=LONG, required=True, label=_("Your appeal"))


class DecisionForm(forms.Form):
    """The answer to an appeal."""

    decision = of(Block, "decision", rows=5, required=True)
    lifted = forms.BooleanField(label=_("Let them come back"), required=False)


class SettingsForm(forms.Form):
    """How the community is run."""

    visibility = of(Community, "visibility", widget=forms.RadioSelect)
    joining = of(Community, "joining", widget=forms.RadioSelect)
    rooms_by = of(Community, "rooms_by", widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language we mostly use"), choices=settings.LANGUAGES)
    zone = forms.CharField(label=_("Time zone of its rooms"), max_length=60)
    case_days = of(
        Community,
        "case_days",
        label=_("Days a case may stay after its room, at most"),
        help_text=_("Whoever brings a case chooses within this. From 1 to 365."),
        required=False,
    )

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError(_("Write a zone by its name, such as Europe/Rome."))
        return zone


class SlugForm(forms.Form):
    """A new address."""

    slug = of(Community, "slug", label=_("Address"), help_text=_("Small letters, digits and hyphens."))

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class ParentForm(forms.Form):
    """The larger community this one belongs to."""

    parent = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Community.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("It stands alone"),
    )

    def __init__(self, *args: Any, community: Community, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Community.objects.visible_to(person).exclude(pk=community.pk)
        choosing = cast("forms.ModelChoiceField", self.fields["parent"])
        choosing.queryset = seen.order_by("name", "pk")


class StageForm(forms.Form):
    """A stage, and why."""

    stage = of(Community, "stage")
    why = of(StageDeclaration, "why", rows=4)


class LeaveForm(forms.Form):
    """A word on leaving, if one likes."""

    why = forms.CharField(label=_("A word about why"), required=False, max_length=1000)
