import pytest

from handschlag.platform.portals.devices import device_of

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "browser", "system"),
    [
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0",
            "Firefox",
            "Windows",
        ),
        (
            f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142 Safari/537 Edg/142",
            "Edge",
            "Windows",
        ),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} Chrome/142.0 Safari/537.36", "Chrome", "Linux"),
        (
            f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/142.0 Safari/537.36",
            "Chrome",
            "ChromeOS",
        ),
        (
            f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/26.0 Safari/605.1.15",
            "Safari",
            "macOS",
        ),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} CriOS/142 Safari/604.1",
            "Chrome",
            "iPhone",
        ),
        (
            f"{MOZILLA} (iPad; CPU OS 18_6 like Mac OS X) {WEBKIT} FxiOS/144.0 Safari/605.1.15",
            "Firefox",
            "iPad",
        ),
        (
            f"{MOZILLA} (Linux; Android 10; K) {WEBKIT} SamsungBrowser/29 Chrome/136 Safari/537",
            "Samsung Internet",
            "Android",
        ),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
    ],
)
def test_browser_and_system_have_names(agent: str, browser: str, system: str) -> None:
    assert device_of(agent) == (browser, system)
