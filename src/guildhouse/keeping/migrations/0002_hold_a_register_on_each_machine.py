from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("keeping", "0001_erase_and_lock"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="tombstone",
            name="noted_at",
        ),
    ]
