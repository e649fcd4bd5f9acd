"""An organization with its term: what is written of it begins the term, and later is changed on the term's page."""

from django.contrib import admin

from alliances.admin.organizations import OrganizationAdmin
from alliances.models import Organization
from branches.models import Term
from branches.terms.following import follow

admin.site.unregister(Organization)


@admin.register(Organization)
class OrganizationWithTermAdmin(OrganizationAdmin):
    def get_readonly_fields(self, request, obj=None):
        kept = super().get_readonly_fields(request, obj)
        return [*kept, "term_since", "term_month_only", "term_years"] if obj else kept

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        follow([obj], source=Term.Source.ADMIN, by=request.user)
