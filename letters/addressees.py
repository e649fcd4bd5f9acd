"""主送: which units, in the official order, and how they are named on the paper."""

from alliances.models import Organization

NAMED = 20  # as many stand on the paper by name; the letter's own 主送写法 says it shorter


def everybody(committee, day, *, with_chambers=False):
    """All units at once, those that exist on the day."""
    rows = Organization.objects.filter(committee=committee).on(day)
    return in_order(rows if with_chambers else rows.units())


def of_alliance(alliance, day):
    """The alliance's units at once, chambers included: those that sit in it on the day."""
    return in_order(Organization.objects.on(day).seated_in(alliance, day))


def chosen(committee, keys, day):
    """Those of the committee with these keys; ended ones are left to the letter to refuse by name."""
    return in_order(Organization.objects.filter(committee=committee, pk__in=keys))


def in_order(organizations):
    return organizations.order_by("order_number", "pk")


def line(letter, recipient=None):
    """The words before the colon: one unit by its full name, several by their short ones, or as the letter says."""
    if recipient is not None:
        return recipient.organization.name
    if letter.to:
        return letter.to
    names = list(letter.organizations.values_list("name", "short_name"))
    return names[0][0] if len(names) == 1 else "、".join(short for _, short in names)
