"""What a customer's administrator gives and takes, on the pages that it is about."""

import pytest
from django.urls import reverse

from handschlag.capabilities.billing.tests.factories import make_invoice
from handschlag.capabilities.ordering.tests.cast import Cast, make_cast
from handschlag.capabilities.ordering.tests.factories import make_order
from handschlag.platform.identity.tests.factories import make_login, make_person, signed_in
from handschlag.platform.identity.tests.second_steps import entered
from handschlag.platform.organisations.tests.factories import make_membership, make_role

pytestmark = pytest.mark.django_db


@pytest.mark.feature("S82")
def test_colleague_reads_invoices_and_no_orders() -> None:
    cast: Cast = make_cast()
    administers = make_role("organisations.manage_members", "ordering.read", "billing.read")
    orders, pays = make_role("ordering.read"), make_role("billing.read")
    dora, emil = make_person("Dora Amt"), make_person("Emil Berg")
    make_membership(dora, cast.kessler, administers)
    member = make_membership(emil, cast.kessler, orders)
    doras, emils = entered(make_login(dora)), signed_in(make_login(emil))
    order, invoice = make_order(cast.kessler), make_invoice(cast.kessler)
    assert emils.get(order.get_absolute_url()).status_code == 200
    assert emils.get(invoice.get_absolute_url()).status_code == 404

    place = reverse("organisations:access", args=[member.public_id])
    given = doras.post(place, {"roles": [pays.pk], "scope": "company"}, follow=True)

    assert "Emil Berg darf ab jetzt, was Sie gewählt haben." in given.text
    assert emils.get(order.get_absolute_url()).status_code == 404
    assert emils.get("/orders/").status_code == 403
    assert emils.get(invoice.get_absolute_url()).status_code == 200
