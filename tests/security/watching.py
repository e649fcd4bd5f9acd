"""What a request does with what it was sent: the names it reads, the forms that let a value through, changed rows."""

import re
from collections import Counter
from contextlib import contextmanager

from django import forms
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import QueryDict

WRITTEN = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')


class Read(QueryDict):
    names = set()

    def __getitem__(self, key):
        self.names.add(key)
        return super().__getitem__(key)

    def getlist(self, key, default=None):
        self.names.add(key)
        return super().getlist(key, default)

    def __contains__(self, key):
        self.names.add(key)
        return super().__contains__(key)


class Watch:
    """One request: the names it `read`, the `forms` it cleaned, the `tables` it wrote to."""

    def __init__(self):
        self.read, self.forms, self.tables = set(), [], set()

    def __call__(self, execute, sql, params, many, context):
        if found := WRITTEN.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)

    def fields_of_records(self):
        """(class of the form, field, what was sent for it)"""
        for form in self.forms:
            for name, field in form.fields.items():
                if is_of_records(field) and name != "id":  # the row of a list: the list refuses it, not the field
                    yield type(form), nameless(name), form[name].data


def is_of_records(field):
    """A field with rows to choose from."""
    return hasattr(field, "queryset") or hasattr(field, "rows")


def nameless(name):
    return re.sub(r"\d+", "N", name)


def keys_of(value):
    """What came through a field, as keys."""
    if isinstance(value, Model):
        yield value.pk
    elif isinstance(value, list | tuple | set | QuerySet):
        for one in value:
            yield from keys_of(one)
    else:
        yield from (int(number) for number in re.findall(r"\d+", str(value)))


@contextmanager
def watched(monkeypatch):
    watch = Watch()
    load, clean = WSGIRequest._load_post_and_files, forms.BaseForm.full_clean

    class Sent(Read):  # a copy of it tells the same watch
        names = watch.read

    def load_watched(request):
        load(request)
        sent = Sent(mutable=True)
        for name, values in request._post.lists():
            sent.setlist(name, values)
        sent._mutable = False
        request._post = sent

    def clean_watched(form):
        clean(form)
        if form.is_bound:
            watch.forms.append(form)

    with monkeypatch.context() as patch, connection.execute_wrapper(watch):
        patch.setattr(WSGIRequest, "_load_post_and_files", load_watched)
        patch.setattr(forms.BaseForm, "full_clean", clean_watched)
        yield watch


@contextmanager
def asked(monkeypatch):
    """The names of the query that are read inside."""
    names = set()

    class Asked(Read):
        pass

    Asked.names = names
    with monkeypatch.context() as patch:
        query = property(lambda request: Asked(request.META.get("QUERY_STRING", ""), encoding=request._encoding))
        patch.setattr(WSGIRequest, "GET", query)
        yield names


class Rows:
    """The rows of every table as they are now, to be compared with those that a request leaves."""

    def __init__(self):
        tables = connection.introspection.django_table_names(only_existing=True)
        self.before = {table: _rows(table) for table in tables}

    def changed(self, tables):
        """{table: rows that came, went, or are different, both as they were and as they are}"""
        found = {}
        for table in tables:
            now = _rows(table)
            if rows := [*(now - self.before[table]), *(self.before[table] - now)]:
                found[table] = rows
        return found


def _rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- ours
        return Counter(cursor.fetchall())
