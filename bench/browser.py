import gzip
import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(r"[^;]+")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    """One kept connection to a server; it sends the cookie that it is given."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("localhost", port)

    def get(self, path: str, cookie: str = "") -> bytes:
        """The body as it came, compressed; raises RuntimeError when there is none."""
        return self._asked("GET", path, cookie)[1]

    def text(self, path: str, cookie: str = "") -> str:
        body = self.get(path, cookie)
        return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()

    def form(self, path: str) -> tuple[str, str]:
        """The cookie and the token that a form must come back with."""
        response, body = self._asked("GET", path, "")
        cookie = COOKIE.match(response.headers["Set-Cookie"] or "")
        token = TOKEN.search(gzip.decompress(body).decode())
        if not (cookie and token):
            raise RuntimeError(f"{path} has no form")
        return cookie[0], token[1]

    def post(self, path: str, form: tuple[str, str], **fields: str) -> None:
        """Raises RuntimeError unless the form leads on."""
        cookie, token = form
        body = urlencode({"csrfmiddlewaretoken": token, **fields})
        self._asked("POST", path, cookie, body)

    def _asked(
        self, method: str, path: str, cookie: str, body: str | None = None
    ) -> tuple[HTTPResponse, bytes]:
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "de", "Cookie": cookie}
        self._connection.request(method, path, body, headers | (FORM if body else {}))
        response = self._connection.getresponse()
        content = response.read()
        if response.status != (302 if body else 200):
            raise RuntimeError(f"{path} answered {response.status}")
        return response, content
