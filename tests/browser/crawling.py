"""One person walks through the running portal, and Chromium draws what nobody before has shown it.

Every kind of address is asked for. A page whose HTML has a class, a script or a kind of element that no page of the
same name had is opened in the browser as well, where scripts run, the policy is enforced and axe looks; CRAWL=all opens
every one, at both widths.
"""

import os
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from tests.browser.watching import DESK, PHONE, SCROLLS_SIDEWAYS, grave_barriers
from tests.crawl.walking import Walk

ALL = os.environ.get("CRAWL") == "all"
SAID_BY_ROWS = 12  # rows of a table that axe is shown: the hundredth says no more than the first
SHORTEN = f"""
for (const body of document.querySelectorAll("tbody")) {{
    for (const row of [...body.rows].slice({SAID_BY_ROWS})) row.remove();
}}
"""

AXE = "axe"
ADMIN_PAGE = re.compile(r"^admin:.*_")  # of all models alike: changelist, add, change, history …
# The admin names its parts after models and fields.
OF_A_MODEL = re.compile(
    r"(app|model|field|column|dynamic|related-widget-wrapper)-|(has_)?original|row\d|dashboard|object-|has-|.*-group$|.*_set"
)


class Look(HTMLParser):
    """What a page is made of: its elements with their classes, types and scripts."""

    def __init__(self, html):
        super().__init__()
        self.parts = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self.parts.update((tag, name) for name in (has.get("class") or "").split() if not OF_A_MODEL.match(name))
        self.parts.update((tag, name) for name in has if name.startswith(("data-", "hx-", "aria-")))
        self.parts.add((tag, has.get("type") or "", has["src"] if tag == "script" and "src" in has else ""))


class BrowserWalk(Walk):
    """`drawn` is what each name of a URL has shown so far, by all walks; `room` is where one stays: "/admin/"."""

    def __init__(self, page, watch, drawn, *, room="", barriers=False):
        super().__init__(client=None, house=urlsplit(watch.url).netloc)
        self.page, self.watch, self.drawn, self.barriers = page, watch, drawn, barriers
        self.room, self.looked_at = room, []

    def _plan(self, address, where):
        """The admin is walked through by its superuser; everybody else knocks at its door."""
        path = urlsplit(address).path
        inside = path.startswith("/admin/")
        if ALL or inside == bool(self.room) or path == "/admin/":
            super()._plan(address, where)

    @classmethod
    def kind_of(cls, path, query):
        """Shorter than without a browser: a name with and without a query; what the admin filters by, once for all."""
        kind = super().kind_of(path, query)
        if ALL or not (kind and query):
            return kind
        return ("admin:filtered", kind[1]) if kind[0].startswith("admin:") else (kind[0], True)

    def _open(self, path, where, kind):
        answer = self.page.context.request.get(path, headers={"referer": f"{self.watch.url}{where}"}, max_redirects=0)
        self.opened[kind[0]] += 1
        if answer.status in (301, 302):
            self._plan(answer.headers["location"], path)
        elif answer.status != 200:
            self.faults.append(f"{where}: {path} answers {answer.status}")
        elif answer.headers["content-type"].startswith("text/html"):
            html = answer.text()
            self._read(path, html)
            if "<html" in html:
                parts = Look(html).parts
                name = ADMIN_PAGE.sub("admin:", kind[0])
                # All of the admin is made from the same templates.
                is_new = self._is_new("admin" if name.startswith("admin:") else name, parts)
                if ALL or is_new:
                    # To axe, what stands on some other page is known: it looks once at each name, and at new parts.
                    self._draw(path, barriers=self._is_new(AXE, parts | {(name, "")}) or ALL)

    def _is_new(self, room, parts):
        """To this room, which knows them afterwards."""
        seen = self.drawn.setdefault(room, set())
        is_new = not parts <= seen
        seen |= parts
        return is_new

    def _draw(self, path, *, barriers):
        self.looked_at.append(path)
        self.page.goto(path)
        words = [f"has {number} {tag}" for tag in ("h1", "main") if (number := self.page.locator(tag).count()) != 1]
        if not self.page.title():
            words.append("has no title")
        size = self.page.viewport_size
        for width in (DESK, PHONE) if ALL else (size,):
            self.page.set_viewport_size(width)
            if self.page.evaluate(SCROLLS_SIDEWAYS):
                words.append(f"scrolls sideways at {width['width']} px")
        self.page.set_viewport_size(size)
        self.faults += self.watch.collect()
        if self.barriers and barriers:
            self.page.evaluate(SHORTEN)
            words += grave_barriers(self.page)
            self.watch.collect()
        self.faults += [f"{path} {word}" for word in words]
