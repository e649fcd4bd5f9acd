"""What a line calls the record it tells of, and to which committee that belongs, without asking the database if the
record and what was loaded with it know."""

from functools import cache

from django.apps import apps
from django.db import models

NAMES = ("title", "name", "subject", "username")
COMMITTEE = "alliances.committee"
DEEPEST = 6


def name_of(instance):
    """Its own name, or those of the records it hangs on as far as they are loaded: 文化园联盟 · 市委宣传部."""
    own = _own_name(instance)
    if own:
        return own[:200]
    loaded = [instance._state.fields_cache.get(one.name) for one in _parents(type(instance))]
    names = dict.fromkeys(filter(None, (_own_name(one) for one in loaded if one is not None)))
    words = " · ".join(names) or f"{type(instance)._meta.verbose_name}{instance.pk or ''}"
    return words[:200]


def committee_of(instance, actor=None, known=None):
    """The key of the committee. `known` remembers what parents said while many are asked for."""
    if instance._meta.label_lower == COMMITTEE:
        return instance.pk
    own = _loaded(instance)
    if own is not None:
        return own
    if actor is not None and not actor.is_superuser and actor.committee_id:
        return actor.committee_id
    path = _path(type(instance))
    if not path:
        return None
    parent, *rest = path
    key = getattr(instance, type(instance)._meta.get_field(parent).attname)
    if key is None:
        return None
    known = {} if known is None else known
    model = type(instance)._meta.get_field(parent).related_model
    if (model, key) not in known:
        rows = model._base_manager.filter(pk=key).values_list("__".join([*rest[:-1], rest[-1]]), flat=True)
        known[model, key] = rows.first()
    return known[model, key]


def _loaded(instance):
    for _ in range(DEEPEST):
        if instance._meta.label_lower == COMMITTEE:
            return instance.pk
        path = _path(type(instance))
        if not path:
            return None
        field = instance._meta.get_field(path[0])
        if len(path) == 1:
            return getattr(instance, field.attname)
        instance = instance._state.fields_cache.get(field.name)
        if instance is None:
            return None
    return None


@cache
def _path(model):
    """The shortest way over foreign keys: ["alliance", "committee"]."""
    level, seen = [(model, [])], {model}
    for _ in range(DEEPEST):
        following = []
        for one, way in level:
            for field in _parents(one):
                if field.related_model._meta.label_lower == COMMITTEE:
                    return [*way, field.name]
                if field.related_model not in seen and not _is_person(field.related_model):
                    seen.add(field.related_model)
                    following.append((field.related_model, [*way, field.name]))
        level = following
    return []


@cache
def _parents(model):
    """Records it hangs on; not the people who wrote it, who may be anywhere."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and not _is_person(field.related_model)
    ]


def _is_person(model):
    return model._meta.label_lower == "accounts.user"


def _own_name(instance):
    for name in NAMES:
        value = instance.__dict__.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def kind_label(kind):
    """活动 for activities.activity."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name) if kind else ""
    except (LookupError, ValueError):
        return kind
