"""Every table says to whom it belongs and how long its rows are kept.

The declaration stands on the model as the class attribute `isolation`; for tables of
packages it stands in a room's `contributions.tables`, by table name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Model

from handschlag.core.capability import contributions

CURRENT_ORGANISATION = (
    "(select nullif(current_setting('handschlag.organisation', true), '')::bigint)"
)
CURRENT_PERSON = "(select nullif(current_setting('handschlag.person', true), '')::bigint)"
CURRENT_PORTAL = "(select nullif(current_setting('handschlag.portal', true), '')::bigint)"


class Kind(StrEnum):
    OWNED = "owned"
    SHARED = "shared"
    IDENTITY = "identity"
    CREDENTIALS = "credentials"
    SYSTEM = "system"
    JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Declaration:
    kind: Kind
    retention: str
    portal: str | None = None
    portal_writes: bool = False
    erasable: bool = False
    append: bool = False
    of_person: bool = False
    is_final: bool = False


def owned(*, retention: str, portal_writes: bool = False, of_person: bool = False) -> Declaration:
    """Rows of one organisation each; the table carries `organisation_id` NOT NULL.

    `of_person` ones also carry `person_id`: colleagues see nothing of each other's.
    """
    own = f"organisation_id = {CURRENT_ORGANISATION}"
    if of_person:
        own += f" and person_id = {CURRENT_PERSON}"
    return Declaration(Kind.OWNED, retention, own, portal_writes, of_person=of_person)


def shared(*, retention: str) -> Declaration:
    """What all may read and only the desk and the system write."""
    return Declaration(Kind.SHARED, retention)


def identity(*, retention: str, portal: str | None, portal_writes: bool = False) -> Declaration:
    """What is read before an organisation is known; `portal` is the condition for customers."""
    return Declaration(Kind.IDENTITY, retention, portal, portal_writes)


def credentials(*, retention: str) -> Declaration:
    """Logins, factors, sessions, attempt counters: for the role `gate` alone."""
    return Declaration(Kind.CREDENTIALS, retention)


def system(*, retention: str, append: bool = False, is_final: bool = False) -> Declaration:
    """Queues, staging and book-keeping: jobs and imports write, the desk reads.

    `append` lets every role put rows in, and none but the system read any; what is in a table
    that `is_final` nobody changes or deletes.
    """
    return Declaration(Kind.SYSTEM, retention, append=append, is_final=is_final)


def journal(*, retention: str, erasable: bool = False) -> Declaration:
    """Append-only; a customer reads the entries of their organisation.

    `erasable` lets the system delete rows, for the personal values that stand apart.
    """
    own = f"organisation_id = {CURRENT_ORGANISATION}"
    return Declaration(Kind.JOURNAL, retention, own, erasable=erasable)


def declared(model: type[Model]) -> Declaration | None:
    return model.__dict__.get("isolation") or declared_tables().get(model._meta.db_table)


def declared_tables() -> dict[str, Declaration]:
    return {table: d for _, tables in contributions("tables") for table, d in tables.items()}


def tables() -> Iterator[tuple[str, Declaration | None]]:
    """Every table that Django manages or a room declares, with its declaration."""
    named = declared_tables()
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model._meta.db_table, declared(model)
            named.pop(model._meta.db_table, None)
    yield from named.items()
