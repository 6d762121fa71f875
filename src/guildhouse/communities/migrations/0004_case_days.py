import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0003_find_quickly"),
    ]

    operations = [
        migrations.AddField(
            model_name="community",
            name="case_days",
            field=models.PositiveSmallIntegerField(
                default=90,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="how many days a case may stay after its room, at most",
            ),
        ),
        migrations.AddConstraint(
            model_name="community",
            constraint=models.CheckConstraint(
                condition=models.Q(("case_days__gte", 1), ("case_days__lte", 365)),
                name="cases_stay_a_year_at_most",
            ),
        ),
    ]
