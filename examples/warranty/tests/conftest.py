"""The house's own databases and nets, for the tests of a room from outside."""

from handschlag.conftest import (  # noqa: F401  fixtures are found by their names here
    _nets,
    _static_files,
    django_db_setup,
    pytest_collection_modifyitems,
    template_database,
)
