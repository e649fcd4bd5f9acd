"""The levels of brands a new committee starts with; rows it may change."""

from branches.models import BrandLevel

LEVELS = ("十佳", "示范", "培育")  # the highest first


def create_levels(committee):
    for number, name in enumerate(LEVELS, start=1):
        BrandLevel.objects.get_or_create(committee=committee, name=name, defaults={"order_number": number})
