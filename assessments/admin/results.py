"""Locked results and what was objected."""

from django.contrib import admin

from assessments.models import Objection, Placing, ResultVersion
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class PlacingInline(ViewOnly, CommitteeInline):
    model = Placing
    fields = ["place", "entry", "total", "advances", "award"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entry__version", "award")


@admin.register(ResultVersion)
class ResultVersionAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 29
    list_display = ["contest", "stage", "number", "at", "by", "reason"]
    list_display_links = ["number"]
    list_select_related = ["contest", "stage", "by"]
    list_filter = ["contest"]
    date_hierarchy = "at"
    exclude = ["data"]
    inlines = [PlacingInline]

    def view_on_site(self, obj):
        return obj.contest.get_absolute_url()


@admin.register(Objection)
class ObjectionAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 29
    list_display = ["contest", "entry", "organization", "by", "at", "is_upheld", "answered_by", "answered_at"]
    list_display_links = ["at"]
    list_select_related = ["contest", "entry__version", "organization", "by", "answered_by"]
    list_filter = ["contest", "is_upheld"]
    search_fields = ["text", "answer"]
    date_hierarchy = "at"

    def view_on_site(self, obj):
        return obj.contest.get_absolute_url()
