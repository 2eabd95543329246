"""What staff write becomes HTML by a few rules; everything else is shown as it was typed."""

import re

import pytest

from handschlag.core.prose import prose


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ein Satz.\nEine Zeile.", "<p>Ein Satz.<br>\nEine Zeile.</p>\n"),
        ("# Über uns", "<h2>Über uns</h2>\n"),
        ("###### Ganz klein", "<h6>Ganz klein</h6>\n"),
        ("- eins\n- zwei", "<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>\n"),
        ("**fett** *kursiv*", "<p><strong>fett</strong> <em>kursiv</em></p>\n"),
        (
            "[Amt](https://amt.example/?a=1&b=2)",
            '<p><a href="https://amt.example/?a=1&amp;b=2">Amt</a></p>\n',
        ),
        (
            "[Wir](mailto:post@brenner.example)",
            '<p><a href="mailto:post@brenner.example">Wir</a></p>\n',
        ),
        ("", ""),
    ],
)
def test_few_marks_are_known(written: str, shown: str) -> None:
    assert prose(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</p><iframe src=https://evil.example></iframe>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html;base64,PHN2Zz4=)",
        "[a](vbscript:msgbox)",
        "[a](//evil.example)",
        "[a](&#106;avascript:alert(1))",
        "<https://evil.example>",
        "`<b>`",
        "    <script>",
    ],
)
def test_nothing_else_becomes_a_tag_or_a_link(written: str) -> None:
    html = prose(written)
    assert re.findall("<[^>]*>", html) == ["<p>", "</p>"]


def test_no_attribute_can_be_broken_out_of() -> None:
    html = prose('[a](https://a.example/"onmouseover="alert(1) "t\\" onclick=\\"x")')
    assert '"onmouseover' not in html
    assert ' onclick="' not in html


def test_picture_of_another_host_is_not_loaded() -> None:
    assert "<img" not in prose("![x](https://evil.example/x.png)")
