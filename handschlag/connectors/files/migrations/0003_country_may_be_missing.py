from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("connector_files", "0002_no_statistics_of_past_runs")]

    operations = [
        migrations.AlterField(
            model_name="stagedline",
            name="country",
            field=models.CharField(db_default="", max_length=60),
        ),
    ]
