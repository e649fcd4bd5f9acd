"""Brands on the page of a unit and of an alliance: what they have, what they learned and who learned from them."""

from django.db.models import F, Q

from branches.models import Adoption, Brand

SHOWN = 6  # of the exchange, newest first; the rest stands on the brands' own pages


def brands_of(user, **owner):
    """The current ones this person sees, the unit's own first, then those of its branches; one query."""
    brands = Brand.objects.visible_to(user).current().filter(**owner).with_owner().with_adoption_count()
    return brands.order_by(F("branch__order_number").asc(nulls_first=True), "pk")


def exchange_of(organization):
    """Both directions by one query: what it learned, and who learned from it."""
    either = Q(organization=organization) | Q(brand__organization=organization)
    # The committee is both sides'; named, PostgreSQL need not look through the brands of all.
    ours = {"brand__committee": organization.committee_id, "brand__published__isnull": False}
    rows = Adoption.objects.valid().filter(either, **ours)
    owner = ("brand__published", "brand__organization", "brand__branch__organization", "brand__alliance")
    rows = list(rows.select_related("organization", "branch__organization", *owner))
    return {
        "learned": [row for row in rows if row.organization_id == organization.pk][:SHOWN],
        "learned_from": [row for row in rows if row.organization_id != organization.pk][:SHOWN],
    }
