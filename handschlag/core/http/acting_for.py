"""Two tabs of a browser share a session, but may show two organisations: each page says its own.

Forms carry the organisation's public id as a field, what scripts ask for as a header.
"""

from django.http import HttpRequest

FIELD = "acting_for"
HEADER = "Acting-For"


def said_by_page(request: HttpRequest) -> str:
    """The public id of the organisation that the asking page was made for; empty for none.

    What is sent to an address without a page is not looked into.
    """
    if request.resolver_match is None:
        return ""
    return request.headers.get(HEADER, "") or request.POST.get(FIELD, "")
