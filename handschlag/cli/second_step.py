"""`handschlag second-step`: which roles take a second step, and help for who has lost theirs."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from handschlag.cli.house import refusals_in_words
from handschlag.cli.people import person_known_by
from handschlag.core.actor import system_actor

if TYPE_CHECKING:
    from handschlag.platform.organisations.models import Role

app = typer.Typer(help="Say who needs a second step to sign in.", no_args_is_help=True)
RoleName = Annotated[str, typer.Argument(metavar="ROLE", help="As `administrator`.")]


@app.callback()
def group() -> None:
    """Say who needs a second step to sign in."""


@app.command()
def require(role: RoleName) -> None:
    """Whoever holds ROLE sets up a second step first, and signs in with it."""
    _set(role, is_required=True)
    typer.echo(f"The role {role} takes a second step, from the next click on.")


@app.command()
def waive(role: RoleName) -> None:
    """ROLE no longer takes a second step; whoever has one keeps it."""
    _set(role, is_required=False)
    typer.echo(f"The role {role} takes no second step any more.")


@app.command()
def reset(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Address of the person.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take away the second steps of somebody who has lost them, and tell them so by mail."""
    by = system_actor("command")
    with refusals_in_words():
        from handschlag.core.isolation import acting
        from handschlag.platform.identity import letters
        from handschlag.platform.identity.changing_factors import reset_factors
        from handschlag.platform.identity.models import Login
        from handschlag.platform.portals.queries import first_host, portal_at

        with acting(by):
            person = person_known_by(by, email)
            question = f"Are you sure that it is {person.name} who asks, not somebody else?"
            if not yes:
                typer.confirm(question, abort=True)
            try:
                count = reset_factors(by, person=person)
            except Login.DoesNotExist:
                sys.exit(f"{person.name} cannot sign in, so there is nothing to take away.")
            if count:
                letters.tell(portal_at(first_host()), person, email, letters.factors_reset)
    typer.echo(f"{count} taken away; {email} signs in without a second step.")


def _set(name: str, *, is_required: bool) -> None:
    by = system_actor("command")
    with refusals_in_words():
        from handschlag.core.isolation import acting
        from handschlag.platform.organisations.actions import require_factor

        with acting(by):
            require_factor(by, role=_role_called(name), is_required=is_required)


def _role_called(name: str) -> "Role":
    from handschlag.platform.organisations.models import Role

    known = {role.preset: role for role in Role.objects.exclude(preset="")}
    if name not in known:
        sys.exit(f"There is no role {name}. There are: {', '.join(sorted(known))}.")
    return known[name]
