from django.db import models


class Limit(models.Model):
    """One thing counted for a while, under a hash of its name: attempts at signing in, a code that was used."""

    name_hash = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    expires = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.name_hash[:8]
