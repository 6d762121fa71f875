from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person


class Imported(models.Model):
    """What became of one thing of a source: the row it made here, and what the source said of it at the last import.

    `object_id` is a plain id, so that the row stays when the thing goes: what was removed here by hand is not
    made again as long as the source says the same.
    """

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("community")
        PERSON = "person", _("person")
        MEMBERSHIP = "membership", _("membership")
        OFFICE = "office", _("office")
        SERIES = "series", _("series")
        ROOM = "room", _("room")

    KEY_LENGTH = 400

    source = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=KEY_LENGTH)
    object_id = models.BigIntegerField(null=True)
    said = models.JSONField(default=dict)
    start_on = models.DateField(null=True)
    first_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "key"], name="imported_once"),
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="imported_as")]

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.key}"


class ImportRun(models.Model):
    """One file brought to this house, with the answers to its questions, from the upload to what came of it."""

    class State(models.TextChoices):
        READ = "read", _("read, not brought in yet")
        ASKED = "asked", _("waiting for its turn")
        WRITING = "writing", _("being brought in")
        DONE = "done", _("brought in")
        FAILED = "failed", _("stopped")

    UNDER_WAY = (State.ASKED, State.WRITING)
    NAME_LENGTH = 160

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=NAME_LENGTH)
    source = models.CharField(max_length=120, blank=True)
    content = models.TextField()
    answers = models.JSONField(default=dict)
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=160, blank=True)
    report = models.JSONField(default=dict)
    why_failed = models.CharField(max_length=600, blank=True)
    uploaded_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="import_not_overdone"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
