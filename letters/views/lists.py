"""The register of letters for the committee; what it received for a unit."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.models import Organization
from letters import permissions, unit_todo
from letters.filters import Filters
from letters.models import Letter, Recipient
from letters.models.states import OWING, RecipientState, State
from letters.standing import part_shown
from letters.whom import say_units, with_units
from portal.access import require
from portal.workbooks import write_table, xlsx_response

PAGE = 20
MOST_ROWS = 5_000  # of an export
COLUMNS = (
    "标题",
    "文种",
    "发文字号",
    "主送",
    "成文日期",
    "印发日期",
    "签收（家）",
    "回复（家）",
    "主送（家）",
    "回复期限",
    "逾期（家）",
    "状态",
)
NEXT_STEP = {RecipientState.WAITING: "签收", RecipientState.RECEIVED: "回复", RecipientState.RETURNED: "补充"}


@login_required
@require_safe
def letter_list(request):
    user = request.user
    if user.is_officer and not user.is_staff:
        return _received(request)
    today, filters = timezone.localdate(), Filters.read(request.GET)
    visible = Letter.objects.visible_to(user)
    page = Paginator(_counted(filters.apply(visible, today), today), PAGE).get_page(request.GET.get("page"))
    say_units(page)
    units = list(Organization.objects.visible_to(user).order_by("order_number", "pk"))
    context = {
        "page": page,
        "filters": filters,
        "unit": next((unit for unit in units if unit.pk == filters.unit), None),
        "units": units,
        "kinds": Letter.Kind.choices,
        "states": Letter.State.choices,
        "years": years(visible, today, filters.year),
        "may_draft": permissions.can_draft(user),
        "today": today,
    }
    return render(request, "letters/list.html", context)


@login_required
@require_safe
def letter_export(request):
    """What the register shows, all pages of it, in the official layout."""
    require(permissions.can_export(request.user))
    today, filters = timezone.localdate(), Filters.read(request.GET)
    letters = list(_counted(filters.apply(Letter.objects.visible_to(request.user), today), today)[:MOST_ROWS])
    say_units(letters)
    data = write_table("公文登记簿", COLUMNS, map(_row, letters), unit=str(request.user.unit), as_of=today)
    return xlsx_response("公文登记簿", today, data)


def years(letters, today, chosen):
    """This year back to the first letter's, and the one that is chosen."""
    first = letters.order_by("created_at").values_list("created_at__year", flat=True).first() or today.year
    return sorted({*range(min(first, today.year), today.year + 1), *([chosen] if chosen else [])}, reverse=True)


def _counted(letters, today):
    """Subqueries, so that the database counts for the rows of the page only."""
    parts = Recipient.objects.filter(letter=OuterRef("pk")).order_by().values("letter")
    late = Q(state__in=OWING, due_on__lt=today, letter__state=State.ISSUED)
    return with_units(letters.defer("body", "tables")).annotate(
        received_count=Subquery(parts.values(count=Count("received_at"))),
        replied_count=Subquery(parts.values(count=Count("replied_on"))),
        overdue_count=Subquery(parts.values(count=Count("pk", filter=late))),
    )


def _row(letter):
    out = letter.state in Letter.OUT
    return [
        letter.title,
        letter.get_kind_display(),
        letter.number,
        letter.to_shown,
        letter.signed_on,
        letter.issued_on,
        letter.received_count if out else None,
        letter.replied_count if out and letter.asks_reply else None,
        letter.recipient_count,
        letter.reply_due,
        letter.overdue_count if out else None,
        letter.get_state_display(),
    ]


def _received(request):
    user, today, filters = request.user, timezone.localdate(), Filters.read(request.GET)
    parts = Recipient.objects.visible_to(user).select_related("letter")
    # What waits for the unit first, then the newest.
    waits = Case(
        When(letter__state=State.ISSUED, state=RecipientState.WAITING, then=Value(0)),
        When(_owes(), then=Value(1)),
        default=Value(2),
    )
    parts = filters.apply_to_received(parts).order_by(waits, "-letter__issued_on", "-pk")
    page = Paginator(parts, PAGE).get_page(request.GET.get("page"))
    for part in page:
        part.shown = part_shown(part, today)
        part.is_new = part.state == RecipientState.WAITING and part.shown["open"]
        owes = part.is_new or (part.letter.asks_reply and part.shown["open"])
        part.act = NEXT_STEP.get(part.state) if owes else None
    context = {
        "page": page,
        "filters": filters,
        "unit": user.unit,
        "kinds": Letter.Kind.choices,
        "years": years(Letter.objects.visible_to(user), today, filters.year),
        "waiting": sum(rows.count() for rows in unit_todo.rows_for(user, today)),
    }
    return render(request, "letters/received.html", context)


def _owes():
    owing = (RecipientState.RECEIVED, RecipientState.RETURNED)
    return Q(letter__state=State.ISSUED, state__in=owing, letter__reply_workdays__isnull=False)
