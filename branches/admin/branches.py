from django.contrib import admin

from alliances.admin.filters import StandsToday
from branches.models import Branch, Term
from branches.terms.following import follow
from portal.admin import CommitteeAdmin


class BranchStandsToday(StandsToday):
    def lookups(self, request, model_admin):
        return [("yes", "现有"), ("no", "已撤销")]


@admin.register(Branch)
class BranchAdmin(CommitteeAdmin):
    menu_place = 20
    list_display = ["organization", "name", "secretary_name", "member_count", "star", "term_since", "until"]
    list_display_links = ["name"]
    list_select_related = ["organization"]
    list_filter = [BranchStandsToday, "organization__category", "star"]
    search_fields = ["search_key", "organization__search_key", "secretary_name"]
    autocomplete_fields = ["organization"]
    export_columns = ["organization", "name", "secretary_name", "member_count", "term_since", "star", "until"]
    fieldsets = [
        (None, {"fields": ["organization", "name", "order_number", "secretary_name", "member_count", "star"]}),
        ("任期", {"fields": ["term_since", "term_month_only"]}),
        ("其他", {"fields": ["until"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Its term is changed on the term's page, once there is one."""
        return ["term_since", "term_month_only"] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        follow(branches=[obj], source=Term.Source.ADMIN, by=request.user)
        Term.objects.filter(branch=obj).exclude(organization=obj.organization).update(organization=obj.organization)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")
