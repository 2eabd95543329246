"""What went wrong, whether anything is lost, what to do, and a number to quote.

None of these asks the database: after an error its transaction may be lost.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "404", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    response = _answer(request, "429", 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, "500", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or a browser that keeps no cookies."""
    return _answer(request, "csrf", 403)


def _answer(request: Any, name: str, status: int) -> HttpResponse:
    context = {"reference": request.reference}
    return render(request, f"portal/errors/{name}.html", context, status=status)
