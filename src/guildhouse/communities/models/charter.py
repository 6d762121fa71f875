from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models.community import Community
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person


class CharterEdition(models.Model):
    """One edition of a community's agreements; it is never changed, only followed by the next."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="charter_editions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("what we agree on"), max_length=40000)
    confidentiality = models.TextField(_("confidentiality clause"), max_length=4000, blank=True)
    reason = models.CharField(_("what changes, and why"), max_length=600)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="charter_editions_count_up")
        ]

    def __str__(self) -> str:
        return f"{self.community_id} charter {self.number}"


class Acceptance(models.Model):
    """A person who accepted an edition, by the name they wrote."""

    edition = models.ForeignKey(CharterEdition, models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, models.CASCADE)
    name = models.CharField(_("my name"), max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_acceptance_each"),
            models.CheckConstraint(condition=~Q(name=""), name="acceptance_has_a_name"),
        ]
        indexes = [models.Index(fields=["edition", "at", "id"], name="acceptance_by_day")]

    def __str__(self) -> str:
        return f"{self.person_id} accepts {self.edition_id}"


class Pause(models.Model):
    """A quiet time of the community: nothing is sent, and nobody expects anything."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="pauses")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until and including"))
    why = models.CharField(_("a word to the members"), max_length=300, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="pause_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{self.community_id}: {self.from_on}–{self.until_on}"
