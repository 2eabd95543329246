from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handschlag.capabilities.ordering.queries import get_order
from handschlag.core.http import page
from handschlag_warranty.actions import NotPossibleError, register_warranty
from handschlag_warranty.queries import warranties_for
from handschlag_warranty.rules import may_register
from handschlag_warranty.shown import warranty_table


@page(may_register)
def warranty_list(request: Any) -> HttpResponse:
    warranties = warranties_for(request.actor).order_by("ends_on", "pk")
    return render(request, "warranty/list.html", {"table": warranty_table(warranties)})


@page(may_register, methods=("POST",))
def register(request: Any, public_id: str) -> HttpResponse:
    order = get_order(request.actor, public_id)
    try:
        register_warranty(request.actor, order=order, key=f"order-{order.pk}")
        messages.success(request, _("The warranty is registered."))
    except NotPossibleError:
        messages.error(request, _("This order can have no warranty any more."))
    return redirect(order)
