"""What the demo company sells: heating technology, about 250 articles, all made up."""

from dataclasses import dataclass
from decimal import Decimal

PIECE, METRE, PACK, SET = "C62", "MTR", "PK", "SET"


@dataclass(frozen=True, slots=True)
class Article:
    """`pack` is the quantity it is usually ordered in; `weight` how often."""

    number: str
    name: str
    unit: str
    price: Decimal
    pack: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Family:
    """Articles that differ by size; the price grows from size to size by `step`."""

    prefix: str
    name: str
    sizes: tuple[str, ...]
    price: str
    step: str
    pack: int = 1
    weight: float = 1.0
    unit: str = PIECE


FAMILIES = (
    _Family("UP", "Umwälzpumpe Hocheffizienz {}", ("25-40 180", "25-60 130", "25-60 180", "25-80 180", "30-60 180", "30-80 180", "32-100 180"), "148.50", "1.16", 1, 3),
    _Family("ZP", "Zirkulationspumpe Trinkwasser {}", ("15-15", "20-25", "25-40"), "129.90", "1.25", 1, 1),
    _Family("HV", "Heizkörperthermostatventil Eckform {}", ('3/8"', '1/2"', '3/4"'), "12.85", "1.18", 10, 5),
    _Family("HD", "Heizkörperthermostatventil Durchgang {}", ('3/8"', '1/2"', '3/4"'), "13.20", "1.18", 10, 4),
    _Family("TK", "Thermostatkopf {}", ("M30 weiß", "M30 chrom", "M30 Behördenmodell", "M28 weiß"), "14.40", "1.35", 10, 5),
    _Family("RV", "Rücklaufverschraubung {}", ('Eck 1/2"', 'Durchgang 1/2"', 'Eck 3/4"'), "7.95", "1.15", 10, 4),
    _Family("HK", "Ventilheizkörper Typ 22 600 × {} mm", ("400", "600", "800", "1000", "1200", "1400", "1600", "1800"), "128.00", "1.17", 1, 3),
    _Family("HF", "Flachheizkörper Typ 11 500 × {} mm", ("400", "600", "800", "1000", "1200"), "79.00", "1.18", 1, 1.5),
    _Family("BH", "Badheizkörper gerade {} mm", ("800 × 500", "1200 × 500", "1500 × 600", "1800 × 600"), "98.00", "1.24", 1, 1.5),
    _Family("PS", "Pufferspeicher {} l mit Isolierung", ("200", "300", "500", "800", "1000", "1500"), "690.00", "1.28", 1, 0.8),
    _Family("WS", "Warmwasserspeicher emailliert {} l", ("120", "150", "200", "300", "400"), "585.00", "1.22", 1, 0.8),
    _Family("HS", "Hygienespeicher mit Frischwasserstation {} l", ("500", "800", "1000"), "1980.00", "1.24", 1, 0.3),
    _Family("LW", "Luft/Wasser-Wärmepumpe Monoblock {} kW", ("6", "8", "10", "12", "16"), "6480.00", "1.15", 1, 0.5),
    _Family("SW", "Sole/Wasser-Wärmepumpe {} kW", ("8", "11", "17"), "8950.00", "1.2", 1, 0.15),
    _Family("GB", "Gas-Brennwertgerät wandhängend {} kW", ("14", "20", "24", "30"), "1890.00", "1.1", 1, 0.6),
    _Family("AG", "Ausdehnungsgefäß Heizung {} l", ("18", "25", "35", "50", "80", "100", "140"), "31.50", "1.3", 1, 2.5),
    _Family("SG", "Sicherheitsgruppe Heizung bis {} kW", ("50", "100"), "44.90", "1.6", 1, 2),
    _Family("SV", "Membran-Sicherheitsventil {}", ('1/2" 3 bar', '3/4" 3 bar', '1/2" 6 bar', '1" 3 bar'), "9.80", "1.3", 2, 2),
    _Family("PF", "Pressfitting Kupfer Bogen 90° {} mm", ("15", "18", "22", "28", "35"), "2.35", "1.34", 10, 6),
    _Family("PT", "Pressfitting Kupfer T-Stück {} mm", ("15", "18", "22", "28", "35"), "4.10", "1.36", 10, 5),
    _Family("PM", "Pressfitting Kupfer Muffe {} mm", ("15", "18", "22", "28", "35"), "1.85", "1.34", 10, 6),
    _Family("PU", "Pressfitting Kupfer Übergang AG {}", ('15 × 1/2"', '18 × 1/2"', '22 × 3/4"', '28 × 1"'), "4.95", "1.3", 10, 4),
    _Family("KR", "Kupferrohr blank Stange {} mm", ("15 × 1", "18 × 1", "22 × 1", "28 × 1,5"), "8.20", "1.4", 25, 5, METRE),
    _Family("MV", "Mehrschichtverbundrohr Rolle {} mm", ("16 × 2", "20 × 2", "26 × 3"), "1.48", "1.6", 100, 4, METRE),
    _Family("FB", "Fußbodenheizungsrohr PE-Xa {} mm", ("14 × 2", "17 × 2", "20 × 2"), "0.98", "1.22", 200, 3, METRE),
    _Family("FV", "Heizkreisverteiler Edelstahl {}-fach", ("2", "3", "4", "5", "6", "7", "8", "10", "12"), "118.00", "1.13", 1, 2),
    _Family("SA", "Stellantrieb thermisch {}", ("230 V NC", "24 V NC", "230 V NO"), "21.90", "1.04", 5, 3),
    _Family("RT", "Raumthermostat {}", ("analog Aufputz", "digital Aufputz", "digital Funk", "digital WLAN"), "29.90", "1.45", 2, 2.5),
    _Family("KH", "Kugelhahn Messing {}", ('1/2"', '3/4"', '1"', '1 1/4"', '1 1/2"', '2"'), "6.40", "1.45", 5, 4),
    _Family("SF", "Schmutzfänger {}", ('1/2"', '3/4"', '1"', '1 1/4"'), "9.90", "1.4", 2, 2),
    _Family("RF", "Rückflussverhinderer {}", ('1/2"', '3/4"', '1"'), "11.20", "1.35", 2, 1.5),
    _Family("MG", "Schlammabscheider mit Magnet {}", ('3/4"', '1"', '1 1/4"'), "89.00", "1.3", 1, 1.5),
    _Family("LA", "Luftabscheider {}", ('3/4"', '1"', '1 1/4"'), "58.00", "1.3", 1, 1),
    _Family("SE", "Schnellentlüfter {}", ('3/8"', '1/2"'), "8.60", "1.15", 5, 3),
    _Family("MI", "Dreiwegemischer {}", ('DN 20', 'DN 25', 'DN 32'), "62.00", "1.25", 1, 1),
    _Family("SM", "Stellmotor für Mischer {}", ("230 V 3-Punkt", "24 V 0-10 V"), "118.00", "1.3", 1, 1),
    _Family("PG", "Pumpengruppe gemischt {}", ("DN 20", "DN 25", "DN 32"), "298.00", "1.22", 1, 1),
    _Family("HW", "Hydraulische Weiche bis {} m³/h", ("2", "3", "5"), "176.00", "1.4", 1, 0.6),
    _Family("IS", "Rohrisolierung EnEV 100 % {} mm", ("15", "18", "22", "28", "35"), "3.20", "1.18", 20, 5, METRE),
    _Family("RS", "Rohrschelle mit Schalldämmung {}", ("15–19 mm", "20–25 mm", "26–30 mm", "32–36 mm"), "1.35", "1.12", 50, 5),
    _Family("AR", "Abgasrohr PP DN 80/125 {}", ("500 mm", "1000 mm", "Bogen 45°", "Bogen 87°", "Dachdurchführung"), "38.50", "1.25", 2, 1.5),
    _Family("FI", "Rückspülfilter {}", ('3/4"', '1"', '1 1/4"'), "142.00", "1.18", 1, 1.5),
    _Family("DM", "Druckminderer {}", ('1/2"', '3/4"', '1"'), "64.00", "1.2", 1, 1),
    _Family("WM", "Wärmemengenzähler Ultraschall {}", ("Qp 0,6", "Qp 1,5", "Qp 2,5"), "168.00", "1.15", 2, 2),
    _Family("WZ", "Wohnungswasserzähler {}", ("kalt Q3 2,5", "warm Q3 2,5"), "18.90", "1.05", 5, 2),
    _Family("FU", "Außentemperaturfühler {}", ("NTC 10k", "PT 1000"), "14.90", "1.3", 2, 1.5),
    _Family("RE", "Heizungsregler witterungsgeführt {}", ("1 Heizkreis", "2 Heizkreise", "3 Heizkreise"), "218.00", "1.35", 1, 1),
    _Family("DI", "Dichtungssortiment Heizung {}", ("120-teilig", "300-teilig"), "16.50", "1.9", 1, 3, SET),
    _Family("HN", "Hanf und Dichtpaste {}", ("Set", "Großpackung"), "9.40", "1.8", 2, 3, PACK),
    _Family("FS", "Heizungsvollschutz {}", ("1 l", "5 l", "20 l"), "24.80", "2.9", 2, 2),
    _Family("EN", "Enthärtungspatrone VDI 2035 {}", ("7 l", "14 l", "28 l"), "98.00", "1.6", 1, 1.5),
)  # fmt: skip


def articles() -> list[Article]:
    return [article for family in FAMILIES for article in _sizes(family)]


def _sizes(family: _Family) -> list[Article]:
    made, price = [], Decimal(family.price)
    for nth, size in enumerate(family.sizes, 1):
        made.append(
            Article(
                f"{family.prefix}-{nth * 10 + 100}",
                family.name.format(size),
                family.unit,
                price.quantize(Decimal("0.01")),
                family.pack,
                family.weight,
            )
        )
        price *= Decimal(family.step)
    return made
