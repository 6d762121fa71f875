from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guildhouse.communities.models import Community
from guildhouse.people.models import Person

# How the kinds of letters begin that the account pages write.
ABOUT_ACCOUNT = "account."
# What a letter holds that its reader has read, or was never to read.
WORDLESS = {"text": "", "html": "", "calendar": ""}


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, at: datetime) -> "LetterQuerySet":
        """What may be sent at this moment: waiting and not postponed, or left behind by a worker that died."""
        return self.filter(
            Q(state=Letter.State.QUEUED, not_before__lte=at)
            | Q(state=Letter.State.SENDING, leased_until__lt=at)
        )

    def but_about_accounts(self) -> "LetterQuerySet":
        """All but letters about the account itself: those go even to an address that takes none, or is left."""
        return self.exclude(kind__startswith=ABOUT_ACCOUNT)


class Letter(models.Model):
    """One letter to one person (or, while somebody proves an address, to an address), and what became of it."""

    class State(models.TextChoices):
        QUEUED = "queued"
        WAITING = "waiting"  # for the reader's next digest
        PARKED = "parked"  # until the reader's address works again
        SENDING = "sending"
        SENT = "sent"
        TOLD = "told"  # in the digest it names
        FAILED = "failed"
        SHOWN = "shown"
        DROPPED = "dropped"

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="letters")
    to = models.EmailField()
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=12, blank=True, default="")
    thread = models.CharField(max_length=60, blank=True, default="")
    digest = models.ForeignKey("self", models.SET_NULL, null=True, related_name="told")
    fact_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    message_id = models.CharField(max_length=200, unique=True)
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    calendar = models.TextField(blank=True, default="")
    calendar_method = models.CharField(max_length=10, blank=True, default="")
    language = models.CharField(max_length=10)
    holds_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact_id", "person"], name="one_letter_a_fact_and_person"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_letter_says_when"
            ),
        ]
        indexes = [
            models.Index(
                F("not_before"), F("id"), condition=Q(state__in=("queued", "sending")), name="letter_waiting"
            ),
            models.Index(
                F("person"), F("id"), condition=Q(state__in=("waiting", "parked")), name="letter_kept_back"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}: {self.state}"

    @property
    def is_about_account(self) -> bool:
        """Whether it is about the account itself; such letters are how an address is mended."""
        return self.kind.startswith(ABOUT_ACCOUNT)


class Wishes(models.Model):
    """How one person wants letters; whoever has no row wants them as everybody does who never chose."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", pgettext_lazy("how often the digest comes", "every day")
        WEEKLY = "weekly", _("once a week")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("on Mondays")
        TUESDAY = 1, _("on Tuesdays")
        WEDNESDAY = 2, _("on Wednesdays")
        THURSDAY = 3, _("on Thursdays")
        FRIDAY = 4, _("on Fridays")
        SATURDAY = 5, _("on Saturdays")
        SUNDAY = 6, _("on Sundays")

    person = models.OneToOneField(Person, models.CASCADE, related_name="wishes")
    # What was chosen for each group of letters; a group that is not named is as for everybody.
    choices = models.JSONField(default=dict, blank=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(
        _("on which day, if once a week"), choices=Weekday, default=Weekday.MONDAY
    )
    hour = models.PositiveSmallIntegerField(
        _("at what hour"), default=8, choices=[(hour, f"{hour}:00") for hour in range(24)]
    )
    # When the next digest is due; empty while nothing waits for one.
    digest_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lt=24, weekday__lt=7), name="digest_at_a_real_hour"),
        ]
        indexes = [models.Index(F("digest_at"), condition=Q(digest_at__isnull=False), name="digest_due")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.rhythm}"


class CommunityMute(models.Model):
    """A community somebody belongs to and wants no news of."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="muted_communities")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "community"], name="one_mute_of_a_community_each")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}✕{self.community_id}"


class Failure(models.Model):
    """That letters to somebody's address come back: first a suspicion, then (`suspended_at`) none leave any more."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="address_failure")
    address = models.EmailField()
    why = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.address} since {self.first_at}"
