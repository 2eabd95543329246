"""Run as a process of its own: gives an invoice of the demo a document, as a connector would."""

import sys

import django

django.setup()

from handschlag.capabilities.billing.actions import attach_document  # noqa: E402  needs the apps
from handschlag.capabilities.billing.models import Invoice  # noqa: E402
from handschlag.core.actor import system_actor  # noqa: E402
from handschlag.core.files import storage  # noqa: E402
from handschlag.core.files.models import StoredFile  # noqa: E402
from handschlag.core.isolation import acting  # noqa: E402

BY = system_actor("e2e")

with acting(BY):
    invoice = Invoice.objects.get(number=sys.argv[1])
    document = storage.store(
        invoice.organisation_id, "Rechnung.pdf", b"%PDF-1.7\n%%EOF", state=StoredFile.State.CLEAN
    )
    attach_document(BY, invoice=invoice, document=document)
