"""考核方案 in the admin: to be searched and exported; building is done on the scheme's own pages."""

from django.contrib import admin

from assessments.models import Grade, Indicator, Scheme
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class GradeInline(ViewOnly, CommitteeInline):
    model = Grade
    fields = ["order_number", "name", "minimum", "quota", "stars", "follow_up"]


@admin.register(Scheme)
class SchemeAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 39
    list_display = ["title", "audience", "period_key", "basis_number", "state", "frozen_on"]
    list_filter = ["state", "audience", "period_key"]
    search_fields = ["title", "basis_title", "basis_number"]
    date_hierarchy = "since"
    inlines = [GradeInline]


@admin.register(Indicator)
class IndicatorAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 41
    list_display = ["scheme", "name", "parent", "points", "weight", "is_extra", "source"]
    list_display_links = ["name"]
    list_select_related = ["scheme", "parent"]
    list_filter = ["scheme", "is_extra"]
    search_fields = ["name", "standard", "scheme__title"]
