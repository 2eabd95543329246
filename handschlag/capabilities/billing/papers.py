"""An invoice on paper: the original as issued, or a copy that says that it is one."""

from dataclasses import replace

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handschlag.capabilities.billing import detail
from handschlag.capabilities.billing.models import Invoice
from handschlag.capabilities.billing.queries import lines_of, taxes_of
from handschlag.core.files.models import StoredFile
from handschlag.core.paper.parts import Letterhead, Paper
from handschlag.core.postal import PostalAddress
from handschlag.core.ui.components import Button, Fact, Table
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.queries import document_language


def button(invoice: Invoice) -> Button:
    """Where there is an original, nothing else is offered."""
    where = {"public_id": invoice.public_id}
    if invoice.document is None:
        return Button(
            _("Copy as PDF"), reverse("billing:copy", kwargs=where), "secondary", "download"
        )
    url = reverse("billing:document", kwargs=where)
    return Button(_original(invoice.document), url, "secondary", "download")


def _original(document: StoredFile) -> str:
    return _("Download (%(kind)s, %(size)s)") % {
        "kind": document.name.rpartition(".")[2].upper(),
        "size": filesizeformat(document.size),
    }


def copy(invoice: Invoice, portal: Portal, *, with_order: bool) -> Paper:
    """What was issued, in the language of the organisation's documents; no second original."""
    customer = invoice.organisation
    language = document_language(portal, customer)
    address = PostalAddress.from_json(invoice.buyer_address or customer.address)
    with translation.override(language):
        return Paper(
            title=_title(invoice),
            language=language,
            letterhead=_letterhead(invoice, portal),
            recipient=replace(address, name=address.name or customer.name),
            facts=(
                Fact(_("Customer number"), (customer.number,)),
                *detail.facts(invoice, with_order=with_order),
            ),
            lines=_lines(invoice),
            breakdown=detail.tax_table(invoice, list(taxes_of(invoice))),
            notes=(_origin(),),
            mark=_("Copy, not an original"),
        )


def _title(invoice: Invoice) -> str:
    names = {"number": invoice.number}
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _("Copy of credit note %(number)s") % names
    return _("Copy of invoice %(number)s") % names


def _letterhead(invoice: Invoice, portal: Portal) -> Letterhead:
    """The seller's of that day; the portal's company where the invoice names none."""
    address = detail.seller_address(invoice.seller)
    numbers = detail.seller_numbers(invoice.seller)
    name = address.name or portal.company_name
    return Letterhead(name, address, portal.brand, numbers, portal.picture)


def _lines(invoice: Invoice) -> Table:
    table = detail.line_table(invoice, list(lines_of(invoice)))
    return replace(table, totals=detail.issued_totals(invoice, len(table.columns)))


def _origin() -> str:
    return _(
        "This copy was made by the portal from the data of the document. "
        "It is no further original and does not entitle to deduct input tax."
    )
