"""The workbook of a scheme: every row with all that it has, so that nothing is lost on the way back."""

from assessments.judging.exact import plain
from assessments.schemes import sources, trees
from assessments.schemes.workbook.columns import (
    CATEGORIES,
    CHOICES,
    COUNTS,
    FULL,
    GRADE_SHEET,
    GRADES,
    INDICATOR_SHEET,
    INDICATORS,
    LEVELS,
    ORDER,
    PERIOD,
    SETTING_SHEET,
    SETTINGS,
    STARS,
    TEXTS,
    VALID,
)
from assessments.scoring import notation
from portal.workbooks import Output, write_tables

FEWEST_LEVELS = 2  # the official table has them, whether they are used or not


def write(scheme, day=None):
    branching = trees.branching_of(scheme)
    grades = list(scheme.grades.prefetch_related("needs"))
    return written(scheme, branching, grades, grade_needs(grades), [str(one) for one in scheme.categories.all()], day)


def grade_needs(grades):
    return {grade.pk: [needed.pk for needed in grade.needs.all()] for grade in grades}


def written(scheme, branching, grades, needs, categories, day=None):
    """`needs`: pk of a grade → pks of indicators. Nothing of it has to be saved."""
    depth = max((depth for _, depth, _ in branching.rows), default=0) + 1
    levels = LEVELS[: max(depth, FEWEST_LEVELS)]
    lists = sources.Lists(scheme.committee)
    rows, path = [], []
    for indicator, level, _ in branching.rows:
        path[level:] = [indicator.name]
        names = [*path, *(None for _ in range(len(levels) - len(path)))]
        rows.append([*names, *_values(indicator, branching, lists)])
    tops = sum((one.points for one in branching.children.get(None, ()) if not one.is_extra), 0)
    columns = [*levels, *INDICATORS[len(LEVELS) :]]
    totals = [None] * len(columns)
    totals[len(levels)] = tops
    layout = {"unit": scheme.committee.name, "as_of": day}
    return write_tables(
        [
            Output(scheme.title, columns, rows, sheet_name=INDICATOR_SHEET, totals=totals, **layout),
            Output(
                f"{scheme.title}：等次", GRADES, _grades(branching, grades, needs), sheet_name=GRADE_SHEET, **layout
            ),
            Output(
                f"{scheme.title}：方案设置",
                SETTINGS,
                list(_settings(scheme, categories).items()),
                sheet_name=SETTING_SHEET,
                **layout,
            ),
        ]
    )


def _values(indicator, branching, lists):
    rule = branching.rules.get(indicator.pk)
    is_leaf = branching.is_leaf(indicator)
    return [
        indicator.points,
        indicator.weight,
        indicator.is_extra,
        indicator.cap,
        indicator.floor,
        indicator.standard or None,
        notation.write(rule) if rule else None,
        sources.write(indicator.source, indicator.source_params, lists) if is_leaf else None,
        indicator.takes_claims,
    ]


def _grades(branching, grades, needs):
    numbers = {indicator.pk: f"{number} {indicator}" for indicator, _, number in branching.rows}
    for grade in grades:
        needed = "；".join(numbers[pk] for pk in needs.get(grade.pk, ()) if pk in numbers)
        yield [grade.name, grade.minimum, grade.quota, needed or None, grade.stars, grade.follow_up or None]


def _settings(scheme, categories):
    known = {
        **{label: getattr(scheme, name) for label, name in TEXTS.items()},
        **{label: getattr(scheme, f"get_{name}_display")() for label, (name, _) in CHOICES.items()},
        **{label: str(getattr(scheme, name)) for label, (name, _, _) in COUNTS.items()},
        CATEGORIES: "、".join(categories),
        PERIOD: str(scheme.period),
        FULL: plain(scheme.full),
        VALID: f"{scheme.valid_until:%Y-%m-%d}" if scheme.valid_until else "",
        STARS: scheme.grants_stars,
    }
    return {label: known[label] for label in ORDER if known[label] not in ("", None)}
