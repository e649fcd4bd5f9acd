"""A line in words: fields by their names, keys by what they lead to."""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from portal.audit.subjects import name_of

VEILED = "（内容保密，只给能看这条记录的人看）"
MOST_MODELS = 4  # asked for names; further keys stay numbers


def model_of(entry):
    try:
        return apps.get_model(entry.kind) if entry.kind else None
    except (LookupError, ValueError):
        return None


def subject_of(entry, user):
    """The record itself, if it is there and this person may see it."""
    model = model_of(entry)
    if model is None or entry.object_id is None or not hasattr(model.objects, "visible_to"):
        return None
    return model.objects.visible_to(user).filter(pk=entry.object_id).first()


def may_read_values(entry, user):
    """Scores are read here by whom the sheet itself shows them to, and no sooner."""
    if not entry.is_veiled:
        return True
    model = model_of(entry)
    if model is None:
        return False
    rule = getattr(model.objects, "with_scores_open_to", None) or model.objects.visible_to
    return rule(user).filter(pk=entry.object_id).exists()


def differences(entry):
    """[{label, before, after}] side by side."""
    model = model_of(entry)
    names = {}
    if model is not None:
        names = _names(_keys(entry, model))
    rows = []
    for name in dict.fromkeys([*entry.before, *entry.after]):
        field = _field(model, name)
        values = [_words(side.get(name), field, names) if name in side else "" for side in (entry.before, entry.after)]
        rows.append({"label": str(field.verbose_name) if field else name, "before": values[0], "after": values[1]})
    return rows


def in_a_cell(entry, side):
    """One side for a table: 状态：已发布；地点：三楼会议室."""
    values = getattr(entry, side)
    if not values:
        return ""
    if entry.is_veiled:
        return VEILED
    model = model_of(entry)
    parts = []
    for name, value in values.items():
        field = _field(model, name)
        parts.append(f"{field.verbose_name if field else name}：{_words(value, None, {})}")
    return "；".join(parts)


def _field(model, name):
    try:
        return model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None


def _keys(entry, model):
    wanted = defaultdict(set)
    for side in (entry.before, entry.after):
        for name, value in side.items():
            field = _field(model, name)
            if field is not None and field.is_relation and isinstance(value, int):
                wanted[field.related_model].add(value)
    return wanted


def _names(wanted):
    found = {}
    for model, keys in list(wanted.items())[:MOST_MODELS]:
        for row in model._base_manager.filter(pk__in=keys):
            found[model, row.pk] = name_of(row)
    return found


def _words(value, field, names):
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field is not None and field.is_relation:
        return names.get((field.related_model, value), f"编号{value}")
    if isinstance(value, dict):
        return "；".join(f"{name}：{_words(one, None, {})}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(_words(one, None, {}) for one in value)
    return str(value)
