"""What the component page shows: every component in every state, with believable words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.core.list_page import Listed
from handschlag.core.ui import components as c
from handschlag.core.ui.sample_tables import ORDERS, POSITIONS

TOKENS = (
    "canvas",
    "surface",
    "sunken",
    "line",
    "control",
    "text",
    "muted",
    "brand-text",
    "brand-fill",
    "brand-subtle",
)
BUTTONS = (
    c.Button(_("Save address"), busy=_("Saving …")),
    c.Button(_("Report a problem"), look="secondary", icon="life-buoy"),
    c.Button(_("Show history"), look="quiet"),
    c.Button(_("Delete address"), look="danger"),
    c.Button(_("Open order"), url="#buttons", icon="package"),
)
BADGES = (
    c.Badge(_("Received")),
    c.Badge(_("On the way"), "info", "truck"),
    c.Badge(_("Delivered"), "success"),
    c.Badge(_("Due tomorrow"), "warning"),
    c.Badge(_("Overdue"), "danger"),
)
NOTICES = (
    c.Notice(
        _("Stock levels cannot be read at the moment. You can order all the same."),
        "warning",
        _("Warehouse not reachable"),
        as_of="12.11.2026, 08:15",
    ),
    c.Notice(_("Your bank details apply from the invoice of 1 December."), "success"),
    c.Notice(
        _("We service the portal until 20:00."),
        "info",
        button=c.Button(_("Call us"), "tel:+494315550120", "secondary", "phone"),
    ),
    c.Notice(_("The payment was refused by your bank."), "danger"),
    c.Notice(_("You see the whole year."), "neutral"),
)
CHIPS = (
    c.Chip(_("All"), "#lists", 128, is_current=True),
    c.Chip(_("Open"), "#lists", 12),
    c.Chip(_("On the way"), "#lists", 3),
    c.Chip(_("Delivered"), "#lists", 113),
    c.Chip(_("Mine"), "#lists"),
)
TABS = (
    c.Tab(_("Overview"), "#buttons", is_current=True),
    c.Tab(_("Lines"), "#buttons", 14),
    c.Tab(_("Documents"), "#buttons", 3),
)
EXPORT = c.Menu(
    _("Export"),
    (
        c.MenuEntry(_("CSV file"), "#buttons", "file-text", _("For every spreadsheet")),
        c.MenuEntry(_("Excel file"), "#buttons", "file-spreadsheet"),
    ),
    "download",
)
YEARS = c.Menu(
    _("Year: 2026"),
    (c.MenuEntry("2026", "#lists", "check"), c.MenuEntry("2025", "#lists")),
)
LISTED = Listed(
    toolbar=c.Toolbar(_("Search by number or reference"), export=EXPORT),
    chips=CHIPS,
    choices=(YEARS,),
    pager=c.Pager("#lists", "#lists"),
    empty=None,
    as_of="12.11.2026, 08:15",
    too_long="",
)
FACTS = (
    c.Fact(_("Order number"), ("AB-10482",), url="#facts"),
    c.Fact(_("Delivery address"), ("Kessler Haustechnik GmbH", "Hafenstraße 12", "24103 Kiel")),
    c.Fact(_("State"), badge=c.Badge(_("On the way"), "info", "truck")),
    c.Fact(_("Discount"), ("25,70 €",), hint=_("If paid by 19 November")),
)
STEPS = (
    c.Step(_("Received"), "done", "09.11.2026"),
    c.Step(_("Confirmed"), "done", "10.11.2026"),
    c.Step(_("On the way"), "current", _("expected on 19 November")),
    c.Step(_("Delivered"), "open"),
)
TIMELINE = (
    c.TimelineItem(_("Parcel handed over"), "12.11.2026, 07:40", icon="truck", tone="info"),
    c.TimelineItem(
        _("Order confirmed"),
        "10.11.2026, 09:02",
        _("The circulation pump follows in a second parcel."),
        "check",
        "success",
    ),
    c.TimelineItem(_("Order received"), "09.11.2026, 16:31", icon="inbox", url="#facts"),
)
EMPTIES = (
    c.Empty(
        "nothing",
        _("You have not ordered anything yet."),
        _("Your orders appear here as soon as they reach us."),
        c.Button(_("Call us"), "tel:+494315550120", "secondary", "phone"),
    ),
    c.Empty(
        "no_match",
        _("No order matches “gasket” in the year 2025."),
        button=c.Button(_("Reset filter"), "#todos", "secondary"),
    ),
    c.Empty(
        "not_permitted",
        _("Invoices are for the role “Accounting”."),
        _("Mr Kessler can give it to you."),
    ),
)
CONFIRMATION = c.Confirmation(
    _("Thank you. Your order has been received."),
    _("Order number"),
    "AB-10490",
    (_("You get a confirmation by tomorrow, 12:00."), _("We deliver on Thursday, 19 November.")),
)
TODOS = (
    c.TodoRow(
        _("Invoice RE-2026-0917 has been due for 3 days: 1,284.90 €"),
        _("View invoice"),
        "#todos",
        tone="danger",
    ),
    c.TodoRow(_("Order AB-10490 waits for your approval"), _("Check order"), "#todos", "18.11."),
    c.TodoRow(_("Your reading is due"), _("Enter reading"), "#todos", "30.11.", "info"),
)
DIALOG = c.Dialog(
    "delete-address",
    _("Delete the address “South warehouse”?"),
    _("Earlier orders stay as they are."),
    c.Button(_("Delete address"), look="danger"),
    _("Keep it"),
)


class SampleForm(forms.Form):
    """One field of each kind; sent empty it shows every error."""

    name = forms.CharField(label=_("Name of the address"), max_length=80)
    postcode = forms.CharField(
        label=_("Postcode"),
        help_text=_("Five digits, with or without a space."),
        error_messages={"required": _("Enter the postcode of the address.")},
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=[("de", _("Germany")), ("at", _("Austria"))]
    )
    day = forms.ChoiceField(
        label=_("Preferred day"),
        widget=forms.RadioSelect,
        choices=[("mo", _("Monday")), ("th", _("Thursday"))],
        error_messages={"required": _("Choose the day on which we may come.")},
    )
    note = forms.CharField(label=_("Note for the driver"), widget=forms.Textarea, required=False)
    is_default = forms.BooleanField(label=_("Use for all orders"), required=False)


def context() -> dict[str, Any]:
    refused = SampleForm({"refused-name": "Lager Süd", "refused-country": "at"}, prefix="refused")
    return {
        "tokens": TOKENS,
        "buttons": BUTTONS,
        "badges": BADGES,
        "notices": NOTICES,
        "tabs": TABS,
        "export": EXPORT,
        "listed": LISTED,
        "orders": ORDERS,
        "positions": POSITIONS,
        "facts": FACTS,
        "steps": STEPS,
        "timeline": TIMELINE,
        "empties": EMPTIES,
        "confirmation": CONFIRMATION,
        "todos": TODOS,
        "dialog": DIALOG,
        "sample_form": SampleForm(prefix="blank"),
        "refused_form": refused,
        "contact": {
            "name": "Sabine Lindner",
            "role": _("Customer care"),
            "phone": "0431 555012",
            "email": "s.lindner@example.org",
        },
    }
