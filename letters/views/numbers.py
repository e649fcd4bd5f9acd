"""文号登记: every number of a year, what is missing between, what stands twice."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.views import own_committee
from letters import permissions, register
from letters.filters import YEARS, number
from letters.models import Letter
from letters.whom import say_units, with_units
from portal.access import require
from portal.workbooks import write_table, xlsx_response

COLUMNS = ("发文字号", "标题", "文种", "主送", "成文日期", "印发日期", "状态", "备注")


@login_required
@require_safe
def letter_register(request):
    require(permissions.can_draft(request.user))
    committee, year = own_committee(request.user), _year(request)
    found = _with_units(register.gaps_and_doubles(committee, year))
    numbered = sum(len(rows) for series in found.series for rows in series.letters.values())
    context = {
        "found": found,
        "series": [_series(series) for series in found.series],
        "year": year,
        "years": sorted({*register.years(committee), year, timezone.localdate().year}, reverse=True),
        "count": numbered + len(found.unreadable),
        "today": timezone.localdate(),
    }
    return render(request, "letters/register.html", context)


@login_required
@require_safe
def letter_register_export(request):
    require(permissions.can_draft(request.user))
    committee, year, today = own_committee(request.user), _year(request), timezone.localdate()
    found = _with_units(register.gaps_and_doubles(committee, year))
    rows = []
    for series in found.series:
        gaps = dict(series.gaps)
        for place, letters in series.letters.items():
            rows += _gap_before(series, gaps, place)
            rows += [_row(letter, "重号" if len(letters) > 1 else "") for letter in letters]
    rows += [_row(letter, "文号认不出") for letter in found.unreadable]
    rows += [_row(letter, "没有文号") for letter in found.unnumbered]
    data = write_table(f"{year}年发文登记簿", COLUMNS, rows, unit=committee.name, as_of=today)
    return xlsx_response(f"{year}年发文登记簿", today, data)


def _gap_before(series, gaps, place):
    """A line for the numbers that are missing before this one, so that the printed register shows them too."""
    first = next((first for first, last in gaps.items() if last == place - 1), None)
    if first is None:
        return []
    words = (
        f"{series.prefix}〔{series.year}〕{first}号"
        if first == place - 1
        else f"{series.prefix}〔{series.year}〕{first}—{place - 1}号"
    )
    return [[words, None, None, None, None, None, None, "空号"]]


def _row(letter, remark):
    return [
        letter.number,
        letter.title,
        letter.get_kind_display(),
        letter.to_shown,
        letter.signed_on,
        letter.issued_on,
        letter.get_state_display(),
        remark,
    ]


def _year(request):
    asked = number(request.GET.get("year"))
    return asked if asked in YEARS else timezone.localdate().year


def _with_units(found):
    """The same letters with what the list says of their addressees, by one query."""
    letters = [letter for series in found.series for rows in series.letters.values() for letter in rows]
    letters += found.unreadable + found.unnumbered
    named = {
        one.pk: one
        for one in say_units(with_units(Letter.objects.filter(pk__in=[one.pk for one in letters]).only("pk", "to")))
    }
    for letter in letters:
        letter.to_shown = named[letter.pk].to_shown
    return found


def _series(series):
    rows = [letter for letters in series.letters.values() for letter in letters]
    twice = {letter.pk for letters in series.doubles.values() for letter in letters}
    for letter in rows:
        letter.is_double = letter.pk in twice
    words = [f"重号：{place}号用了 {len(letters)} 次。" for place, letters in series.doubles.items()]
    gaps = f"空号：{'、'.join(series.gap_words)}，共 {series.missing} 个。" if series.gaps else ""
    return {"name": f"{series.prefix}〔{series.year}〕", "rows": rows, "doubles": words, "gaps": gaps}
