import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("portal_here")
GZIP = {"accept-encoding": "gzip", "accept-language": "de"}


def test_pages_are_compressed_for_browsers_that_can() -> None:
    answer = Client(headers=GZIP).get("/sign-in/")
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert "Anmelden" in gzip.decompress(answer.content).decode()
    assert "Content-Encoding" not in Client().get("/sign-in/").headers


def test_length_of_a_page_does_not_tell_what_stands_in_it() -> None:
    lengths = {len(Client(headers=GZIP).get("/sign-in/").content) for _ in range(20)}
    assert len(lengths) > 1


def test_what_is_no_page_is_left_as_it_is() -> None:
    answer = Client(headers=GZIP).get("/robots.txt")
    assert "Content-Encoding" not in answer.headers
