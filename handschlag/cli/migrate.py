import django


def migrate() -> None:
    """Bring the database to this release. Safe to run on several machines at once.

    In an empty database it opens the first portal, at the address PUBLIC_URL.
    """
    prepare_database(verbosity=1)
    _ensure_portal()


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


def _ensure_portal() -> None:
    from handschlag.core.actor import system_actor
    from handschlag.core.isolation import acting
    from handschlag.core.text import Translated
    from handschlag.platform.portals.actions import open_portal
    from handschlag.platform.portals.models import Portal
    from handschlag.platform.portals.queries import first_host

    by, host = system_actor("migrate"), first_host()
    name = Translated(de="Kundenportal", en="Customer portal")
    with acting(by):
        if not Portal.objects.exists():
            open_portal(by, portal=Portal(host=host, name=name, company_name=host))
