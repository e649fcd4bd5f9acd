"""The list of terms, its workbook, and 应换届 / 已换届 by alliance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliances.models import Alliance, Organization, Seat
from branches.models import Term, TermProposal
from branches.terms import permissions
from branches.terms.cases import draft_reminders
from branches.terms.exports import term_workbook
from branches.terms.filters import LEVELS, OF_YEAR, OVERDUE, OWED, TABS, WITHIN, Filters, counts
from branches.terms.pairs import pairs
from portal.access import WrongState, require
from portal.asked import whole_number
from portal.quarters import year_period
from portal.workbooks import xlsx_response

PAGE = 50
PRINTED = 2000
MOST_LETTERS = 500


@login_required
@require_safe
def term_list(request):
    user, today = request.user, timezone.localdate()
    require(permissions.can_list(user))
    filters = Filters.read(request.GET, today)
    visible = Term.objects.visible_to(user)
    whole = "print" in request.GET
    terms = filters.apply(visible, today).with_names()
    found = counts(filters.narrowed(visible, today), today, filters.within)
    paginator = Paginator(terms, PRINTED if whole else PAGE)
    if filters.show in found:
        paginator.count = found[filters.show]
    page = paginator.get_page(request.GET.get("page"))
    for term in page:
        term.state, term.left_words = term.status(today), term.left(today)
    unit = None
    if filters.organization:
        unit = Organization.objects.visible_to(user).filter(pk=filters.organization).first()
    context = {
        "page": page,
        "filters": filters,
        "unit": unit,
        "whole": whole,
        "today": today,
        "alliances": _alliances(user, today),
        "tabs": _tabs(request, filters, found),
        "within": WITHIN,
        "levels": LEVELS,
        "waiting": _waiting(user),
        "may_write": user.is_staff and filters.show in (OVERDUE, "due", "open") and not whole,
    }
    return render(request, "branches/terms/list.html", context)


@login_required
@require_safe
def term_export(request):
    """What the list shows, all pages of it, in the official layout."""
    user, today = request.user, timezone.localdate()
    require(permissions.can_list(user))
    filters = Filters.read(request.GET, today)
    terms = filters.apply(Term.objects.visible_to(user), today).with_names()
    title = f"党组织任期一览表（{filters.title}）"
    unit = str(user.unit if user.organization_id else user.committee)
    return xlsx_response(title, today, term_workbook(terms, title=title, unit=unit, day=today))


@login_required
@require_safe
def term_pairs(request):
    user, today = request.user, timezone.localdate()
    require(permissions.can_list(user))
    year = Filters.read({**request.GET.dict(), "show": OWED}, today).year
    alliances = _alliances(user, today)
    rows, total = pairs(Term.objects.visible_to(user), alliances, year_period(year), today)
    context = {
        "rows": rows,
        "total": total,
        "year": year,
        "is_now": year == today.year,
        "years": [{"label": f"{one}年", "href": f"?year={one}", "current": one == year} for one in _years(today)],
        "today": today,
    }
    return render(request, "branches/terms/pairs.html", context)


@login_required
@require_POST
def term_letters(request):
    """A 提醒函 for each chosen term, as one batch of drafts."""
    user, today = request.user, timezone.localdate()
    require(user.is_staff)
    asked = [whole_number(key, 14) for key in request.POST.getlist("term")]
    keys = [key for key in asked if key is not None]
    terms = Term.objects.visible_to(user).current().filter(pk__in=keys[:MOST_LETTERS]).exclude(due_on=None)
    try:
        batch = draft_reminders(terms.with_names(), by=user, day=today)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("term-list")
    messages.success(request, f"提醒函已起草，本批共{batch.letters.count()}份，核对后一起送审。")
    return redirect("letter-batch", batch.pk)


def _alliances(user, today):
    """Those by which the person may look; an officer's is the one in which the unit sits."""
    rows = Alliance.objects.visible_to(user).on(today)
    if user.is_staff or user.is_leader:
        return list(rows)
    return list(rows.filter(seats__in=Seat.objects.on(today).filter(organization=user.organization_id)))


def _tabs(request, filters, found):
    def href(show):
        query = request.GET.copy()
        for name in ("page", "year", "print"):
            query.pop(name, None)
        query["show"] = show
        return f"?{query.urlencode()}"

    tabs = [
        {"href": href(show), "label": label, "current": show == filters.show, "count": found[show]}
        for show, label in TABS
    ]
    if filters.show in OF_YEAR:
        tabs.append({"href": request.get_full_path(), "label": filters.title, "current": True, "count": None})
    return tabs


def _waiting(user):
    """What units filled in and staff have not confirmed."""
    rows = TermProposal.objects.visible_to(user).filter(state=TermProposal.State.WAITING)
    return list(rows.select_related("term__organization", "term__branch", "by")[:10])


def _years(today):
    return range(today.year + 1, today.year - 3, -1)
