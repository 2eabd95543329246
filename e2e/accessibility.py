"""Whether a page fits and is accessible: axe-core, with the rule on target sizes switched on."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

WIDTHS = (360, 768, 1440)
AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
    const result = await axe.run(document, { rules: { 'target-size': { enabled: true } } });
    const places = violation => violation.nodes.map(node => node.target.join(' ')).join(', ');
    return result.violations.map(violation => `${violation.id}: ${places(violation)}`);
}"""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN)


def problems(page: Page, place: str) -> list[str]:
    """What is wrong with the page at `place`, in each width; also that it leads elsewhere."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(place)
        if (reached := urlsplit(page.url).path) != urlsplit(place).path:
            return [f"{place} leads to {reached}"]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{place} at {width}: scrolls sideways")
        found += [f"{place} at {width}: {problem}" for problem in violations(page)]
    return found
