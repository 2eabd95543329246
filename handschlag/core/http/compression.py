from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/html", "text/csv", "application/json")


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages, with Django's random padding against guessing what stands in them.

    Documents and spreadsheets are compressed in themselves, and keep their length for the
    browser's progress bar.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if response.get("Content-Type", "").partition(";")[0] not in COMPRESSED:
            return response
        return super().process_response(request, response)  # type: ignore[arg-type]
