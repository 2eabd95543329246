"""The portal of the demo company, who may enter it, and the cast."""

from django.conf import settings

from handschlag.core.actor import Scope
from handschlag.core.demo import World
from handschlag.core.text import Translated
from handschlag.core.upserts import Rows
from handschlag.platform.identity.actions import create_login, create_person, join_demo_cast
from handschlag.platform.identity.models import DEMO_PASSWORD, Person
from handschlag.platform.organisations.actions import (
    Grant,
    add_member,
    appoint_contact_person,
    give_staff_role,
)
from handschlag.platform.organisations.models import Organisation, Role, Site
from handschlag.platform.organisations.rights import ADMINISTERS_DESK
from handschlag.platform.portals.actions import (
    Newcomer,
    admit_organisations,
    invite,
    open_portal,
    publish_legal_text,
    publish_news,
)
from handschlag.platform.portals.demo.cast import (
    CAST,
    CONTACT,
    CONTACT_LINE,
    EDITOR,
    EDITOR_LINE,
    GUESTS,
    Member,
    Seat,
)
from handschlag.platform.portals.demo.words import LEGAL, NEWS_BEGAN, NEWS_TEXT, NEWS_TITLE
from handschlag.platform.portals.models import LegalText, News, Portal
from handschlag.platform.portals.queries import first_host

COMPANY = "Thomsen & Brink Wärmetechnik GmbH"
WEBSITE = "https://www.thomsen-brink.example"


def fill(world: World) -> None:
    portal = open_portal(
        world.by,
        portal=Portal(
            host=first_host(),
            name=Translated(de="Kundenportal", en="Customer portal"),
            company_name=COMPANY,
            privacy_url=f"{WEBSITE}/datenschutz",
            accessibility_url=f"{WEBSITE}/barrierefreiheit",
        ),
    )
    everybody = Rows("select id as organisation_id from organisations_organisation")
    admit_organisations(world.by, portal=portal, organisations=everybody, run=world.run)
    _contact_person(world)
    _editor(world)
    _words(world, portal)
    for rank, member in enumerate(CAST, 1):
        _cast(world, portal, rank, member)
    for guest in GUESTS:
        _invited(world, portal, *guest)


def _contact_person(world: World) -> None:
    contact = _employee(CONTACT, is_contact=True)
    create_person(world.by, person=contact)
    everybody = list(Organisation.objects.values_list("pk", flat=True))
    appoint_contact_person(world.by, person=contact, organisations=everybody, run=world.run)
    _at_work(world, contact, 1, settings.DESK_HOST, CONTACT_LINE)


def _editor(world: World) -> None:
    editor = _employee(EDITOR)
    create_person(world.by, person=editor)
    _at_work(world, editor, 2, settings.STUDIO_HOST, EDITOR_LINE)


def _words(world: World, portal: Portal) -> None:
    for kind, text in LEGAL.items():
        publish_legal_text(world.by, portal=portal, kind=LegalText.Kind(kind), text=text)
    news = News(portal=portal, title=NEWS_TITLE, text=NEWS_TEXT, begins=world.today - NEWS_BEGAN)
    publish_news(world.by, news=news)


def _employee(known: tuple[str, str, str, str], *, is_contact: bool = False) -> Person:
    name, email, phone, title = known
    return Person(
        kind=Person.Kind.STAFF,
        name=name,
        email=email,
        phone=phone,
        job_title=title,
        is_contact=is_contact,
    )


def _at_work(world: World, person: Person, rank: int, host: str, line: dict[str, str]) -> None:
    login = create_login(world.by, person=person, email=person.email, password=DEMO_PASSWORD)
    everything = Role.objects.get(preset=ADMINISTERS_DESK)
    give_staff_role(world.by, person=person, role=everything)
    join_demo_cast(world.by, login=login, host=host, rank=rank, line=line)


def _cast(world: World, portal: Portal, rank: int, member: Member) -> None:
    person = Person(name=member.name, email=member.email, language="")
    create_person(world.by, person=person)
    login = create_login(world.by, person=person, email=member.email, password=DEMO_PASSWORD)
    line = {"de": member.line_de, "en": member.line_en}
    join_demo_cast(world.by, login=login, host=portal.host, rank=rank, line=line)
    for seat in member.seats:
        add_member(world.by, grant=_grant(person, seat))


def _invited(world: World, portal: Portal, name: str, email: str, number: str, role: str) -> None:
    newcomer = Newcomer(
        email=email,
        name=name,
        organisation=Organisation.objects.get(number=number),
        role=Role.objects.get(preset=role),
        scope=Scope.COMPANY,
        is_told_by_mail=True,
    )
    invite(world.by, portal=portal, newcomer=newcomer)


def _grant(person: Person, seat: Seat) -> Grant:
    organisation = Organisation.objects.get(number=seat.number)
    sites = Site.objects.filter(organisation=organisation, number=seat.site) if seat.site else ()
    return Grant(
        person=person,
        organisation=organisation,
        roles=[Role.objects.get(preset=seat.role)],
        scope=seat.scope,
        sites=list(sites),
    )
