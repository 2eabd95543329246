import sys
from typing import Annotated

import typer

from handschlag.cli.house import refusals_in_words
from handschlag.core.actor import system_actor


def createadmin(
    email: Annotated[str, typer.Option(prompt=True, help="Address to sign in with.")],
    name: Annotated[str, typer.Option(prompt=True, help="First and last name.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Create a member of staff who can sign in, also when everybody is locked out."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked_password()
    by = system_actor("command")
    with refusals_in_words():
        from django.contrib.auth.password_validation import validate_password

        from handschlag.core.isolation import acting
        from handschlag.platform.identity.actions import create_staff_login
        from handschlag.platform.organisations.actions import give_staff_role
        from handschlag.platform.organisations.models import Role
        from handschlag.platform.organisations.rights import ADMINISTERS_DESK

        validate_password(password)
        with acting(by):
            login = create_staff_login(by, email=email, name=name, password=password)
            everything = Role.objects.get(preset=ADMINISTERS_DESK)
            give_staff_role(by, person=login.person, role=everything)
    typer.echo(f"{name} can sign in as {email}.")


def _asked_password() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
