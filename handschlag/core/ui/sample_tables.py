"""The tables of the component page: a list with links and the lines of an order."""

from django.utils.translation import gettext_lazy as _

from handschlag.core.ui.components import Badge, Button, Cell, Column, Row, Table

ON_THE_WAY = Badge(_("On the way"), "info", "truck")
DELIVERED = Badge(_("Delivered"), "success")
OVERDUE = Badge(_("Overdue"), "danger")


def _order(number: str, reference: str, day: str, badge: Badge, amount: str) -> Row:
    cells = (
        Cell(number, reference),
        Cell(day),
        Cell("Petra Weber"),
        Cell(badge=badge),
        Cell(amount),
    )
    return Row((*cells, Cell(button=Button(_("PDF"), "#lists", "quiet", "download"))), "#lists")


ORDERS = Table(
    _("Orders, newest first"),
    (
        Column(_("Order"), phone="title"),
        Column(_("Date")),
        Column(_("Ordered by")),
        Column(_("State"), phone="status"),
        Column(_("Amount"), "number", phone="amount"),
        Column(_("Download"), "action", phone="hidden", is_label_hidden=True),
    ),
    (
        _order("AB-10482", "Baustelle Hafenstraße", "09.11.2026", ON_THE_WAY, "1.284,90 €"),
        _order("AB-10455", "Lager", "02.11.2026", DELIVERED, "12.560,00 €"),
        _order("AB-10391", "", "21.10.2026", OVERDUE, "−312,00 €"),
    ),
)


def _position(name: str, number: str, quantity: str, price: str, amount: str) -> Row:
    return Row((Cell(name, number), Cell(quantity), Cell(price), Cell(amount)))


POSITIONS = Table(
    _("Lines of the order"),
    (
        Column(_("Article"), phone="title"),
        Column(_("Quantity"), "number"),
        Column(_("Price"), "number"),
        Column(_("Amount"), "number", phone="amount"),
    ),
    (
        _position("Umwälzpumpe ALPHA2 25-60", "UP-2560", "2 Stück", "389,00 €", "778,00 €"),
        _position("Kugelhahn DN 25, Messing", "KH-025", "12 Stück", "25,15 €", "301,80 €"),
    ),
    (Row((Cell(_("Total")), Cell(), Cell(), Cell("1.079,80 €"))),),
)
