"""`handschlag erase-person`: somebody asks to be forgotten (GDPR, article 17)."""

import sys
from typing import Annotated

import typer

from handschlag.cli.house import refusals_in_words
from handschlag.cli.people import person_known_by
from handschlag.core.actor import system_actor


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
            person = person_known_by(by, email)
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
