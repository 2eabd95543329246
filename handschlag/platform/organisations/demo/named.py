"""The customers of the cast, with fixed names, addresses and sites; all of them made up."""

from dataclasses import dataclass

from handschlag.core.postal import PostalAddress

GERMANY = "DE"


@dataclass(frozen=True, slots=True)
class Named:
    """`street` and `place` as on an envelope; `sites` are name, street and place, in order."""

    number: str
    name: str
    trade: str
    size: float
    street: str
    place: str
    sites: tuple[tuple[str, str, str], ...] = ()
    buyers: tuple[str, ...] = ("",)
    eventful: bool = False

    @property
    def address(self) -> PostalAddress:
        return placed(self.name, self.street, self.place)


def placed(name: str, street: str, place: str, addition: str = "") -> PostalAddress:
    code, _, city = place.partition(" ")
    return PostalAddress(name, addition, street, code, city, GERMANY)


NAMED = (
    Named(
        "K-1001",
        "Kessler Haustechnik GmbH",
        "installer",
        4.0,
        "Gewerbering 14",
        "22926 Ahrensburg",
        (
            ("Hauptbetrieb", "Gewerbering 14", "22926 Ahrensburg"),
            ("Lager Süd", "Am Güterbahnhof 3", "21073 Hamburg"),
            ("Filiale Lübeck", "Hafenstraße 22", "23552 Lübeck"),
        ),
        eventful=True,
    ),
    Named(
        "K-1002",
        "Hausverwaltung Weber GmbH",
        "manager",
        1.6,
        "Marktplatz 9",
        "24103 Kiel",
        eventful=True,
    ),
    Named(
        "K-1003",
        "WEG Lindenallee 12–18",
        "manager",
        0.5,
        "Lindenallee 12",
        "24103 Kiel",
        buyers=("Jens Rohwer (Hausmeister)",),
    ),
    Named(
        "K-1004",
        "Wohnungsverein Nordhafen eG",
        "manager",
        2.2,
        "Hafenstraße 61",
        "24103 Kiel",
        (
            ("Hafenstraße", "Hafenstraße 61", "24103 Kiel"),
            ("Am Mühlenteich", "Am Mühlenteich 8", "24103 Kiel"),
        ),
        buyers=("Ilka Sörensen", "Bernd Clasen"),
    ),
    Named("K-1005", "Heinrich Vogt", "private", 0.6, "Eichenweg 7", "23795 Bad Segeberg"),
)
GROUP = Named(
    "K-1100",
    "Rademacher Gebäudetechnik Holding GmbH",
    "installer",
    0.3,
    "Siemensring 40",
    "28195 Bremen",
)
SUBSIDIARIES = (
    Named(
        "K-1101",
        "Rademacher Heizung GmbH",
        "installer",
        2.0,
        "Siemensring 42",
        "28195 Bremen",
        buyers=("Torben Asmus", "Wiebke Lührs"),
        eventful=True,
    ),
    Named(
        "K-1102",
        "Rademacher Kälte + Klima GmbH",
        "installer",
        1.2,
        "Industriestraße 5",
        "27568 Bremerhaven",
        buyers=("Dennis Harms",),
    ),
)
