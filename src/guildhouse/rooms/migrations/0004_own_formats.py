import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import guildhouse.kit.ids


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0002_counts"),
        ("rooms", "0003_find_by_end"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnFormat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=guildhouse.kit.ids.public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("made_from", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField()),
                ("number", models.PositiveIntegerField(default=1)),
                ("retired_at", models.DateTimeField(null=True)),
                ("form_key", models.CharField(max_length=40, null=True, unique=True)),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formats",
                        to="communities.community",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["community", "retired_at", "id"], name="format_of_community")
                ],
            },
        ),
        migrations.CreateModel(
            name="FormatEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=40, unique=True)),
                ("text", models.TextField(max_length=64000)),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="what is different, and why"),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "format",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="rooms.ownformat",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("format", "number"), name="one_edition_of_a_number")
                ],
            },
        ),
    ]
