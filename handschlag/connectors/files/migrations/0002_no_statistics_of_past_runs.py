from django.db import migrations

# Statistics of these columns describe runs of the past. A run that is new would pass for
# having no rows, and joins would be planned for none.
COLUMNS = [
    ("connector_files_stagedline", "run_id"),
    ("connector_files_stageddocument", "run_id"),
    ("connector_files_stageddocument", "chunk"),
    ("connector_files_stageddocument", "ordinal"),
]


class Migration(migrations.Migration):
    dependencies = [("connector_files", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"alter table {table} alter column {column} set statistics 0",
            f"alter table {table} alter column {column} set statistics default",
        )
        for table, column in COLUMNS
    ]
