"""The lists of a committee with 60,000 terms of office, through the whole stack, beside the bare rows in SQL."""

from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances.models import Committee, Organization
from benchmarks.requesting import Browser, batch, medians
from branches.models import Branch, Term
from branches.terms.reminding import remind
from portal.workdays import nearest_workday_after

TERMS = 60_000
BATCH = 2000
SPREAD = 365 * 3 + 60  # days over which the terms began: about one in twenty is over
BUDGET = 200  # milliseconds
PAGES = (
    ("due list", "show=due"),
    ("overdue list", "show=overdue"),
    ("unknown list", "show=unknown"),
    ("all terms, the last page", "show=all&page=99999"),
    ("due list of an alliance", "show=due&alliance={alliance}"),
)


@transaction.atomic
def create():
    """Branches enough, each with a term of three years; of one in fifty nobody knows when it began."""
    committee = Committee.objects.order_by("pk").first()
    units = list(Organization.objects.filter(committee=committee).units())
    today = timezone.localdate()
    lacking = TERMS - Term.objects.filter(committee=committee).count()
    for start in range(0, lacking, BATCH):
        numbers = range(start, min(start + BATCH, lacking))
        branches = [Branch(organization=units[one % len(units)], name=f"示例第{one}党支部") for one in numbers]
        for branch in branches:
            branch.set_search_key()
        Branch.objects.bulk_create(branches)
        Term.objects.bulk_create(
            _term(committee, branch, number, today) for number, branch in zip(numbers, branches, strict=True)
        )
    return Term.objects.filter(committee=committee).count()


def measure():
    """Lines of the table of budgets: [what, value, unit, budget, note]."""
    staff = User.objects.get(username="staff")
    terms, today = Term.objects.filter(committee=staff.committee), timezone.localdate()
    alliance = staff.committee.alliances.order_by("order_number").first().pk
    browser, lines = Browser(staff), []
    for what, query in PAGES:
        path = f"{reverse('term-list')}?{query.format(alliance=alliance)}"
        (ms,) = medians(partial(browser.get, path))
        budget = BUDGET if "page=" not in query else None
        lines.append([f"{what}, {terms.count():,} terms", ms, "ms", budget, f"{browser.queries(path)} queries"])
    bare, page = medians(partial(_bare, staff.committee, today), partial(browser.get, reverse("term-list")))
    lines.append(["the due list : its 50 rows and their count in SQL", page / bare, "", None, f"{bare:.1f} ms"])
    lines.append(_morning(today))
    return lines


def _morning(today):
    """A second run on the same morning: what a committee costs that has nothing new to say."""
    day = nearest_workday_after(today)
    made = len(remind(day))
    (ms,) = batch([lambda: remind(day)])
    return ["a morning's reminders, nothing new", ms / 1000, "s", None, f"{made:,} made by the first run"]


def _term(committee, branch, number, today):
    since = None if number % 50 == 0 else today - timedelta(days=number * 7 % SPREAD)
    term = Term(committee=committee, organization=branch.organization, branch=branch, since=since, years=3)
    term.set_end()
    return term


def _bare(committee, today):
    last = today + timedelta(days=182)
    words = [committee.pk, today, last]
    where = "FROM branches_term WHERE committee_id = %s AND closed_on IS NULL AND due_on BETWEEN %s AND %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {where}", words)
        cursor.fetchall()
        cursor.execute(f"SELECT * {where} ORDER BY due_on, id LIMIT 50", words)
        cursor.fetchall()
