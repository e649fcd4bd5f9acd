"""Which organizations does somebody look for, in which order? For the list on the page and for its export."""

from alliances.models import Organization

SORTS = ("order_number", "member_count", "branch_count", "term_since")


def roster(user, chosen, sort, day):
    """Those that exist on the day and match what was chosen (OrganizationFilter), each with its `standing_seats`."""
    rows = _narrowed(Organization.objects.visible_to(user).on(day), chosen, day)
    return rows.select_related("category").seated_on(day).order_by(*_order(sort))


def _narrowed(rows, chosen, day):
    if chosen["alliance"]:
        rows = rows.seated_in(chosen["alliance"], day)
    if chosen["category"]:
        rows = rows.filter(category=chosen["category"])
    if chosen["kind"]:
        rows = rows.filter(kind=chosen["kind"])
    if chosen["district"]:
        rows = rows.filter(district=chosen["district"])
    if chosen["q"]:
        rows = rows.filter(search_key__icontains=chosen["q"].strip())
    if chosen["group"] == "chambers":
        return rows.chambers()
    # A search or a category looks through all; otherwise the list is that of the 88 units.
    everything = chosen["group"] == "all" or chosen["q"] or chosen["category"]
    return rows if everything else rows.units()


def _order(sort):
    """The official order of the city unless a column was chosen; it also settles what is equal."""
    official = ("order_number", "pk")
    return (sort, *official) if sort.removeprefix("-") in SORTS else official
