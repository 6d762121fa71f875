from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhouse.kit.ids import public_id


class AddressChange(models.Model):
    """Somebody's wish to use another address. Both have to confirm it; of the links only hashes are kept."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="address_changes")
    old_email = models.EmailField()
    new_email = models.EmailField(_("your new e-mail address"))
    old_hash = models.CharField(max_length=64, unique=True)
    new_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    new_agreed_at = models.DateTimeField(null=True)
    old_agreed_at = models.DateTimeField(null=True)
    # A second factor spoke for the old address, which nobody reads any more.
    by_factor = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(done_at=None, ended_at=None),
                name="one_address_change_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(new_agreed_at__isnull=False, old_agreed_at__isnull=False),
                name="address_changes_when_both_agree",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.new_email}"
