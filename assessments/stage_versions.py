"""A new version of a stage's rules: everything of the old one but its scores."""

from django.db.models import Max


def copy(stage):
    """The next version, not begun: criteria, time rules, panel, turns with their order, lots and tie-breakers."""
    latest = stage.contest.stages.filter(number=stage.number).aggregate(latest=Max("version"))["latest"]
    fields = {field.name: getattr(stage, field.name) for field in stage._meta.concrete_fields if field.editable}
    fields.pop("id", None)
    made = type(stage)(**fields)
    made.version = latest + 1
    made.save()
    made.judges.set(stage.judges.all())
    criteria = {old.pk: _again(old, made) for old in stage.criteria.all()}
    for rule in stage.time_rules.all():
        _again(rule, made)
    for turn in stage.turns.all():
        made.turns.create(entry=turn.entry, order_number=turn.order_number, seconds=turn.seconds)
    for draw in reversed(stage.draws.all()):
        _again(draw, made)
    _follow(stage, made, criteria)
    return made


def _again(row, stage):
    """The same row under another stage."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    made = type(row)(**fields | {"stage_id": stage.pk})
    made.save()
    return made


def _follow(stage, made, criteria):
    """Tie-breakers look at the version in force."""
    for breaker in stage.contest.tie_breakers.filter(stage=stage):
        breaker.stage = made
        if breaker.criterion_id:
            breaker.criterion = criteria.get(breaker.criterion_id)
        breaker.save()
    for breaker in stage.contest.tie_breakers.filter(stage=None, criterion__in=criteria):
        breaker.criterion = criteria[breaker.criterion_id]
        breaker.save()
