"""Where does the record behind an Item stand, for those who may see it?"""

from django.urls import reverse

from activities.models import Activity
from alliances.models import Alliance, Organization
from assessments.models import Contest
from branches.models import Branch, Brand

VISIBLE = {  # first part of an Item's key: (model, page); further parts after the number tell occurrences apart
    "activity": (Activity, lambda pk: reverse("activity-detail", args=[pk])),
    "brand": (Brand, lambda pk: reverse("brand-detail", args=[pk])),
    "contest": (Contest, lambda pk: reverse("contest-detail", args=[pk])),
    "organization": (Organization, lambda pk: reverse("organization-detail", args=[pk])),
    "alliance": (Alliance, lambda pk: reverse("alliance-detail", args=[pk])),
    "branch": (Branch, lambda pk: f"{reverse('branch-list')}?branch={pk}"),
}


def links_for(user, keys):
    """{key: address} for the keys whose record the person may see: one query for each kind of record among them."""
    wanted = {}
    for key in keys:
        kind, _, rest = key.partition(":")
        number = rest.partition(":")[0]
        if kind in VISIBLE and number.isascii() and number.isdecimal():
            wanted.setdefault(kind, {}).setdefault(int(number), []).append(key)
    links = {}
    for kind, numbers in wanted.items():
        model, page = VISIBLE[kind]
        for pk in model.objects.visible_to(user).filter(pk__in=list(numbers)).values_list("pk", flat=True):
            links |= dict.fromkeys(numbers[pk], page(pk))
    return links
