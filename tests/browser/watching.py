"""What no page may do, whoever visits it: noted on every page a test opens, complained of at the end of the test.

Answers of 400 and more, errors in the console, what the page's policy forbids, anything asked of another host, and a
page that scrolls sideways.
"""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

# Drawing a picture takes as long as the step before it, so they are made on wish: SCREENSHOTS=1
ON_WISH = "SCREENSHOTS" in os.environ
SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "var" / "screenshots"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Runs in every page before its own scripts; what it says to the console becomes a complaint.
IN_EVERY_PAGE = f"""
document.addEventListener("securitypolicyviolation", (event) =>
    console.error("forbidden by the policy: " + event.violatedDirective + " " + event.blockedURI));
window.addEventListener("load", () => {{
    if ({SCROLLS_SIDEWAYS}) console.error("scrolls sideways at " + innerWidth + " px");
}});
"""
SAYS_WHY = re.compile(r"/(autosave|marks|scores/\d+|vote)/$")
# Preloading would put styles into the page, which its policy forbids.
OPTIONS = {"resultTypes": ["violations"], "preload": False}
GRAVE = {"serious", "critical"}


class Watch:
    def __init__(self, url):
        self.url = url
        self.complaints = []

    def over(self, context):
        context.add_init_script(IN_EVERY_PAGE)
        context.on("page", self._over_page)

    def collect(self):
        """The complaints since the last time."""
        complaints, self.complaints = self.complaints, []
        return complaints

    def _over_page(self, page):
        page.on("pageerror", lambda error: self._note(page, error))
        page.on("console", lambda message: self._is_fault(message) and self._note(page, message.text))
        page.on(
            "response", lambda answer: self._is_refusal(answer) and self._note(page, f"{answer.status} {answer.url}")
        )
        page.on("request", lambda request: self._is_foreign(request) and self._note(page, f"asked {request.url}"))

    def _note(self, page, what):
        self.complaints.append(f"{page.url}: {what}")

    @staticmethod
    def _is_fault(message):
        """What was not found or refused is noted by its address already."""
        return message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource")

    @staticmethod
    def _is_refusal(answer):
        """A draft that cannot be kept yet, because its date is still missing, is no fault: the page says so quietly.
        Nor is a mark or a score that is none, or a used ballot code: one reads why beside the field."""
        return answer.status >= 400 and not (answer.status == 422 and SAYS_WHY.search(answer.url))

    def _is_foreign(self, request):
        return not request.url.startswith((f"{self.url}/", "data:", "blob:"))


def keep(page, name):
    """The page must fit at both widths; on wish there are pictures: var/screenshots/<name>-1440.png and -390.png."""
    for _ in at_both_widths(page):
        keep_as_is(page, name)


def keep_as_is(page, name):
    width = page.viewport_size["width"]
    assert not page.evaluate(SCROLLS_SIDEWAYS), f"{page.url} scrolls sideways at {width} px"
    if ON_WISH:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)


def barriers(page):
    """What axe finds on the page at both widths that is serious: a line each that says what and where."""
    return [line for _ in at_both_widths(page) for line in grave_barriers(page)]


def grave_barriers(page):
    """The same at the page's own width."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    width = page.viewport_size["width"]
    return [
        f"{width} px {each['impact']} {each['id']} ({len(each['nodes'])}): {_where(each)}"
        for each in found
        if each["impact"] in GRAVE
    ]


def _where(violation):
    return "; ".join(node["html"][:120] for node in violation["nodes"][:3])


def at_both_widths(page):
    """for width in at_both_widths(page): the page as wide as a desk's screen and as a phone's, then as before."""
    before = page.viewport_size
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        yield size["width"]
    page.set_viewport_size(before)
