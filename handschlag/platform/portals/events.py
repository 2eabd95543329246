from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event, event


@event("portals.portal_opened", sentence=_("The portal %(host)s was opened"))
class PortalOpened(Event):
    host: str
    purpose: str


@event("portals.organisation_admitted", sentence=_("The customer may enter the portal %(host)s"))
class OrganisationAdmitted(Event):
    host: str
    organisation_id: int


@event("portals.member_invited", sentence=_("A member was let into the portal %(host)s"))
class MemberInvited(Event):
    host: str


@event(
    "portals.organisations_admitted",
    sentence=_("%(admitted)s customers may enter the portal %(host)s now"),
)
class OrganisationsAdmitted(Event):
    host: str
    admitted: int


@event("portals.look_changed", sentence=_("The look of the portal %(host)s was changed"))
class LookChanged(Event):
    host: str
    brand: str
    logo: str


@event("portals.menu_arranged", sentence=_("The menu of the portal %(host)s was arranged"))
class MenuArranged(Event):
    host: str
    shown: str
    hidden: str


@event(
    "portals.legal_text_published",
    sentence=_("A legal text of the portal %(host)s was published, version %(number)s"),
)
class LegalTextPublished(Event):
    host: str
    text: str
    number: int


@event("portals.news_published", sentence=_("News were put on the home of the portal %(host)s"))
class NewsPublished(Event):
    host: str
    begins: str
    ends: str


@event("portals.news_withdrawn", sentence=_("News were taken off the home of the portal %(host)s"))
class NewsWithdrawn(Event):
    host: str
