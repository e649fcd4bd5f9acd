from django.contrib import admin

from alliances.admin.filters import StandsToday
from branches.models import Branch
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

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")
