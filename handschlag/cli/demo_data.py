"""Fills the demo company once: every room adds its part, in the order of the house."""

from datetime import date, datetime, time
from random import Random

from django.utils import timezone
from django.utils.translation import override
from rich.console import Console

from handschlag.core.actor import ANONYMOUS, system_actor
from handschlag.core.capability import contributions
from handschlag.core.demo import World
from handschlag.core.isolation import acting
from handschlag.core.journal import Subject, quietly
from handschlag.platform.identity.models import DemoCastMember
from handschlag.platform.portals.models import Portal

SEED = 20
CROWD = 290
BY = system_actor("demo")


def fill(console: Console) -> None:
    """All or nothing, in one transaction; a company that is there already stays as it is."""
    fill_with(world_of(timezone.localdate()), console)


def world_of(day: date, *, seed: int = SEED, crowd: int = CROWD) -> World:
    """What the company is made of: on the same day, from the same seed, always the same."""
    morning = timezone.make_aware(datetime.combine(day, time()))
    return World(Random(seed), morning, BY, Subject("core.demo", seed), crowd)


def fill_with(world: World, console: Console) -> None:
    with acting(BY), quietly():
        if Portal.objects.exists():
            return
        with console.status("Filling the demo company"):
            for capability, demo in contributions("demo"):
                with override("en"):  # the company speaks German, the command line does not
                    console.print(f"· Filling the demo company: {capability.verbose_name} …")
                demo(world)


def addresses() -> list[tuple[str, str]]:
    with acting(BY):
        return [(str(portal.name), portal.host) for portal in Portal.objects.order_by("pk")]


def cast() -> list[tuple[str, str, str]]:
    """Name, address and a line on each person that the sign-in page offers."""
    with acting(ANONYMOUS):
        members = DemoCastMember.objects.select_related("login__person").order_by("-host", "rank")
        return [(m.login.person.name, m.login.email, str(m.line)) for m in members]
