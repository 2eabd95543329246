"""An order on paper: what was ordered and agreed, not a confirmation of it."""

from dataclasses import replace

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handschlag.capabilities.ordering import detail
from handschlag.capabilities.ordering.models import Order, OrderLine
from handschlag.capabilities.ordering.queries import lines_of
from handschlag.core.moments import long_day
from handschlag.core.money import format_amount, format_unit_price
from handschlag.core.paper.parts import Letterhead, Paper
from handschlag.core.postal import PostalAddress
from handschlag.core.quantities import format_quantity
from handschlag.core.ui.components import Button, Cell, Column, Fact, Row, Table
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import document_language


def button(order: Order) -> Button:
    url = reverse("ordering:paper", kwargs={"public_id": order.public_id})
    return Button(_("As PDF"), url, "secondary", "download")


def overview(order: Order, portal: Portal) -> Paper:
    """In the language of the organisation's documents."""
    customer = order.organisation
    language = document_language(portal, customer)
    address = PostalAddress.from_json(order.invoice_address or customer.address)
    with translation.override(language):
        return Paper(
            title=_("Order %(number)s") % {"number": order.number},
            language=language,
            letterhead=_letterhead(portal),
            recipient=replace(address, name=address.name or customer.name),
            facts=(Fact(_("Customer number"), (customer.number,)), *detail.facts(order)),
            lines=_lines(order),
            notes=_notes(order),
            mark=_("Overview, not a confirmation"),
        )


def _letterhead(portal: Portal) -> Letterhead:
    return Letterhead(portal.company_name, PostalAddress(), portal.brand, logo=portal.picture)


def _notes(order: Order) -> tuple[str, ...]:
    words = _("This overview was made by the portal. It does not confirm the order.")
    if order.as_of is None:
        return (words,)
    return (words, _("As of %(day)s.") % {"day": long_day(order.as_of)})


def _lines(order: Order) -> Table:
    columns = (
        Column(_("Pos.")),
        Column(_("Article"), phone="title"),
        Column(_("Ordered"), kind="number"),
        Column(_("Unit price (net)"), kind="number"),
        Column(_("Amount (net)"), kind="number"),
    )
    rows = tuple(_line(order, line) for line in lines_of(order))
    totals = detail.total_rows(order, len(columns))
    return Table(_("Lines of the order"), columns, rows, totals)


def _line(order: Order, line: OrderLine) -> Row:
    return Row(
        (
            Cell(str(line.position)),
            Cell(line.description, hint=detail.article(line)),
            Cell(format_quantity(line.quantity, line.unit)),
            Cell(format_unit_price(line.unit_price, order.currency)),
            Cell(format_amount(line.net_amount, order.currency)),
        )
    )
