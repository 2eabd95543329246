from collections.abc import Iterator

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.ui import palette
from handschlag.platform.portals.models import DEFAULT_BRAND, Portal
from handschlag.platform.portals.queries import branded_portals, portals_of
from handschlag.platform.portals.rules import BRAND

BY = system_actor("test")

ROUTES = {
    "portals:live": Answers(status={"GET": 204, "HEAD": 204}),
    "portals:language": Answers(status={"POST": 404}),
    "portals:theme": Answers(status={"POST": 404}),
    "portals:logo": Answers(
        kwargs=lambda _: {"digest": "0123456789ab"},
        reach=Reach.EVERYBODY,
        status={"GET": 404, "HEAD": 404},
    ),
    "portals:theme_sheet": Answers(
        kwargs=lambda _: {"digest": palette.digest(DEFAULT_BRAND)}, reach=Reach.EVERYBODY
    ),
}


def entrances(scene: Scene) -> Iterator[tuple[object, object]]:
    for company in scene.companies:
        with acting(BY):
            found = {portal.host for portal in portals_of(company.organisation.pk)}
        yield found, set(company.hosts)


def branded(scene: Scene) -> Iterator[tuple[object, object]]:
    """Who may change how portals look finds them all, and nobody else finds any."""
    with acting(BY):
        everywhere = set(Portal.objects.values_list("host", flat=True))
    for visitor in scene.visitors:
        is_theirs = visitor.actor.kind == "staff" and BRAND in visitor.actor.rights
        with acting(visitor.actor):
            found = set(branded_portals(visitor.actor).values_list("host", flat=True))
        yield found, everywhere if is_theirs else set()


QUESTIONS = {"portals.portals_of": entrances, "portals.branded_portals": branded}
