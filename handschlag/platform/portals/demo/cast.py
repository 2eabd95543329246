"""The people of the demo, each with one click on the sign-in page. All of them are made up."""

from dataclasses import dataclass

from handschlag.core.actor import Scope
from handschlag.platform.organisations.rights import Preset


@dataclass(frozen=True, slots=True)
class Seat:
    """A membership: `number` of the organisation, `site` the number of the only site."""

    number: str
    role: Preset
    scope: Scope = Scope.COMPANY
    site: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    email: str
    line_de: str
    line_en: str
    seats: tuple[Seat, ...]


CONTACT = (
    "Maren Thomsen",
    "m.thomsen@thomsen-brink.example",
    "+49 40 66969 114",
    "Kundenbetreuung",
)

CONTACT_LINE = {
    "de": "Kundenbetreuung: findet am Arbeitsplatz alle Kundinnen und Kunden",
    "en": "Customer service: finds every customer at the desk",
}

EDITOR = ("Nele Brink", "n.brink@thomsen-brink.example", "+49 40 66969 131", "Marketing")

EDITOR_LINE = {
    "de": "Marketing: bestimmt in der Redaktion, wie das Portal aussieht",
    "en": "Marketing: decides in the studio how the portal looks",
}

CAST = (
    Member(
        "Sabine Kessler",
        "s.kessler@kessler-haustechnik.example",
        "Inhaberin, Kessler Haustechnik: sieht und verwaltet alles",
        "Owner of Kessler Haustechnik: sees and manages everything",
        (Seat("K-1001", Preset.ADMINISTRATOR),),
    ),
    Member(
        "Jonas Brandt",
        "j.brandt@kessler-haustechnik.example",
        "Einkauf, Kessler Haustechnik: Bestellungen, keine Rechnungen",
        "Buyer at Kessler Haustechnik: orders, no invoices",
        (Seat("K-1001", Preset.BUYER),),
    ),
    Member(
        "Petra Lindner",
        "p.lindner@kessler-haustechnik.example",
        "Buchhaltung, Kessler Haustechnik: Rechnungen und Bestellungen",
        "Accountant at Kessler Haustechnik: invoices and orders",
        (Seat("K-1001", Preset.ACCOUNTANT),),
    ),
    Member(
        "Murat Yildiz",
        "m.yildiz@kessler-haustechnik.example",
        "Monteur, Kessler Haustechnik: nur der Standort Lager Süd",
        "Fitter at Kessler Haustechnik: only the site Lager Süd",
        (Seat("K-1001", Preset.BUYER, Scope.SITE, "2"),),
    ),
    Member(
        "Claudia Weber",
        "c.weber@hv-weber.example",
        "Hausverwalterin: wechselt zwischen drei Organisationen",
        "Property manager: switches between three organisations",
        (
            Seat("K-1002", Preset.ADMINISTRATOR),
            Seat("K-1003", Preset.ACCOUNTANT),
            Seat("K-1004", Preset.READER),
        ),
    ),
    Member(
        "Anke Rademacher",
        "a.rademacher@rademacher-holding.example",
        "Geschäftsführerin einer Gruppe: alle Tochterfirmen",
        "Head of a group: all its companies",
        (Seat("K-1100", Preset.ADMINISTRATOR, Scope.SUBTREE),),
    ),
    Member(
        "Heinrich Vogt",
        "heinrich.vogt@privat.example",
        "Privatkunde mit eigener Heizung",
        "Private customer with a heating system of his own",
        (Seat("K-1005", Preset.ADMINISTRATOR),),
    ),
)

# Each has an invitation in the mails of the demo that waits to be accepted.
GUESTS = (
    ("Lea Hartmann", "l.hartmann@kessler-haustechnik.example", "K-1001", Preset.READER),
    ("Dirk Olsen", "d.olsen@olsen-elektro.example", "K-1002", Preset.ACCOUNTANT),
)
