"""One person walks through the whole portal: every link found from the home page on, each kind of address once."""

from collections import Counter, deque
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

from tests.crawl.links import Page

STATIC = ("/static/",)


class Walk:
    """Walk(client, each=1): `each` is how many addresses of the same kind (URL name and names in the query) are opened.

    After run(): `opened` counts addresses by URL name, `faults` says what was wrong and where the link stood.
    """

    def __init__(self, client, each=1, most=2000, house="testserver"):
        self.client, self.each, self.most, self.house = client, each, most, house
        self.kinds, self.opened, self.faults = Counter(), Counter(), []
        self.queue, self.known = deque(), set()

    def run(self, entrances):
        for entrance in entrances:
            self._plan(entrance, "entrance")
        while self.queue and self.opened.total() < self.most:
            self._open(*self.queue.popleft())
        if self.queue:
            self.faults.append(f"stopped after {self.most} pages")
        return self

    def _plan(self, address, where):
        parts = urlsplit(address)
        if parts.netloc not in ("", self.house) or parts.scheme not in ("", "http"):
            if parts.scheme not in ("webcal", "mailto", "tel", "data"):
                self.faults.append(f"{where}: leads out of the house: {address}")
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path in self.known or parts.path.startswith(STATIC):
            return
        self.known.add(path)
        kind = self.kind_of(parts.path, parts.query)
        if parts.path.startswith("/admin/") and "&" in parts.query:
            return  # each filter of the admin by itself: together they are more than one can open
        if kind is None:
            self.faults.append(f"{where}: {path} is no page")
        elif self.kinds[kind] < self.each:
            self.kinds[kind] += 1
            self.queue.append((path, where, kind))

    def _open(self, path, where, kind):
        try:
            answer = self.client.get(path, headers={"referer": f"http://testserver{where}"})
        except Exception as fault:
            self.faults.append(f"{where}: {path} fails: {fault!r}")
            return
        self.opened[kind[0]] += 1
        if answer.status_code in (301, 302):
            self._plan(answer.url, path)
        elif answer.status_code != 200:
            self.faults.append(f"{where}: {path} answers {answer.status_code}")
        elif answer["Content-Type"].startswith("text/html"):
            self._read(path, answer.content.decode())
        elif answer.streaming:
            b"".join(answer.streaming_content)  # a file that is not there fails here

    def _read(self, path, html):
        page = Page(path, html)
        self.faults += [f"{path}: {fault}" for fault in sorted(set(page.faults))]
        self.faults += [f"{path}: nothing is called #{name}" for name in sorted(page.broken_anchors())]
        for address in sorted(page.addresses()):
            self._plan(address, path)

    @staticmethod
    def kind_of(path, query):
        """Of two addresses of a kind one tells as much as the other; None is no page."""
        try:
            found = resolve(path)
        except Resolver404:
            return None
        return found.view_name, tuple(sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)}))
