"""What was entered: the committee's list, one entry with the words the judges see, accepting and refusing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliances.models import Alliance
from assessments import permissions
from assessments.models import Entry
from assessments.views.contests import found as found_contest
from assessments.views.doors import do, with_reason
from portal.access import WrongState, require
from portal.asked import whole_number
from portal.workbooks import write_table, xlsx_response

PAGE = 50
MOST_ROWS = 5_000  # of an export
MOST_AT_ONCE = 500  # accepted by one click


class Filters:
    """?alliance=3 (0: of no alliance) &state=entered &q=swxcb; what makes no sense is left out."""

    def __init__(self, query):
        alliance, state = query.get("alliance", ""), query.get("state", "")
        self.alliance = whole_number(alliance)
        self.state = state if state in Entry.State.values else ""
        self.words = query.get("q", "").replace("\x00", "").strip()[:60]

    @property
    def chosen(self):
        return self.alliance is not None or self.state or self.words

    def apply(self, entries):
        if self.alliance is not None:
            entries = entries.filter(alliance=self.alliance or None)
        if self.state:
            entries = entries.filter(state=self.state)
        for word in self.words.split():
            said = Q(version__name__icontains=word) | Q(brand__search_key__icontains=word)
            unit = Q(organization__short_name__icontains=word) | Q(organization__search_key__icontains=word)
            entries = entries.filter(said | unit)
        return entries


@login_required
def contest_entries(request, pk):
    contest = found_contest(request, pk)
    filters = Filters(request.GET)
    entries = filters.apply(_entries(contest))
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    context = {
        "contest": contest,
        "page": page,
        "filters": filters,
        "states": Entry.State.choices,
        "alliances": Alliance.objects.visible_to(request.user).on(timezone.localdate()),
        "may_accept": contest.state == "entries" and any(entry.state == Entry.State.ENTERED for entry in page),
        "may_enter": permissions.can_enter(request.user, contest),
    }
    return render(request, "assessments/entries.html", context)


def _entries(contest):
    """By number, those without one after them in the order in which they came."""
    rows = contest.entries.select_related("version", "brand__branch", "organization", "alliance", "entered_by")
    return rows.order_by(F("number").asc(nulls_last=True), "entered_at", "pk")


@login_required
@require_POST
def entries_accept(request, pk):
    """The ticked ones, in the order of the list; one that meanwhile changed is named and holds up nobody."""
    contest = found_contest(request, pk)
    chosen = {whole_number(one) for one in request.POST.getlist("entry")} - {None}
    entries = contest.entries.filter(pk__in=chosen).select_related("version", "contest").order_by("entered_at", "pk")
    accepted, refused = 0, []
    for entry in entries[:MOST_AT_ONCE]:
        try:
            entry.accept(by=request.user)
            accepted += 1
        except WrongState as refusal:
            refused.append(str(refusal))
    if accepted:
        messages.success(request, f"已受理 {accepted} 个品牌，编号已排定。")
    for words in refused[:5]:
        messages.error(request, words)
    if not accepted and not refused:
        messages.info(request, "没有勾选品牌。请先勾选，再点“受理”。")
    return redirect(f"{reverse('contest-entries', args=[contest.pk])}?{request.GET.urlencode()}")


@login_required
def entries_export(request, pk):
    """What the list shows, all pages of it."""
    contest = found_contest(request, pk)
    entries = Filters(request.GET).apply(_entries(contest))[:MOST_ROWS]
    columns = ("参赛编号", "品牌名称", "口号", "单位", "支部", "联盟", "报送人", "报送日期", "状态", "说明")
    rows = [
        [
            entry.number,
            entry.version.name,
            entry.version.slogan,
            str(entry.organization or ""),
            entry.brand.branch.name if entry.brand.branch else "",
            str(entry.alliance or ""),
            entry.entered_by.name,
            timezone.localdate(entry.entered_at),
            entry.get_state_display(),
            entry.reason,
        ]
        for entry in entries
    ]
    today = timezone.localdate()
    totals = [None, f"{len(rows)} 个", *[None] * 8]
    title = f"{contest.title}参评品牌"
    return xlsx_response(
        title, today, write_table(title, columns, rows, unit=str(request.user.unit), as_of=today, totals=totals)
    )


@login_required
def entry_detail(request, pk):
    """The brand as it was entered, which is what judges see, and its way. No score, whoever looks."""
    entries = Entry.objects.visible_to(request.user)
    entry = get_object_or_404(
        entries.select_related("contest", "version", "brand__branch", "organization", "alliance", "entered_by"), pk=pk
    )
    runs = permissions.can_run(request.user, entry.contest)
    turns = entry.turns.select_related("stage").exclude(stage__state="superseded").order_by("stage__number")
    context = {
        "entry": entry,
        "contest": entry.contest,
        "version": entry.version,
        "pictures": list(entry.version.pictures.all()),
        "turns": list(turns),
        "runs": runs,
        "handle": _handle(entry) if runs else None,
        "may_withdraw": permissions.can_withdraw(request.user, entry)
        and entry.state in (Entry.State.ENTERED, Entry.State.ACCEPTED),
    }
    return render(request, "assessments/entry_detail.html", context)


def _handle(entry):
    if entry.state != Entry.State.ENTERED or entry.contest.state != "entries":
        return None
    accept = {"label": "受理", "post": reverse("entry-accept", args=[entry.pk]), "primary": True}
    refuse = {"label": "不予受理", "href": reverse("entry-refuse", args=[entry.pk])}
    return {"who": "您", "what": "受理参评品牌", "note": "受理后给出参赛编号", "actions": [accept, refuse]}


@login_required
@require_POST
def entry_accept(request, pk):
    entry = _found(request, pk)
    do(request, lambda: entry.accept(by=request.user), "已受理，编号已排定。")
    return redirect("contest-entries", entry.contest_id)


@login_required
def entry_refuse(request, pk):
    entry = _found(request, pk)
    return with_reason(
        request,
        lambda reason: entry.refuse(by=request.user, reason=reason),
        back=reverse("contest-entries", args=[entry.contest_id]),
        heading="不予受理",
        what=f"“{entry}”（{entry.organization or entry.alliance}）不予受理。",
        consequences=["对方会收到原因；征集截止前改好可以再报。"],
        label="原因",
        submit="不予受理",
        said="已办理，并已告知报送单位。",
    )


@login_required
def entry_withdraw(request, pk):
    entries = Entry.objects.visible_to(request.user).select_related("contest", "version", "brand")
    entry = get_object_or_404(entries, pk=pk)
    require(permissions.can_withdraw(request.user, entry))
    return with_reason(
        request,
        lambda reason: entry.withdraw(by=request.user, reason=reason),
        back=entry.contest.get_absolute_url(),
        heading="退出比赛",
        what=f"“{entry}”退出“{entry.contest}”。",
        consequences=["已抽签的，出场次序空过，其他品牌的次序不变。", "已有的评分表作废。"],
        label="退出原因",
        submit="退出比赛",
        said="已退出比赛。",
    )


def _found(request, pk):
    entries = Entry.objects.visible_to(request.user).select_related("contest", "version", "brand")
    entry = get_object_or_404(entries, pk=pk)
    require(permissions.can_run(request.user, entry.contest))
    return entry
