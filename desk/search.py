"""One box finds organizations, alliances, branches, brands and activities, by name or by pinyin initials (swxcb)."""

from activities.models import Activity
from alliances.models import Alliance, Organization
from branches.models import Branch, Brand

SHOWN = 10


def search(user, words):
    """[(heading, rows, list url name)], one query each, in official order: SHOWN rows and one to tell of more."""
    key = words.replace("\x00", "").strip().lower()  # PostgreSQL knows no such character
    if not key:
        return []
    named = {"search_key__icontains": key}
    branches = Branch.objects.visible_to(user).filter(**named).select_related("organization")
    brands = Brand.objects.visible_to(user).published().filter(**named).with_owner().in_official_order()
    activities = Activity.objects.visible_to(user).filter(title__icontains=key).select_related("alliance")
    return [
        ("联盟", Alliance.objects.visible_to(user).filter(**named)[: SHOWN + 1], "alliance-list"),
        ("单位", Organization.objects.visible_to(user).filter(**named)[: SHOWN + 1], "organization-list"),
        ("党支部", branches[: SHOWN + 1], "branch-list"),
        ("品牌", brands[: SHOWN + 1], "brand-list"),
        ("活动", activities[: SHOWN + 1], "activity-list"),
    ]
