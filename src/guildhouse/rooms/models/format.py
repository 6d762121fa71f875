from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Community
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person


class OwnFormatQuerySet(models.QuerySet["OwnFormat"]):
    def visible_to(self, person: Person | None) -> "OwnFormatQuerySet":
        """Formats of communities inside which the person sees."""
        public = Q(community__visibility=Community.Visibility.PUBLIC)
        if person is None:
            return self.filter(public)
        return self.filter(public | Q(community__in=person.memberships.living().values("community")))

    def offered(self) -> "OwnFormatQuerySet":
        """Formats one can still choose for a room."""
        return self.filter(retired_at=None)


class OwnFormat(models.Model):
    """A format a community made its own. What it says stands in its editions."""

    MOST = 100  # of one community

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="formats")
    made_from = models.CharField(max_length=40, blank=True)  # the key of the format it was copied from
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)  # of the latest edition
    retired_at = models.DateTimeField(null=True)
    form_key = models.CharField(max_length=40, null=True, unique=True)

    objects = OwnFormatQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["community", "retired_at", "id"], name="format_of_community")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The key of its latest edition, as rooms name their format."""
        return key_of(self.public_id, self.number)


class FormatEdition(models.Model):
    """What a format said at one time. It is never changed: rooms that were planned by it keep it."""

    format = models.ForeignKey(OwnFormat, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40, unique=True)
    text = models.TextField(max_length=64_000)
    reason = models.CharField(_("what is different, and why"), max_length=300, blank=True)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["format", "number"], name="one_edition_of_a_number"),
        ]

    def __str__(self) -> str:
        return self.key


def key_of(public_id: str, number: int) -> str:
    """The key under which a room names one edition of a community's own format."""
    return f"{public_id}-{number}"
