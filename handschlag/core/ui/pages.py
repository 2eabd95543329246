from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handschlag.core.http import page
from handschlag.core.rules import anyone
from handschlag.core.ui import samples


@page(anyone)
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    return render(request, "ui/samples/page.html", samples.context())
