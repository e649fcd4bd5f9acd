"""What an import did, as plain data: enough to take it back, and to see what was edited since."""

import hashlib
import json
from datetime import date
from decimal import Decimal

from django.apps import apps


class Memory:
    """{"created": {"app.model": [[pk, digest]…]}, "changed": [{"model", "pk", "fields": {name: [before, after]}}…]}"""

    def __init__(self):
        self._created = {}
        self._changed = {}

    def created(self, model, things):
        if things:
            rows = self._created.setdefault(model._meta.label_lower, [])
            rows += [[thing.pk, digest(thing)] for thing in things]

    def changes(self, thing, after):
        """Set the new values on the thing and remember both."""
        fields = {}
        for name, value in after.items():
            before = plain(thing, name)
            setattr(thing, name, value)
            fields[name] = [before, plain(thing, name)]
        self._changed[thing._meta.label_lower, thing.pk] = fields

    def before(self, thing):
        fields = self._changed.get((thing._meta.label_lower, thing.pk), {})
        return {name: values[0] for name, values in fields.items()}

    def as_data(self):
        return {
            "created": self._created,
            "changed": [{"model": model, "pk": pk, "fields": fields} for (model, pk), fields in self._changed.items()],
        }


def plain(thing, name):
    """The value of a field as JSON keeps it; of a foreign key its id."""
    value = getattr(thing, thing._meta.get_field(name).attname)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def restored(thing, name, value):
    """Put a kept value back."""
    field = thing._meta.get_field(name)
    setattr(thing, field.attname, field.target_field.to_python(value) if field.is_relation else field.to_python(value))


def digest(thing) -> str:
    """Short sum over all fields people edit, to tell whether somebody did."""
    fields = [field for field in thing._meta.concrete_fields if not field.primary_key and field.name != "search_key"]
    text = json.dumps([plain(thing, field.name) for field in fields], ensure_ascii=False)
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def model_of(label):
    return apps.get_model(label)
