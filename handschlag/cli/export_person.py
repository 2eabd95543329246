"""`handschlag export-person`: somebody asks what is held on them (GDPR, articles 15 and 20)."""

import json
from typing import Annotated

import typer

from handschlag.cli.house import refusals_in_words
from handschlag.cli.people import person_known_by
from handschlag.core.actor import system_actor


def export_person(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Address of the person.")],
) -> None:
    """Print all that is held on a person as JSON, and nothing on anybody else."""
    by = system_actor("command")
    with refusals_in_words():
        from django.core.serializers.json import DjangoJSONEncoder

        from handschlag.core.isolation import acting
        from handschlag.platform.identity.actions import tell_person

        with acting(by):
            held = tell_person(by, person=person_known_by(by, email))
    typer.echo(json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
