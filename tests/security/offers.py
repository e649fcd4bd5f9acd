"""What a page offers to be sent: for each of its forms the names, what it sends as it stands, and all it could send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TICKED = {"checkbox", "radio"}
NEVER_SENT = {"submit", "button", "reset", "image", "file"}
FILLED_IN = {"text": "示例", "date": "2026-12-01", "time": "09:30", "number": "1"}  # where nothing stands yet


@dataclass
class Offer:
    actions: set
    sent: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    many: set = field(default_factory=set)
    buttons: set = field(default_factory=set)

    def add(self, name, value, *, sent):
        self.values.setdefault(name, set()).add(value)
        if sent:
            self.sent.append((name, value))

    def data(self):
        """As a POST would carry it; where nothing is chosen, the first of the choices; no row is taken away."""
        found = {}
        for name, value in self.sent:
            found.setdefault(name, []).append(value)
        for name, values in self.values.items():
            kept = name in self.buttons or name.endswith(("DELETE", "remove"))
            if not kept and not any(found.get(name, [])) and (choices := sorted(values - {""})):
                found[name] = choices[:1]
        return found


class Offers(HTMLParser):
    def __init__(self, url, html):
        super().__init__()
        self.url, self.offers, self._named = url, [], {}
        self._form = self._select = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "form":
            self._begin(has)
        form = self._named.get(has["form"]) if "form" in has else self._form
        if form and "disabled" not in has:
            self._look(form, tag, has)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _begin(self, has):
        own = has.get("action") or self.url
        scripts = {value for name, value in has.items() if name.startswith("data-") and (value or "").startswith("/")}
        self._form = Offer({address.partition("#")[0] for address in {own, *scripts}})
        self._named[has.get("id")] = self._form
        if has.get("method", "get").lower() == "post":
            self.offers.append(self._form)

    def _look(self, form, tag, has):
        name, kind = has.get("name"), has.get("type", "text")
        if tag == "button":
            form.actions |= {has["formaction"].partition("#")[0]} if "formaction" in has else set()
            if name:
                form.add(name, has.get("value", ""), sent=False)
                form.buttons.add(name)
        elif tag == "option" and self._select:
            form.add(self._select, has.get("value", ""), sent="selected" in has)
        elif tag == "select" and name:
            self._select = name
            form.values.setdefault(name, set())
            form.many |= {name} if "multiple" in has else set()
        elif tag == "textarea" and name:
            form.add(name, "示例内容", sent=True)
        elif tag == "input" and name and kind not in NEVER_SENT:
            ticked = kind in TICKED
            value = has.get("value") or ("on" if ticked else FILLED_IN.get(kind, ""))
            form.add(name, value, sent=not ticked or "checked" in has)
            form.many |= {name} if kind == "checkbox" else set()
