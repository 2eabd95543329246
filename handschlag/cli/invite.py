import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from handschlag.cli.house import refusals_in_words
from handschlag.core.actor import Scope, system_actor
from handschlag.platform.organisations.rights import Preset

if TYPE_CHECKING:
    from handschlag.platform.organisations.models import Organisation
    from handschlag.platform.portals.models import Portal


def invite(  # noqa: PLR0913, PLR0917  each is an option of the command
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Address to sign in with.")],
    name: Annotated[str, typer.Option(prompt=True, help="First and last name.")],
    organisation: Annotated[
        str, typer.Option(prompt="Customer number", help="Customer number of the organisation.")
    ],
    role: Annotated[Preset, typer.Option(help="What they may do.")] = Preset.READER,
    scope: Annotated[
        Literal["own", "company"],
        typer.Option(help="What they see: all of the organisation's, or what is theirs alone."),
    ] = "company",
    portal: Annotated[str, typer.Option(help="Host name; that of PUBLIC_URL unless given.")] = "",
    mail: Annotated[
        bool,
        typer.Option("--mail/--no-mail", help="Ask them by mail, or let them sign in at once."),
    ] = True,
) -> None:
    """Invite somebody to act for an organisation; the same again sends a new invitation."""
    by = system_actor("command")
    with refusals_in_words():
        from handschlag.core.isolation import acting
        from handschlag.platform.organisations.models import Role
        from handschlag.platform.portals import actions
        from handschlag.platform.portals.queries import url_of

        with acting(by):
            at, company = _portal(portal), _organisation(organisation)
            newcomer = actions.Newcomer(
                email=email,
                name=name,
                organisation=company,
                role=Role.objects.get(preset=role),
                scope=Scope(scope),
                is_told_by_mail=mail,
            )
            actions.invite(by, portal=at, newcomer=newcomer)
    if mail:
        typer.echo(
            f"An invitation to act for {company.name} at {url_of(at)} is on its way to {email}: it"
            " is good for 7 days, and the same command sends another. `handschlag worker` sends it."
        )
    else:
        typer.echo(f"{email} can sign in by code at {url_of(at)} and acts for {company.name}.")


def _portal(host: str) -> "Portal":
    from handschlag.platform.portals.queries import first_host, portal_at

    wanted = host.lower() or first_host()
    portal = portal_at(wanted)
    if portal is None:
        sys.exit(f"No portal answers at {wanted}: open one by `handschlag createportal`.")
    return portal


def _organisation(number: str) -> "Organisation":
    from handschlag.platform.organisations.models import Organisation

    organisation = Organisation.objects.filter(number=number).first()
    if organisation is None:
        sys.exit(
            f"No organisation has the number {number}: `handschlag import orders` takes in "
            "customers with their numbers."
        )
    return organisation
