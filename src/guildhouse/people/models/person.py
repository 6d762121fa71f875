from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id


class PersonQuerySet(models.QuerySet["Person"]):
    def living(self) -> "PersonQuerySet":
        """Everybody who is here still: neither erased nor found to be the same as somebody else."""
        return self.filter(erased_at=None, merged_into=None)

    def claimed(self) -> "PersonQuerySet":
        """Those who have an account."""
        return self.exclude(claimed_at=None)


_Manager = BaseUserManager.from_queryset(PersonQuerySet)


class PersonManager(_Manager):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person with an account; called by the account pages and the commands."""
        person = Person(email=self.normalize_email(email).lower() or None, **fields)
        person.set_password(password)
        person.save(force_insert=True)
        return person


class Person(AbstractBaseUser):
    """Somebody known here, with or without an account yet: a human, or later a machine."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("a person")
        AGENT = "agent", _("an agent (a machine)")

    class SeenBy(models.TextChoices):
        HOUSE = "house", _("everybody signed in to this house")
        COMMUNITIES = "communities", _("people in a community with me")
        ME = "me", _("nobody; only my name where I take part")

    NAME_LENGTH = 120
    TEXT_LENGTH = 1000

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HUMAN)
    email = models.EmailField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    called = models.CharField(_("how I am called"), max_length=60, blank=True)
    handle = models.CharField(max_length=120, blank=True)
    affiliation = models.CharField(_("where I work"), max_length=120, blank=True)
    zone = models.CharField(_("my time zone"), max_length=60, blank=True)
    language = models.CharField(_("my language"), max_length=10, blank=True)
    practises = models.TextField(_("what I practise"), max_length=TEXT_LENGTH, blank=True)
    helps_with = models.TextField(_("what I can help with"), max_length=TEXT_LENGTH, blank=True)
    seen_by = models.CharField(
        _("who sees my profile"),
        max_length=12,
        choices=SeenBy,
        default=SeenBy.COMMUNITIES,
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    # Since when letters to this address come back. Why is kept with the letters; here so that every page can say so.
    unreachable_since = models.DateTimeField(null=True, blank=True, editable=False)
    is_site_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email"),
            models.UniqueConstraint(fields=["handle"], condition=~Q(handle=""), name="one_person_per_handle"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
        ]
        indexes = [
            # PostgreSQL reads the first in order; SQLite, which guesses that few are merged into nobody, the second.
            models.Index(Lower("name"), "id", name="person_by_name"),
            models.Index("merged_into", "erased_at", Lower("name"), "id", name="person_here_by_name"),
            models.Index(
                fields=["merged_into", "erased_at"],
                condition=Q(claimed_at=None),
                name="person_without_account",
            ),
            models.Index(
                fields=["merged_into", "erased_at", "is_active"],
                condition=Q(is_site_admin=True),
                name="person_who_keeps_the_house",
            ),
        ]

    def __str__(self) -> str:
        return self.called or self.name

    @property
    def is_claimed(self) -> bool:
        return self.claimed_at is not None


class Mute(models.Model):
    """One person who would rather not hear of another's acts."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Person, models.CASCADE, related_name="muted_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "muted"], name="one_mute_each"),
            models.CheckConstraint(condition=~Q(person=models.F("muted")), name="nobody_mutes_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}✕{self.muted_id}"


class ClaimInvitation(models.Model):
    """A link sent to one address, by which somebody takes the place that was kept for them; only its hash is kept."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="claim_invitations")
    email = models.EmailField(_("their e-mail address"))
    note = models.CharField(_("a word to them"), max_length=600, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="claim_invitations_sent")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at__isnull=False), name="claimed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.email}"


class Site(models.Model):
    """This installation: its name, its rules no community can lower, and whether it is a demonstration."""

    name = models.CharField(_("name of this house"), max_length=80, default="Guildhouse")
    welcome = models.TextField(_("a sentence of welcome"), max_length=600, blank=True)
    rules = models.TextField(_("rules that hold in every community here"), max_length=8000, blank=True)
    signers_needed = models.PositiveSmallIntegerField(
        _("sign-ons a call needs before it may open"), default=3
    )
    is_demo = models.BooleanField(default=False)
    set_up_at = models.DateTimeField(null=True)
    # After a restore: the moment whose state it is, and since when no letter leaves.
    restored_to = models.DateTimeField(null=True, editable=False)
    letters_held_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_site")]

    def __str__(self) -> str:
        return self.name
