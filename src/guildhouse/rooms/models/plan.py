from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models import Community
from guildhouse.communities.models.membership import Level
from guildhouse.people.models import Person


class Plan(models.Model):
    """What a room states before it happens; a series states the same for each of its dates."""

    class Mode(models.TextChoices):
        ONLINE = "online", _("online")
        IN_PERSON = "in_person", _("in person")
        HYBRID = "hybrid", _("in person and online")

    class Access(models.TextChoices):
        SITE = "site", _("anyone in this house")
        MEMBERS = "members", _("members of the community")
        LEVEL = "level", _("members from a level up")
        INVITED = "invited", _("only people who are invited")
        FIXED = "fixed", _("the fixed group of the series")

    class Freed(models.TextChoices):
        PROMOTE = "promote", _("the next in line gets the seat at once")
        OFFER = "offer", _("the seat is offered to the next in line, who has some time to take it")

    class Line(models.TextChoices):
        FIRST_COME = "first_come", _("first come, first served")
        LOTTERY = "lottery", _("by lot: each place in line is drawn")
        NEWCOMERS = "newcomers", _("newcomers first, then first come")
        LEAST_RECENT = "least_recent", _("those first who have waited longest for a seat in this community")

    SHORTEST, LONGEST = 5, 12 * 60
    MOST_PEOPLE = 2000

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    format = models.CharField(_("format"), max_length=40, default="working-session")
    purpose = models.CharField(_("purpose"), max_length=160)
    about = models.TextField(_("what it is about, and what to bring"), max_length=8000, blank=True)
    mode = models.CharField(_("how we meet"), max_length=10, choices=Mode, default=Mode.ONLINE)
    place = models.CharField(_("place, as everybody may see it"), max_length=160, blank=True)
    address = models.CharField(_("exact address, only for those who come"), max_length=300, blank=True)
    link = models.URLField(_("joining link, only for those who come"), max_length=600, blank=True)
    zone = models.CharField(_("time zone"), max_length=60)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    capacity = models.PositiveIntegerField(
        _("most people"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    minimum = models.PositiveIntegerField(_("fewest people it works with"), default=0)
    lapse_if_below = models.BooleanField(_("let it lapse at the cut-off when fewer come"), default=False)
    needs_approval = models.BooleanField(_("a host answers each request"), default=False)
    question = models.CharField(_("a question to answer when asking for a seat"), max_length=300, blank=True)
    access = models.CharField(_("who may ask"), max_length=10, choices=Access, default=Access.MEMBERS)
    access_level = models.CharField(_("from this level up"), max_length=12, choices=Level, blank=True)
    welcomes_visitors = models.BooleanField(_("members of other communities may ask"), default=False)
    welcomes_agents = models.BooleanField(default=False)
    welcomes_observers = models.BooleanField(_("observers may come"), default=False)
    confidentiality = models.TextField(
        _("confidentiality clause, accepted by name"), max_length=2000, blank=True
    )
    freed = models.CharField(_("when a seat frees"), max_length=10, choices=Freed, default=Freed.PROMOTE)
    offer_hours = models.PositiveSmallIntegerField(_("hours an offer stands"), default=24)
    line = models.CharField(
        _("order of the waiting list"), max_length=14, choices=Line, default=Line.FIRST_COME
    )
    cutoff_minutes = models.PositiveIntegerField(_("cut-off, minutes before the start"), default=120)
    assumed = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    form_key = models.CharField(max_length=40, null=True, unique=True)

    class Meta:
        abstract = True


# What a date of a series takes over from it, and what editing the series changes in dates to come.
# Only for those who come, and who host.
INSIDE_FIELDS = ("link", "address")
SHARED_FIELDS = (
    *("format", "purpose", "about", "mode", "place", "address", "link", "zone", "minutes"),
    *("capacity", "minimum", "lapse_if_below", "needs_approval", "question"),
    *("access", "access_level", "welcomes_visitors", "welcomes_agents", "welcomes_observers"),
    *("confidentiality", "freed", "offer_hours", "line", "cutoff_minutes"),
)
