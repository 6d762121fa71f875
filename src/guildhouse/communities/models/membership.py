from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models.community import Community
from guildhouse.communities.models.counts import change_rings
from guildhouse.communities.models.levels import LEVEL_RANK, Level
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person

# Others know levels from here.
__all__ = [
    "LEVEL_RANK",
    "Invitation",
    "InvitationUse",
    "JoinRequest",
    "Level",
    "LevelChange",
    "Membership",
    "Office",
]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def living(self) -> "MembershipQuerySet":
        """Memberships that have not ended."""
        return self.filter(ended_at=None)

    def create(self, **fields: Any) -> "Membership":  # type: ignore[override]  # narrower than a manager's
        """A new membership, counted on its ring; what writes many at once counts them itself."""
        made: Membership = super().create(**fields)
        if made.ended_at is None:
            change_rings(made.community_id, {made.level: 1})
        return made


class Membership(models.Model):
    """A person in a community, from the day they join to the day they leave.

    It begins by `create`, changes by `move_to` and ends by `end`, for the rings count who is where.
    """

    Level = Level

    class Ending(models.TextChoices):
        LEFT = "left", _("left")
        REMOVED = "removed", _("removed")

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    level = models.CharField(max_length=12, choices=Level, default=Level.NEWCOMER)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=10, choices=Ending, blank=True)
    ended_why = models.CharField(max_length=1000, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(ended_at=None), name="one_living_membership_each"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="membership_level_known"),
        ]
        indexes = [
            models.Index(fields=["person", "community"], name="membership_of_person"),
            # Not with `ended_at` as a column: PostgreSQL would sort what it finds by IS NULL once more.
            models.Index(
                fields=["community", "level", "joined_at", "id"],
                condition=Q(ended_at=None),
                name="membership_by_level",
            ),
            models.Index(
                fields=["community", "joined_at"], condition=Q(ended_at=None), name="membership_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.community_id}:{self.level}"

    def move_to(self, level: str) -> None:
        """Write the level down, and count the member on its ring."""
        before, self.level = self.level, level
        self.save(update_fields=["level"])
        if before != level:
            change_rings(self.community_id, {before: -1, level: 1})

    def end(self, how: str, at: datetime, why: str = "") -> None:
        """Write the end down, and count the member no more."""
        self.ended_at, self.ended_how, self.ended_why = at, how, why
        self.save(update_fields=["ended_at", "ended_how", "ended_why"])
        change_rings(self.community_id, {self.level: -1})


class LevelChange(models.Model):
    """One step of a member, recognised by somebody with a sentence of evidence."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="level_changes")
    before = models.CharField(max_length=12, choices=Level, blank=True)
    after = models.CharField(max_length=12, choices=Level)
    evidence = models.CharField(_("what we saw"), max_length=1000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.before}→{self.after}"


class OfficeQuerySet(models.QuerySet["Office"]):
    def held(self) -> "OfficeQuerySet":
        """Offices somebody holds now."""
        return self.filter(ended_at=None)


class Office(models.Model):
    """An appointed duty with a term, handed over with a note."""

    class Kind(models.TextChoices):
        CONVENER = "convener", _("convener")
        FACILITATOR = "facilitator", _("facilitator")
        STEWARD = "steward", _("repertoire steward")
        MENTOR = "mentor", _("mentor")
        BROKER = "broker", _("broker")
        SPONSOR = "sponsor", _("sponsor")
        WELCOMER = "welcomer", _("welcomer")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="offices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="offices")
    kind = models.CharField(_("office"), max_length=12, choices=Kind)
    since = models.DateTimeField()
    term_ends_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    handover_note = models.TextField(_("note for whoever comes next"), max_length=4000, blank=True)
    appointed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="appointments")

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person", "kind"],
                condition=Q(ended_at=None),
                name="one_living_office_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.community_id}:{self.kind}"


class JoinRequest(models.Model):
    """Somebody who would like to join, and the answer they got."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(Person, models.CASCADE)
    message = models.TextField(_("why I would like to join"), max_length=2000)
    accepted_name = models.CharField(max_length=120, blank=True)
    accepted_edition = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="join_decisions")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    next_step = models.TextField(_("what they can do next"), max_length=1000, blank=True)
    may_ask_again = models.BooleanField(_("they may ask again"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(state="asked"), name="one_open_join_request_each"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(reason="") & ~Q(next_step="")), name="declining_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}→{self.community_id} {self.state}"


class Invitation(models.Model):
    """A link that lets a limited number of people in until it expires; only its hash is kept."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    note = models.CharField(_("a word to those invited"), max_length=600, blank=True)
    most_uses = models.PositiveIntegerField(_("for how many people"), default=1)
    uses = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, models.CASCADE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(uses__lte=F("most_uses")), name="invitation_not_overused"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}: {self.uses}/{self.most_uses}"


class InvitationUse(models.Model):
    """Who came in by which invitation."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="used_by")
    person = models.ForeignKey(Person, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "person"], name="one_use_each")]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.invitation_id}"
