from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, person: Person | None) -> "CommunityQuerySet":
        """Communities the person (or None, somebody signed out) may know of: public, listed, or their own."""
        known = Q(visibility__in=(Community.Visibility.PUBLIC, Community.Visibility.LISTED))
        if person is None:
            return self.filter(known)
        return self.filter(known | Q(pk__in=person.memberships.living().values("community")))

    def open(self) -> "CommunityQuerySet":
        """Communities that are under way, neither a call nor archived."""
        return self.filter(state=Community.State.OPEN)


class Community(models.Model):
    """People who share a concern, and what holds them together: a domain, a rhythm, a charter."""

    class State(models.TextChoices):
        CALL = "call", _("a call")
        OPEN = "open", _("open")
        ARCHIVED = "archived", _("archived")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public: everybody sees its front page and its rooms")
        LISTED = "listed", _("listed: everybody sees its name, its domain and how to join")
        HIDDEN = "hidden", _("hidden: only members and people invited know of it")

    class Joining(models.TextChoices):
        OPEN = "open", _("open: whoever accepts the charter is in")
        REQUEST = "request", _("by request: a convener answers")
        INVITATION = "invitation", _("by invitation only")

    class Stage(models.TextChoices):
        POTENTIAL = "potential", _("potential")
        COALESCING = "coalescing", _("coalescing")
        MATURING = "maturing", _("maturing")
        STEWARDSHIP = "stewardship", _("stewardship")
        TRANSFORMATION = "transformation", _("transformation")
        DORMANT = "dormant", _("dormant")

    class RoomsBy(models.TextChoices):
        MEMBERS = "members", _("every member")
        ACTIVE = "active", _("active and core members, facilitators and conveners")
        CONVENERS = "conveners", _("facilitators and conveners")

    NAME_LENGTH = 120
    TEXT_LENGTH = 6000

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    state = models.CharField(max_length=10, choices=State, default=State.CALL)
    visibility = models.CharField(
        _("who knows of it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    joining = models.CharField(_("how people join"), max_length=12, choices=Joining, default=Joining.OPEN)
    domain = models.TextField(_("domain: what we care about"), max_length=TEXT_LENGTH, blank=True)
    stakes = models.TextField(
        _("stakes: why we would pursue it without a mandate"), max_length=TEXT_LENGTH, blank=True
    )
    scope = models.TextField(_("scope: what it is, and what it is not"), max_length=TEXT_LENGTH, blank=True)
    rhythm = models.TextField(
        _("rhythm: how often we meet, and when we are quiet"), max_length=600, blank=True
    )
    first_thing = models.TextField(_("a first thing a newcomer can do"), max_length=600, blank=True)
    elsewhere = models.TextField(_("where we also meet"), max_length=TEXT_LENGTH, blank=True)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage, default=Stage.POTENTIAL)
    rooms_by = models.CharField(
        _("who may open rooms"), max_length=10, choices=RoomsBy, default=RoomsBy.ACTIVE
    )
    case_days = models.PositiveSmallIntegerField(
        _("how many days a case may stay after its room, at most"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    conduct_contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact_for",
        verbose_name=_("conduct contact"),
    )
    language = models.CharField(_("language we mostly use"), max_length=10, default="en")
    zone = models.CharField(_("time zone of its rooms"), max_length=60, default="UTC")
    founded_elsewhere = models.BooleanField(default=False)
    called_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="calls")
    form_key = models.CharField(max_length=40, null=True, unique=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | (Q(opened_at__isnull=False) & ~Q(domain="")),
                name="open_community_has_a_domain",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="community_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(case_days__gte=1, case_days__lte=365), name="cases_stay_a_year_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_call(self) -> bool:
        return self.state == self.State.CALL

    @property
    def is_archived(self) -> bool:
        return self.state == self.State.ARCHIVED

    def get_absolute_url(self) -> str:
        """The address of its front page, which a door composes."""
        return f"/c/{self.slug}/"


class OldSlug(models.Model):
    """An address a community had before; it leads on to the present one."""

    slug = models.SlugField(max_length=60, unique=True)
    community = models.ForeignKey(Community, models.CASCADE)

    def __str__(self) -> str:
        return self.slug


class SignOn(models.Model):
    """Somebody who says why they care about a call, and what they bring."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="sign_ons")
    person = models.ForeignKey(Person, models.CASCADE)
    reason = models.TextField(_("why I care"), max_length=1000)
    brings = models.TextField(_("what I bring"), max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "person"], name="one_sign_on_each")]

    def __str__(self) -> str:
        return f"{self.person_id}→{self.community_id}"


class Question(models.Model):
    """One open question of a community's learning agenda."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WORKING = "working", _("being worked on")
        LEARNED = "learned", _("learned")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    working_on = models.TextField(_("who works on it, and how"), max_length=1000, blank=True)
    learned = models.TextField(_("what we learned, and with what"), max_length=4000, blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="learned") | ~Q(learned=""), name="learned_says_what"),
        ]

    def __str__(self) -> str:
        return self.text


class StageDeclaration(models.Model):
    """The stage a convener says the community is in, and why."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=16, choices=Community.Stage)
    why = models.TextField(_("what makes us say so"), max_length=1000)
    evidence = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.SET_NULL, null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.community_id}: {self.stage}"
