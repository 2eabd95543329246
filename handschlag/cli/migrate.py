import django


def migrate() -> None:
    """Bring the database to this release. Safe to run on several machines at once."""
    prepare_database(verbosity=1)


def prepare_database(*, verbosity: int) -> None:
    django.setup()
    from handschlag.core import database
    from handschlag.core.actor import system_actor
    from handschlag.core.isolation import acting
    from handschlag.platform.organisations.actions import install_preset_roles

    database.migrate(verbosity=verbosity)
    by = system_actor("migrate")
    with acting(by):
        install_preset_roles(by)
