"""Which branches does somebody look for? For the list on the page."""

from django.db.models import Q, Sum

from alliances.models import Organization
from branches.forms import UNRATED
from branches.models import Branch


def branches_matching(user, chosen, day):
    """Those that exist on the day and match what was chosen (see BranchFilter), in official order."""
    rows = Branch.objects.visible_to(user).on(day).select_related("organization")
    if chosen["alliance"]:
        rows = rows.filter(organization__in=Organization.objects.seated_in(chosen["alliance"], day))
    if chosen["organization"]:
        rows = rows.filter(organization=chosen["organization"])
    if chosen["star"]:
        rows = rows.filter(star="" if chosen["star"] == UNRATED else chosen["star"])
    if chosen["q"]:
        words = chosen["q"].strip()
        rows = rows.filter(Q(search_key__icontains=words) | Q(organization__search_key__icontains=words))
    return rows


def member_sum(rows):
    return rows.order_by().aggregate(members=Sum("member_count"))["members"] or 0
