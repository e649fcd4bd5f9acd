"""Where does the record behind an Item stand, for those who may see it?"""

from urllib.parse import urlencode

from django.db.models import BigIntegerField, CharField, F, Value
from django.db.models.functions import Cast
from django.urls import reverse

from activities.models import Activity, Duty, Task
from alliances.models import Alliance, Organization
from assessments.models import Contest, ReviewMeeting
from branches.models import Branch, Brand
from letters.models import Letter
from portal.asked import whole_number


def _page(name):
    return lambda pk, _: reverse(name, args=[pk])


def _matrix(pk, year):
    return f"{reverse('duty-matrix')}?{urlencode({'year': year})}"


def _branches(pk, organization):
    return f"{reverse('branch-list')}?{urlencode({'organization': organization})}"


PAGES = {  # first part of an Item's key: (model, a field that the page wants, the page)
    "activity": (Activity, "pk", _page("activity-detail")),
    "alliance": (Alliance, "pk", _page("alliance-detail")),
    "branch": (Branch, "organization", _branches),
    "brand": (Brand, "pk", _page("brand-detail")),
    "contest": (Contest, "pk", _page("contest-detail")),
    "duty": (Duty, "year", _matrix),
    "letter": (Letter, "pk", _page("letter-detail")),
    "organization": (Organization, "pk", _page("organization-detail")),
    "review": (ReviewMeeting, "pk", _page("review-detail")),
    "task": (Task, "pk", _page("task-detail")),
}
LONGEST = 18  # digits of a number that every database can look for


def links_for(user, keys):
    """{key: address} for the keys whose record the person may see: one query for all kinds of record.

    “activity:17”, “brand:9:honour:3”: the kind, its number; what follows tells occurrences apart.
    """
    wanted = {}
    for key in keys:
        kind, _, rest = key.partition(":")
        number = whole_number(rest.partition(":")[0], LONGEST)
        if kind in PAGES and number is not None:
            wanted.setdefault(kind, {}).setdefault(number, []).append(key)
    links = {}
    for kind, pk, about in _visible(user, wanted):
        links |= dict.fromkeys(wanted[kind][pk], PAGES[kind][2](pk, about))
    return links


def _visible(user, wanted):
    """(kind, pk, what its page wants) of those rows that the person may see."""
    parts = []
    for kind, numbers in wanted.items():
        model, field, _ = PAGES[kind]
        seen = model.objects.visible_to(user).filter(pk__in=list(numbers)).order_by()
        named = seen.annotate(link_kind=Value(kind, CharField()), link_about=Cast(F(field), BigIntegerField()))
        parts.append(named.values_list("link_kind", "pk", "link_about"))
    return parts[0].union(*parts[1:], all=True) if parts else ()
