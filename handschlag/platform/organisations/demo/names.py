"""Believable customers of a heating wholesaler; every name is made up."""

from dataclasses import dataclass, replace
from random import Random

from faker import Faker

from handschlag.core.postal import PostalAddress

TOWNS = (
    ("20457", "Hamburg"),
    ("21073", "Hamburg"),
    ("22113", "Oststeinbek"),
    ("22926", "Ahrensburg"),
    ("23552", "Lübeck"),
    ("23795", "Bad Segeberg"),
    ("24103", "Kiel"),
    ("24534", "Neumünster"),
    ("24837", "Schleswig"),
    ("24937", "Flensburg"),
    ("25335", "Elmshorn"),
    ("25524", "Itzehoe"),
    ("25746", "Heide"),
    ("21335", "Lüneburg"),
    ("21614", "Buxtehude"),
    ("27472", "Cuxhaven"),
    ("27568", "Bremerhaven"),
    ("28195", "Bremen"),
    ("19053", "Schwerin"),
    ("23966", "Wismar"),
)
STREETS = (
    "Am Güterbahnhof", "Am Mühlenteich", "Bahnhofstraße", "Bergstraße", "Dorfstraße",
    "Eichenweg", "Gewerbering", "Hafenstraße", "Handwerkerhof", "Industriestraße",
    "Kirchenstraße", "Lindenallee", "Lübecker Straße", "Marktplatz", "Rosenweg",
    "Schmiedestraße", "Schulstraße", "Siemensring", "Wiesengrund", "Ziegeleiweg",
)  # fmt: skip
INSTALLER = (
    "{name} Haustechnik GmbH",
    "{name} Heizung und Sanitär",
    "Heizungsbau {name}",
    "{name} & Söhne GmbH",
    "{name} Wärme + Bad GmbH & Co. KG",
    "Meisterbetrieb {name}",
    "{name} Energietechnik",
    "SHK {name} e. K.",
)
MANAGER = (
    "Hausverwaltung {name} GmbH",
    "{name} Immobilienverwaltung",
    "WEG {street}",
    "Bauverein {road} eG",
    "{name} Grundbesitz KG",
)
SHARES = (("installer", 0.62), ("manager", 0.23), ("private", 0.15))


@dataclass(frozen=True, slots=True)
class Made:
    name: str
    trade: str
    size: float
    address: PostalAddress
    buyer: str


def make(random: Random, count: int) -> list[Made]:
    """`count` customers with names that differ."""
    faker = Faker("de_DE")
    faker.seed_instance(random.getrandbits(32))
    made: dict[str, Made] = {}
    while len(made) < count:
        customer = _customer(random, faker)
        made.setdefault(customer.name, customer)
    return list(made.values())


def address(random: Random, name: str) -> PostalAddress:
    code, town = random.choice(TOWNS)
    street = f"{random.choice(STREETS)} {random.randint(1, 98)}"
    return PostalAddress(name=name, street=street, postal_code=code, city=town, country="DE")


def _customer(random: Random, faker: Faker) -> Made:
    trade = random.choices([t for t, _ in SHARES], [share for _, share in SHARES])[0]
    place = address(random, "")
    buyer = f"{faker.first_name()} {faker.last_name()}"
    name = buyer if trade == "private" else _firm(random, faker, trade, place.street)
    size = round(random.lognormvariate(0, 0.7), 2)
    return Made(name, trade, size, replace(place, name=name), buyer)


def _firm(random: Random, faker: Faker, trade: str, street: str) -> str:
    pattern = random.choice(INSTALLER if trade == "installer" else MANAGER)
    return pattern.format(name=faker.last_name(), street=street, road=street.rpartition(" ")[0])
