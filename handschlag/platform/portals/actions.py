from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handschlag.core.actions import BulkOutcome, EntrySet, Outcome, action, bulk_action
from handschlag.core.actor import Actor, Scope
from handschlag.core.files.rasters import Raster
from handschlag.core.journal import Subject, subject_of
from handschlag.core.rules import is_system
from handschlag.core.text import Translated
from handschlag.core.upserts import Rows, fetched
from handschlag.platform.identity.actions import create_login, create_person
from handschlag.platform.identity.models import Person
from handschlag.platform.identity.queries import person_signing_in
from handschlag.platform.organisations import inviting
from handschlag.platform.organisations.actions import Grant, StaffInvited, add_member
from handschlag.platform.organisations.models import Membership, Organisation, Role
from handschlag.platform.organisations.rules import runs_the_portal
from handschlag.platform.portals.events import (
    LegalTextPublished,
    LookChanged,
    MemberInvited,
    MenuArranged,
    NewsPublished,
    NewsWithdrawn,
    OrganisationAdmitted,
    OrganisationsAdmitted,
    PortalOpened,
)
from handschlag.platform.portals.models import LegalText, Logo, News, Portal, PortalOrganisation
from handschlag.platform.portals.queries import MenuEntry, current_legal_text
from handschlag.platform.portals.rules import brands_portals

ADMIT = """
insert into portals_portalorganisation (portal_id, organisation_id)
select %s, organisation_id from ({}) as given
on conflict do nothing returning organisation_id
"""


class HostTaken(ValidationError):
    """Another portal answers at this host name."""

    def __init__(self) -> None:
        super().__init__(_("A portal answers at this host name already."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Whom to let in, and what they may do there; `name` is for somebody yet unknown."""

    email: str
    name: str
    organisation: Organisation
    role: Role
    scope: Scope
    is_told_by_mail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What customers see of whose portal it is. Without a `logo` it has none or `keeps_logo`."""

    name: Translated
    company_name: str
    brand: str
    logo: Raster | None = None
    keeps_logo: bool = True


@action(runs_the_portal)
def open_portal(by: Actor, *, portal: Portal) -> Outcome[Portal]:
    """Keep a new `portal`; it answers at its host from the next request on.

    Raises HostTaken, and ValidationError for values that no portal can have.
    """
    if Portal.objects.filter(host=portal.host).exists():
        raise HostTaken
    portal.full_clean()
    portal.save(force_insert=True)
    return Outcome(
        portal, PortalOpened(host=portal.host, purpose=portal.purpose), subject_of(portal)
    )


@action(brands_portals)
def change_look(by: Actor, *, portal: Portal, look: Look) -> Outcome[Portal]:
    """Give `portal` its name, colour and logo, from the next request on.

    Raises ValidationError that names what cannot be read with the colour.
    """
    portal.name, portal.company_name, portal.brand = look.name, look.company_name, look.brand
    if look.logo is not None:
        Logo.objects.update_or_create(portal=portal, defaults={"png": look.logo.png})
    elif not look.keeps_logo:
        Logo.objects.filter(portal=portal).delete()
    portal.logo_digest = _logo_digest(portal, look)
    portal.full_clean()
    portal.save(update_fields=["name", "company_name", "brand", "logo_digest"])
    event = LookChanged(host=portal.host, brand=portal.brand, logo=portal.logo_digest)
    return Outcome(portal, event, subject_of(portal))


@action(brands_portals)
def arrange_menu(by: Actor, *, portal: Portal, entries: list[MenuEntry]) -> Outcome[Portal]:
    """Show the menu's `entries` in this order, or not; what they lead to stays as it is."""
    keys = [entry.item.url_name for entry in entries]
    hidden = [entry.item.url_name for entry in entries if not entry.is_shown]
    portal.menu_order, portal.menu_hidden = keys, hidden
    portal.save(update_fields=["menu_order", "menu_hidden"])
    shown = [key for key in keys if key not in hidden]
    event = MenuArranged(host=portal.host, shown=" ".join(shown), hidden=" ".join(hidden))
    return Outcome(portal, event, subject_of(portal))


@action(brands_portals)
def publish_legal_text(
    by: Actor, *, portal: Portal, kind: LegalText.Kind, text: Translated
) -> Outcome[LegalText]:
    """Show `text` from now on, and keep what stood there before; an empty one takes it down."""
    newest = current_legal_text(portal, kind)
    version = newest.version + 1 if newest else 1
    made = LegalText.objects.create(portal=portal, kind=kind, version=version, text=text)
    others = {known for known in portal.legal_kinds if known != kind}
    portal.legal_kinds = sorted(others | {str(kind)} if str(text) else others)
    portal.save(update_fields=["legal_kinds"])
    event = LegalTextPublished(host=portal.host, text=kind, number=version)
    return Outcome(made, event, subject_of(portal))


@action(brands_portals)
def publish_news(by: Actor, *, news: News) -> Outcome[News]:
    """Put `news` on the home of its portal, in place of what was there."""
    news.full_clean(validate_unique=False)
    values = {name: getattr(news, name) for name in ("title", "text", "begins", "ends")}
    kept, _ = News.objects.update_or_create(portal=news.portal, defaults=values)
    ends = kept.ends.isoformat() if kept.ends else ""
    event = NewsPublished(host=kept.portal.host, begins=kept.begins.isoformat(), ends=ends)
    return Outcome(kept, event, subject_of(kept.portal))


@action(brands_portals)
def withdraw_news(by: Actor, *, portal: Portal) -> Outcome[Portal]:
    News.objects.filter(portal=portal).delete()
    return Outcome(portal, NewsWithdrawn(host=portal.host), subject_of(portal))


@bulk_action(runs_the_portal)
def admit_organisation(
    by: Actor, *, portal: Portal, organisation: Organisation
) -> BulkOutcome[bool]:
    """Let members of `organisation` enter `portal`; returns False when they could already."""
    _, is_new = PortalOrganisation.objects.get_or_create(portal=portal, organisation=organisation)
    event = OrganisationAdmitted(host=portal.host, organisation_id=organisation.pk)
    return BulkOutcome(is_new, event if is_new else None, subject_of(organisation))


@action(runs_the_portal)
def invite(by: Actor, *, portal: Portal, newcomer: Newcomer) -> Outcome[Membership]:
    """Let somebody act for an organisation in `portal`, once they have accepted by the mail.

    The same again sends a new mail. Who is not told by mail signs in by code at once. Raises
    StaffInvited, what organisations.inviting raises, and ValidationError for a bad name or address.
    """
    known = person_signing_in(by, newcomer.email)
    if known is not None and known.kind == Person.Kind.STAFF:
        raise StaffInvited
    if newcomer.is_told_by_mail:
        membership = _asked(by, portal, newcomer)
    else:
        membership = _let_in(by, known or _known_from_now_on(by, newcomer), newcomer)
    admit_organisation(by, portal=portal, organisation=newcomer.organisation)
    return Outcome(membership, MemberInvited(host=portal.host), subject_of(membership))


@bulk_action(is_system)
def admit_organisations(
    by: Actor, *, portal: Portal, organisations: Rows, run: Subject
) -> BulkOutcome[int]:
    """As `admit_organisation` for each organisation_id of a set; returns how many are new."""
    parameters = [portal.pk, *organisations.parameters]
    admitted = fetched(Rows(ADMIT.format(organisations.select), parameters))
    entries = EntrySet(
        OrganisationAdmitted,
        Organisation._meta.label_lower,
        "select id, id, now(), jsonb_build_object('host', %s::text, 'organisation_id', id)"
        " from organisations_organisation where id = any(%s)",
        [portal.host, [organisation for (organisation,) in admitted]],
    )
    event = OrganisationsAdmitted(host=portal.host, admitted=len(admitted))
    return BulkOutcome(len(admitted), event, run, entries=(entries,), quiet=True)


def _logo_digest(portal: Portal, look: Look) -> str:
    if look.logo is not None:
        return look.logo.digest
    return portal.logo_digest if look.keeps_logo else ""


def _known_from_now_on(by: Actor, newcomer: Newcomer) -> Person:
    email = newcomer.email.lower()
    person = create_person(by, person=Person(name=newcomer.name, email=email))
    create_login(by, person=person, email=email)
    return person


def _let_in(by: Actor, person: Person, newcomer: Newcomer) -> Membership:
    grant = Grant(
        person=person,
        organisation=newcomer.organisation,
        roles=[newcomer.role],
        scope=newcomer.scope,
    )
    membership: Membership = add_member(by, grant=grant)
    return membership


def _asked(by: Actor, portal: Portal, newcomer: Newcomer) -> Membership:
    organisation, email = newcomer.organisation, newcomer.email
    waiting = inviting.invited_as(organisation, email)
    membership: Membership
    if waiting is not None:
        membership = inviting.invite_again(by, portal=portal, membership_id=waiting.pk)
        return membership
    membership = inviting.invite(
        by,
        portal=portal,
        organisation=organisation,
        guest=inviting.Guest(email=email, name=newcomer.name),
        access=inviting.Access(roles=[newcomer.role], scope=newcomer.scope),
    )
    return membership
