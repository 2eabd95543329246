"""Believes a trusted proxy who the visitor is; what anybody else says of that is dropped.

The host is the one in `Host`, which proxies hand on: a header that they do not set themselves
would be the visitor's own.
"""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class ProxyMiddleware:
    """Afterwards `REMOTE_ADDR` and the scheme are those of the visitor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chain, scheme, _ = (request.META.pop(name, "") for name in FORWARDED)
        if is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _visitor(request.META["REMOTE_ADDR"], chain)
            if scheme in {"http", "https"}:
                request.META["wsgi.url_scheme"] = scheme
        return self.get_response(request)


def is_trusted(address: str) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in settings.TRUSTED_PROXIES)


def _visitor(proxy: str, chain: str) -> str:
    """The nearest address that no trusted proxy has: what stands left of it can be invented."""
    for hop in reversed([hop.strip() for hop in chain.split(",") if hop.strip()]):
        try:
            ip_address(hop)
        except ValueError:
            return proxy
        if not is_trusted(hop):
            return hop
        proxy = hop
    return proxy
