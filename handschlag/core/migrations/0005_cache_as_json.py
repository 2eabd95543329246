from django.db import migrations


class Migration(migrations.Migration):
    """What was kept before is not JSON; nothing in a cache is missed."""

    dependencies = [("core", "0004_journal_seal")]

    operations = [migrations.RunSQL("delete from core_cache", "delete from core_cache")]
