from typing import TYPE_CHECKING, Annotated, Literal

import typer

from handschlag.cli.house import refusals_in_words

if TYPE_CHECKING:
    from handschlag.platform.portals.models import Portal

NEXT = """Customers reach it at {url}. Next:
  handschlag import orders FILE    takes in customers with their orders and invoices
  handschlag invite EMAIL          lets somebody in
  handschlag doctor                tells what is set wrongly"""


def createportal(  # noqa: PLR0913, PLR0917  each is an option of the command
    company: Annotated[str, typer.Option(prompt="Company", help="Whose portal it is.")],
    host: Annotated[str, typer.Option(help="Host name; that of PUBLIC_URL unless given.")] = "",
    name: Annotated[str, typer.Option(help="Its title; that of its purpose unless given.")] = "",
    brand: Annotated[str, typer.Option(help="Colour that its own are made from.")] = "#1F5C4D",
    languages: Annotated[
        str, typer.Option(help="What it speaks; the first for who asks for no other.")
    ] = "de,en",
    zone: Annotated[str, typer.Option(help="In which it shows times.")] = "Europe/Berlin",
    purpose: Annotated[
        Literal["customer", "service", "supplier"], typer.Option(help="Decides on its rooms.")
    ] = "customer",
) -> None:
    """Open a portal: the site under one host name that a company's customers sign in to."""
    with refusals_in_words():
        from handschlag.core.text import Translated
        from handschlag.platform.portals.models import Portal
        from handschlag.platform.portals.queries import first_host

        spoken = [language.strip() for language in languages.split(",")]
        portal = Portal(
            host=(host or first_host()).lower(),
            company_name=company,
            purpose=purpose,
            brand=brand,
            languages=spoken,
            default_language=spoken[0],
            time_zone=zone,
        )
        portal.name = Translated({spoken[0]: name} if name else _usual_names(portal))
        _open(portal)


def _usual_names(portal: "Portal") -> dict[str, str]:
    from django.utils.translation import override

    names = {}
    for language in portal.languages:
        with override(language):
            names[language] = str(portal.get_purpose_display())
    return names


def _open(portal: "Portal") -> None:
    from handschlag.core.actor import system_actor
    from handschlag.core.isolation import acting
    from handschlag.platform.portals.actions import open_portal
    from handschlag.platform.portals.queries import url_of

    by = system_actor("command")
    with acting(by):
        open_portal(by, portal=portal)
    typer.echo(f"The portal of {portal.company_name} is open.")
    typer.echo(NEXT.format(url=url_of(portal)))
