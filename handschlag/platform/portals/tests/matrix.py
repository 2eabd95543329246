from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from handschlag.core.actor import ActorKind, system_actor
from handschlag.core.capability import contributions
from handschlag.core.isolation import acting
from handschlag.core.tests.matrix.answers import Answers, Reach
from handschlag.core.tests.matrix.planted import switched_off
from handschlag.core.tests.matrix.scene import Scene
from handschlag.core.ui import palette
from handschlag.platform.portals.models import DEFAULT_BRAND, LegalText, Portal
from handschlag.platform.portals.queries import (
    branded_portals,
    current_legal_text,
    menu_entries,
    news_on,
    portal_at,
    portals_of,
)
from handschlag.platform.portals.rules import BRAND, brands_portals

BY = system_actor("test")

ROUTES = {
    "portals:live": Answers(status={"GET": 204, "HEAD": 204}),
    "portals:language": Answers(status={"POST": 404}),
    "portals:theme": Answers(status={"POST": 404}),
    "portals:legal": Answers(
        kwargs=lambda _: {"kind": "imprint"},
        reach=Reach.EVERYBODY,
        status={"GET": 404, "HEAD": 404},
    ),
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
        yield brands_portals.test(replace(visitor.actor, kind=ActorKind.PERSON)), False
    yield brands_portals.test(BY), True


def menus(scene: Scene) -> Iterator[tuple[object, object]]:
    """What is switched off in a portal is offered for its menu no more than it opens there."""
    off = switched_off()
    items = {i.url_name for room, of in contributions("menu") for i in of if room.label == off}
    for rooms, shown in (([], items), ([off], set())):
        offered = {entry.item.url_name for entry in menu_entries(Portal(switched_off=rooms))}
        yield offered & items, shown


def words(scene: Scene) -> Iterator[tuple[object, object]]:
    """A portal has its own texts of each kind, and its own news on their days alone."""
    yield news_on(Portal(host="quiet.example"), date.today()), None  # noqa: DTZ011
    for world in scene.worlds:
        text, news = world.row("portals.LegalText"), world.row("portals.News")
        with acting(BY):
            yield current_legal_text(text.portal, text.kind), text
            yield current_legal_text(text.portal, LegalText.Kind.TERMS), None
            portal = portal_at(news.portal.host)
        assert portal is not None
        yield news_on(portal, news.begins), news
        yield news_on(portal, news.begins - timedelta(days=1)), None


QUESTIONS = {
    "portals.portals_of": entrances,
    "portals.branded_portals": branded,
    "portals.menu_entries": menus,
    "portals.words": words,
}
