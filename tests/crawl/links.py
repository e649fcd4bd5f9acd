"""What a page offers to click: the addresses of its links, pictures and fragments, its forms that ask, its anchors."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

FIELDS = {"input", "select", "option", "textarea"}
NOT_SENT = {"submit", "button", "reset", "image", "file"}


def is_sent(has):
    kind = has.get("type")
    return kind not in NOT_SENT and (kind not in {"checkbox", "radio"} or "checked" in has)


@dataclass
class Form:
    action: str
    method: str
    values: list = field(default_factory=list)
    names: list = field(default_factory=list)


class Page(HTMLParser):
    """A page as it was answered; `addresses()` are absolute, without what stands behind #."""

    def __init__(self, url, html):
        super().__init__()
        self.url, self.found, self.forms, self.faults = url, [], [], []
        self.ids, self.anchors = set(), set()
        self._form = self._select = self._script = None
        self.feed(html)
        self.close()

    def addresses(self):
        asked = [f"{form.action}?{urlencode(form.values)}" for form in self.forms if form.method == "get"]
        return {urljoin(self.url, address).partition("#")[0] for address in [*self.found, *asked]}

    def broken_anchors(self):
        return self.anchors - self.ids - {""}

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        self._complain(tag, has)
        if "id" in has:
            self.ids.add(has["id"])
        self._find(tag, has)
        if tag == "form":
            self._form = Form(has.get("action") or self.url.partition("?")[0], has.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag in FIELDS and self._form:
            self._fill_in(tag, has)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "script":
            self._script = None

    def _find(self, tag, has):
        if tag == "a" and (address := has.get("href")) is not None:
            if address.startswith("#"):
                self.anchors.add(address[1:])
            else:
                self.found.append(address)
        self.found += [has[name] for name in ("src", "hx-get") if has.get(name)]
        if tag == "link":
            self.found.append(has["href"])

    def _fill_in(self, tag, has):
        name = has.get("name")
        if tag == "option":
            if self._select and "selected" in has:
                self._form.values.append((self._select, has.get("value", "")))
        elif name and "disabled" not in has:
            self._form.names.append(name)
            if tag == "select":
                self._select = name
            elif tag == "input" and is_sent(has):
                self._form.values.append((name, has.get("value") or ""))

    def _complain(self, tag, has):
        """What the content-security policy forbids, without asking a browser."""
        inline = [name for name in has if name == "style" or name.startswith("on")]
        self.faults += [f"<{tag} {name}=…>" for name in inline]
        if tag == "style" or (tag == "script" and "src" not in has and has.get("type") != "application/json"):
            self.faults.append(f"<{tag}> inline")
        if (has.get("href") or "").strip().lower().startswith("javascript:"):
            self.faults.append(f"<{tag} href=javascript:…>")
