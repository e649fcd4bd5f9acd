"""The walk through every POST door with guessed keys.

What a page offers to somebody is sent as it stands; then, wherever a key of a record stands in it, one of another
alliance and one of another committee take its place.
"""

import re
from collections import defaultdict
from http.cookies import SimpleCookie

from django.db import transaction

from tests.permissions_world import ROLES
from tests.security.guessing import FAR, NEIGHBOUR, Keys, keys_in
from tests.security.offers import Offer, Offers
from tests.security.watching import Rows, asked, keys_of, nameless, watched
from tests.test_permissions import ROWS, address

FROM_MOST_TO_FEWEST_RIGHTS = ("staff", "leader", "lead", "deputy", "unit", "outsider", "judge", "member")
NOT_TRIED = {"logout", "login", "text-size"}  # end the log-in; hold no record but the page to go back to
MORE_DOORS = (("mark-save", "sheet", "judge"),)  # 404 without a criterion, so the matrix says that nobody is let in
QUERIED = re.compile(r"[?&;](\w+)=(\d{7})(?!\d)")  # in a link of a page
BOOKKEEPING = {"portal_auditentry", "django_session", "usersessions_usersession", "accounts_user"}


class Walk:
    """`leaks` is what must be empty; the rest says how far the walk came."""

    def __init__(self, guessed, monkeypatch, *, read_records, everybody=False, only=None):
        self.world, self.clients, self.monkeypatch = guessed.world, guessed.clients, monkeypatch
        self.keys, self.rows = Keys(guessed.tables, guessed.keys), Rows()
        self.everybody, self.only = everybody, only  # `only`: one URL name
        self.read_records = dict(read_records)  # {name: the key to guess, as it would be sent, or the table it is of}
        self.offers = defaultdict(list)  # {(role, address): forms}
        self.leaks = []
        self.guessed, self.moved = set(), set()  # (URL name, name); URL names
        self.read_unknown = defaultdict(set)  # {name that no page offers: the URL names that read it}
        self.fields, self.guessed_fields = set(), set()  # (class of form, field)

    def doors(self):
        for method, name, thing, who in ROWS:
            if method == "POST" and name not in NOT_TRIED and self.only in (None, name):
                roles = [role for role in FROM_MOST_TO_FEWEST_RIGHTS if who[ROLES.index(role)] == "Y"]
                for role in roles if self.everybody else dict.fromkeys((*roles[:1], *roles[-1:])):
                    yield name, address(self.world, name, thing), role
        for name, thing, role in () if self.only else MORE_DOORS:
            yield name, address(self.world, name, thing), role

    def look_around(self):
        """Which forms do the pages of the doors show, and which names in them are of records?"""
        shown = {name for method, name, _, _ in ROWS if method == "GET"}
        looked_at = set()
        for name, url, role in self.doors():
            if name in shown and (role, url) not in looked_at:
                looked_at.add((role, url))
                for offer in self._offers_at(url, role):
                    self._remember(offer, role)

    def try_doors(self):
        read = {}  # what a view reads is asked once, of the one with the fewest rights
        for name, url, role in self.doors():
            for offer in self.offers.get((role, url)) or [Offer({url})]:
                if not self._guess_offered(name, url, role, offer) or self.everybody:
                    read[role if self.everybody else "", url] = name, url, role, offer
        for one in read.values():
            self._guess_read(*one)

    def _offers_at(self, url, role):
        with transaction.atomic():
            answer = self._client(role).get(url)
            transaction.set_rollback(True)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        return Offers(url, answer.content.decode()).offers if is_page else []

    def _remember(self, offer, role):
        for action in offer.actions:
            self.offers[role, action].append(offer)
        for name, values in offer.values.items():
            if far := self.keys.far(name, *values):
                self.leaks.append((offer.actions, role, name, far, "offered"))
            if name != "next" and (own := self.keys.own(*values)):
                self.read_records.setdefault(nameless(name), self.keys.table(own[0]))

    def _guess_offered(self, door, url, role, offer):
        done = set()
        for name, values in offer.values.items():
            own = self.keys.own(name) or self.keys.own(*values)
            if own and name != "next" and nameless(name) not in done:
                done.add(nameless(name))
                for guess in self.keys.counterparts(own[0], owners=beyond(role)):
                    if guess not in keys_in(*values):
                        data, alone = _with_guess(offer, name, own[0], guess)
                        self._try(door, url, role, data, name, guess, alone=alone)
        return done

    def _guess_read(self, door, url, role, offer):
        """Names that the view reads though this page does not offer them."""
        read = self._send(url, role, offer.data(), door)[0].read
        for name in sorted(read - set(offer.values)):
            wanted = self.read_records.get(name)
            if wanted is None:
                self.read_unknown[nameless(name)].add(door)
            elif wanted in self.keys.tables:
                for guess in self.keys.latest(wanted, owners=beyond(role)):
                    self._try(door, url, role, offer.data() | {name: [str(guess)]}, name, guess)
            else:
                self._try(door, url, role, offer.data() | {name: [wanted]}, name, wanted)

    def _try(self, door, url, role, data, name, guess, *, alone=False):
        watch, status, rows = self._send(url, role, data, door)
        self.guessed.add((door, nameless(name)))
        faults = [f"answers {status}"] if status >= 500 else []
        for form, field, sent in watch.fields_of_records():
            if str(guess) in str(sent):
                self.guessed_fields.add((form, field))
        for form in watch.forms:
            for field, value in getattr(form, "cleaned_data", {}).items():
                if field not in form.errors and field != "id" and guess in keys_of(value):
                    faults.append(f"{type(form).__name__}.{field} takes it")
        for table, changed in rows.items():
            if any(guess in keys_in(*row) or self.keys.far(*row) for row in changed):
                faults.append(f"{table} has it")
        if alone and (acted := set(rows) - BOOKKEEPING):
            faults.append(f"{', '.join(sorted(acted))} written to")
        if faults:
            self.leaks.append((url, role, name, guess, *faults))

    def _send(self, url, role, data, door):
        client = self._client(role)
        client.raise_request_exception = False
        with transaction.atomic(), watched(self.monkeypatch) as watch:
            status = client.post(url, data).status_code
            rows = self.rows.changed(watch.tables)
            transaction.set_rollback(True)
        self.fields |= {(form, field) for form, field, _ in watch.fields_of_records()}
        if set(rows) - BOOKKEEPING:
            self.moved.add(door)
        return watch, status, rows

    def _client(self, role):
        client, cookies = self.clients[role]
        client.cookies = SimpleCookie(cookies)
        return client


def beyond(role):
    """Whose records this person must not reach unless they are offered: staff have the whole committee."""
    return (FAR,) if role == "staff" else (FAR, NEIGHBOUR)


def _with_guess(offer, name, own, guess):
    """(what is sent, whether the guess is all that stands under that name)"""
    data = offer.data()
    if str(own) in name:
        data[name.replace(str(own), str(guess))] = data.get(name, ["1"])
        return data, False
    text = next(value for value in sorted(offer.values[name]) if str(own) in value).replace(str(own), str(guess))
    many = name in offer.many
    data[name] = [*data.get(name, []), text] if many else [text]
    return data, not many


class FilterWalk:
    """Every page asked with guessed keys for the names it reads from its address: nothing from far away may show."""

    def __init__(self, guessed, monkeypatch, *, read_records, everybody=False):
        self.world, self.clients, self.monkeypatch = guessed.world, guessed.clients, monkeypatch
        self.keys, self.everybody = Keys(guessed.tables, guessed.keys), everybody
        self.read_records = dict(read_records)  # {name: the table it is of}
        self.read = defaultdict(set)  # {name: {(role, address)}}
        self.leaks, self.guessed = [], set()

    def look_around(self):
        for method, name, thing, who in ROWS:
            roles = [role for role in FROM_MOST_TO_FEWEST_RIGHTS if who[ROLES.index(role)] == "Y"]
            if method == "GET":
                for role in roles if self.everybody else roles[:1]:
                    self._look_at(address(self.world, name, thing), role)

    def guess(self):
        for name, pages in self.read.items():
            for role, url in pages if name in self.read_records else ():
                for guess in self.keys.latest(self.read_records[name], owners=(FAR,)):
                    self.guessed.add(name)
                    text = self._get(f"{url.partition('?')[0]}?{name}={guess}", role)[1]
                    if shown := self.keys.far(text) - {guess}:
                        self.leaks.append((url, role, name, guess, shown))

    def _look_at(self, url, role):
        names, text = self._get(url, role)
        for name in names:
            self.read[name].add((role, url))
        for name, key in QUERIED.findall(text):
            if own := self.keys.own(key):
                self.read_records.setdefault(name, self.keys.table(own[0]))

    def _get(self, url, role):
        client, cookies = self.clients[role]
        client.cookies = SimpleCookie(cookies)
        with transaction.atomic(), asked(self.monkeypatch) as names:
            answer = client.get(url)
            transaction.set_rollback(True)
        is_text = not answer.streaming and answer["Content-Type"].startswith(("text/", "application/json"))
        return names, answer.content.decode() if is_text else ""
