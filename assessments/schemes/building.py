"""Write into a draft: indicators and grades are added, changed, moved, deleted. Each holds the scheme first, so that
a round cannot open in between and a frozen scheme is never touched."""

from django.db import transaction
from django.db.models import Max

from portal.access import WrongState

MOST_INDICATORS = 300
MOST_GRADES = 12
DEEPEST = 6  # levels; an official table has two or three


@transaction.atomic
def save_indicator(indicator, *, by):
    """New ones stand last among their siblings; a parent below itself is refused."""
    indicator.scheme.hold_draft()
    _require_there(indicator, indicator.scheme.indicators)
    siblings = indicator.scheme.indicators.filter(parent=indicator.parent_id)
    _require_place(indicator)
    if indicator.pk is None and indicator.scheme.indicators.count() >= MOST_INDICATORS:
        raise WrongState(f"一个方案最多{MOST_INDICATORS}个指标。")
    if indicator.pk is None or not siblings.filter(pk=indicator.pk).exists():
        indicator.order_number = _next(siblings)
    indicator._history_user = by
    indicator.save()
    return indicator


@transaction.atomic
def delete_indicator(indicator, *, by):
    """With all that stands below it. Refused while a grade speaks of one of them: that would go with it unseen."""
    indicator.scheme.hold_draft()
    gone = below(indicator, list(indicator.scheme.indicators.all()))
    grade = indicator.scheme.grades.filter(needs__in=gone).first()
    if grade:
        raise WrongState(f"等次“{grade}”要求这里得分，请先修改等次，再删除指标。")
    indicator._history_user = by
    indicator.delete()


@transaction.atomic
def move_indicator(indicator, *, up, by):
    """One place up or down among its siblings; at the edge nothing happens."""
    indicator.scheme.hold_draft()
    _require_there(indicator, indicator.scheme.indicators.filter(parent=indicator.parent_id))
    rows = list(indicator.scheme.indicators.filter(parent=indicator.parent_id))
    place = rows.index(indicator)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        _number(rows, by)


@transaction.atomic
def save_grade(grade, needs, *, by):
    grade.scheme.hold_draft()
    _require_there(grade, grade.scheme.grades)
    if any(leaf.scheme_id != grade.scheme_id for leaf in needs):
        raise WrongState("等次只能要求本方案的指标得分。")
    if grade.pk is None and grade.scheme.grades.count() >= MOST_GRADES:
        raise WrongState(f"一个方案最多{MOST_GRADES}个等次。")
    if grade.order_number is None:
        grade.order_number = _next(grade.scheme.grades)
    grade.save()
    grade.needs.set(needs)
    _note(grade.scheme, f"等次“{grade}”", by)
    return grade


@transaction.atomic
def delete_grade(grade, *, by):
    grade.scheme.hold_draft()
    grade.delete()
    _note(grade.scheme, f"删除等次“{grade}”", by)


def below(indicator, rows):
    """It and all below it, out of the rows of its scheme. Safe for rows that go in a circle."""
    found, size = {indicator.pk}, 0
    while size != len(found):
        size = len(found)
        found |= {row.pk for row in rows if row.parent_id in found}
    return found


def depth_of(indicator, rows):
    """1 for a top; rows of its scheme."""
    parents, depth, at = {row.pk: row.parent_id for row in rows}, 1, indicator.parent_id
    while at is not None and depth <= len(parents) + 1:
        depth, at = depth + 1, parents.get(at)
    return depth


def _require_there(row, rows):
    """Somebody else may have deleted or moved it since the page was opened."""
    if row.pk is not None and not rows.filter(pk=row.pk).exists():
        raise WrongState(f"“{row}”已被别人删除或移动，请刷新后再改。")


def _require_place(indicator):
    if indicator.parent_id is None:
        return
    rows = list(indicator.scheme.indicators.all())
    if indicator.parent_id not in {row.pk for row in rows}:
        raise WrongState("上级指标不在这个方案里。")
    own = below(indicator, rows) if indicator.pk else set()
    if indicator.parent_id in own:
        raise WrongState("上级指标不能选它自己或它下面的指标，那样会绕成一圈。")
    height = max((depth_of(row, rows) for row in rows if row.pk in own), default=0)
    height = height - depth_of(next(row for row in rows if row.pk == indicator.pk), rows) + 1 if own else 1
    if depth_of(indicator, rows) + height - 1 > DEEPEST:
        raise WrongState(f"指标最多{DEEPEST}级。")


def _next(rows):
    return (rows.aggregate(last=Max("order_number"))["last"] or 0) + 1


def _number(rows, by):
    for place, row in enumerate(rows, start=1):
        if row.order_number != place:
            row.order_number, row._history_user = place, by
            row.save(update_fields=["order_number"])


def _note(scheme, words, by):
    """Grades have no history of their own; the scheme's says who changed them."""
    scheme.refresh_from_db()
    scheme._history_user, scheme._change_reason = by, words[:100]
    scheme.save()
