"""What the demo company says on its portal. Firm, people and numbers are made up."""

from datetime import timedelta

from handschlag.core.text import Translated

IMPRINT_DE = """\
Thomsen & Brink Wärmetechnik GmbH
Musterkai 12
20457 Hamburg

Vertreten durch die Geschäftsführung: Henrike Thomsen, Ole Brink

Telefon: [+49 40 66969 0](tel:+4940669690)
E-Mail: [post@thomsen-brink.example](mailto:post@thomsen-brink.example)

# Register

Amtsgericht Hamburg, HRB 000000
Umsatzsteuer-Identifikationsnummer: DE000000000
"""
IMPRINT_EN = """\
Thomsen & Brink Wärmetechnik GmbH
Musterkai 12
20457 Hamburg, Germany

Represented by its managing directors: Henrike Thomsen, Ole Brink

Phone: [+49 40 66969 0](tel:+4940669690)
E-mail: [post@thomsen-brink.example](mailto:post@thomsen-brink.example)

# Register

Local court of Hamburg, HRB 000000
VAT identification number: DE000000000
"""
TERMS_DE = """\
# Geltung

Diese Bedingungen gelten für alle Lieferungen der Thomsen & Brink Wärmetechnik GmbH an Unternehmen.

# Lieferung

- Lagerware verlässt unser Haus am nächsten Werktag.
- Teillieferungen sind zulässig, soweit sie zumutbar sind.

# Zahlung

Rechnungen sind **ohne Abzug** bis zu dem Tag zu zahlen, der auf ihnen steht.
"""
TERMS_EN = """\
# Scope

These terms apply to all deliveries of Thomsen & Brink Wärmetechnik GmbH to businesses.

# Delivery

- Goods in stock leave our house on the next working day.
- Partial deliveries are permitted where they are reasonable.

# Payment

Invoices are payable **without deduction** by the day that is printed on them.
"""
LEGAL = {
    "imprint": Translated(de=IMPRINT_DE, en=IMPRINT_EN),
    "terms": Translated(de=TERMS_DE, en=TERMS_EN),
}

NEWS_BEGAN = timedelta(days=6)
NEWS_TITLE = Translated(
    de="Abholung jetzt schon ab 6 Uhr", en="Goods can now be picked up from 6 a.m."
)
NEWS_TEXT = Translated(
    de="Unser Lager am Musterkai öffnet **montags bis freitags um 6 Uhr**. Was bis 16 Uhr bestellt "
    "ist, liegt am nächsten Morgen bereit.",
    en="Our warehouse at Musterkai opens **from Monday to Friday at 6 a.m.** What is ordered by "
    "4 p.m. is ready the next morning.",
)
