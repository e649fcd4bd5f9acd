"""What the committee has already: everything a roster is compared with, in seven queries."""

from alliances.defaults import CATEGORIES
from alliances.models import Alliance, Category, Organization, Seat
from branches.models import Branch, Star, Term
from branches.terms.following import protected


class Known:
    def __init__(self, committee, *, with_branches):
        self.committee = committee
        self.categories = {category.name: category for category in Category.objects.filter(committee=committee)}
        self.new_categories = [] if self.categories else self._default_categories()
        self.categories |= {category.name: category for category in self.new_categories}
        self.alliances = {alliance.name: alliance for alliance in Alliance.objects.filter(committee=committee)}
        organizations = Organization.objects.filter(committee=committee).select_related("category")
        self.organizations = {organization.short_name: organization for organization in organizations}
        by_pk = {organization.pk: organization for organization in self.organizations.values()}
        self.seats = self._seats(by_pk)
        self.branches = self._branches(by_pk) if with_branches else {}
        self.with_star = self._with_star() if with_branches else set()
        self.organization_terms, self.branch_terms = self._terms()

    @property
    def chamber_category(self):
        return next((category for category in self.categories.values() if category.is_chamber), None)

    def alliance(self, name):
        """“文化园” is “文化园党建联盟”."""
        return self.alliances.get(name) or self.alliances.get(f"{name}党建联盟")

    def _default_categories(self):
        """A committee without any starts with the usual ones; they are saved with the rest."""
        return [
            Category(
                committee=self.committee,
                name=name,
                order_number=number,
                may_lead=lead,
                may_deputize=deputy,
                is_spread=spread,
                is_chamber=chamber,
            )
            for number, (name, lead, deputy, spread, chamber) in enumerate(CATEGORIES, start=1)
        ]

    def _seats(self, organizations):
        """Seats of each organization, latest last."""
        found = {}
        alliances = {alliance.pk: alliance for alliance in self.alliances.values()}
        for seat in Seat.objects.filter(organization__committee=self.committee).order_by("since", "pk"):
            seat.organization = organizations[seat.organization_id]
            seat.alliance = alliances[seat.alliance_id]
            found.setdefault(seat.organization_id, []).append(seat)
        return found

    def _with_star(self):
        """Branches whose star was granted by a document: a roster does not take it away."""
        granted = Star.objects.valid().filter(branch__organization__committee=self.committee)
        return set(granted.values_list("branch", flat=True))

    def _terms(self):
        """({organization: its term}, {branch: its term}): those a roster does not take back."""
        organizations, branches = {}, {}
        for term in protected(Term.objects.current().filter(committee=self.committee)).with_names():
            if term.branch_id:
                branches[term.branch_id] = term
            else:
                organizations[term.organization_id] = term
        return organizations, branches

    def _branches(self, organizations):
        found = {}
        for branch in Branch.objects.filter(organization__committee=self.committee).order_by("pk"):
            branch.organization = organizations[branch.organization_id]
            found[branch.organization_id, branch.name] = branch
        return found
