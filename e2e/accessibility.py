"""axe-core on a page, with the rule on target sizes switched on."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
    const result = await axe.run(document, { rules: { 'target-size': { enabled: true } } });
    const places = violation => violation.nodes.map(node => node.target.join(' ')).join(', ');
    return result.violations.map(violation => `${violation.id}: ${places(violation)}`);
}"""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN)
