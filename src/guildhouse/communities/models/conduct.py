from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.communities.models.community import Community
from guildhouse.kit.ids import public_id
from guildhouse.people.models import Person


class Report(models.Model):
    """Something a person wants the conduct contact (or the site) to look at."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="reports")
    reporter = models.ForeignKey(Person, models.CASCADE, related_name="reports_made")
    about = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="reports_about")
    text = models.TextField(_("what happened"), max_length=6000)
    to_site = models.BooleanField(_("send it to the people who run this house instead"), default=False)
    at = models.DateTimeField()
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="reports_answered")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answer=""), name="report_answer_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"report {self.public_id}"


class BlockQuerySet(models.QuerySet["Block"]):
    def in_force(self) -> "BlockQuerySet":
        """Blocks that have not been lifted."""
        return self.filter(lifted_at=None)


class Block(models.Model):
    """A person kept out of a community, with the reason, and the appeal they may make."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="blocks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="blocks")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="blocks_made")
    reason = models.TextField(_("reason"), max_length=2000)
    at = models.DateTimeField()
    appeal = models.TextField(_("appeal"), max_length=4000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    decision = models.TextField(_("answer to the appeal"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="appeals_decided")
    decided_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(lifted_at=None), name="one_block_in_force_each"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="block_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} kept out of {self.community_id}"
