"""The rows a new committee starts with: the categories of units that the rules of composition speak of, and what the
apps above know to begin with (settings.COMMITTEE_DEFAULTS)."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from alliances.models import Category

# name, may lead, may deputize, is spread over all alliances, is a chamber
CATEGORIES = (
    ("市委部门", True, False, True, False),
    ("人大政协法检机关", False, False, False, False),
    ("政府组成部门", True, False, False, False),
    ("政府直属机构", False, False, False, False),
    ("群团组织", False, False, True, False),
    ("驻黄部门", False, True, True, False),
    ("事业单位", False, False, False, False),
    ("学校", False, False, False, False),
    ("医疗卫生单位", False, False, False, False),
    ("市属国有企业", False, False, False, False),
    ("商（协）会", False, False, False, True),
)


@transaction.atomic
def create_all(committee):
    for name in settings.COMMITTEE_DEFAULTS:
        import_string(name)(committee)


def create_categories(committee):
    for number, (name, lead, deputy, spread, chamber) in enumerate(CATEGORIES, start=1):
        Category.objects.get_or_create(
            committee=committee,
            name=name,
            defaults={
                "order_number": number,
                "may_lead": lead,
                "may_deputize": deputy,
                "is_spread": spread,
                "is_chamber": chamber,
            },
        )
