from collections.abc import Iterator

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.ui import palette
from handschlag.platform.portals.models import DEFAULT_BRAND
from handschlag.platform.portals.queries import portals_of

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


QUESTIONS = {"portals.portals_of": entrances}
