import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0004_requests"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="fact",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, to="history.fact"
            ),
        ),
    ]
