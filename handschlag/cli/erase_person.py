"""`handschlag erase-person`: somebody asks to be forgotten (GDPR, article 17)."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from handschlag.cli.house import refusals_in_words
from handschlag.core.actor import system_actor

if TYPE_CHECKING:
    from handschlag.platform.identity.models import Person


def erase_person(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Address of the person.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take out all that says who a person was. It cannot be undone."""
    by = system_actor("command")
    with refusals_in_words():
        from handschlag.core.isolation import acting
        from handschlag.platform.identity import actions
        from handschlag.platform.organisations.actions import LastAdministrator
        from handschlag.platform.organisations.models import Organisation

        with acting(by):
            person = _person(email)
            if not yes:
                typer.confirm(f"Erase {person.name}, {email}, for good?", abort=True)
            try:
                actions.erase_person(by, person=person)
            except LastAdministrator as refused:
                company = Organisation.objects.get(pk=refused.args[0])
                sys.exit(
                    f"{person.name} alone administers {company.name}: let somebody else do so"
                    " first, by `handschlag invite --role administrator`."
                )
    typer.echo(f"{email} is erased.")


def _person(email: str) -> "Person":
    from handschlag.platform.identity.models import Person
    from handschlag.platform.identity.queries import person_signing_in

    by = system_actor("command")
    known = person_signing_in(by, email) or Person.objects.filter(email__iexact=email).first()
    if known is None:
        sys.exit(f"Nobody is known by {email}.")
    return known
