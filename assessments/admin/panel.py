"""Who takes part, who judges, who stands aside."""

from django.contrib import admin

from assessments.models import Conflict, Entry, Judge
from portal.admin import CommitteeAdmin, ViewOnly


@admin.register(Entry)
class EntryAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 28
    list_display = ["contest", "number", "version", "organization", "alliance", "state", "entered_by", "entered_at"]
    list_display_links = ["version"]
    list_select_related = ["contest", "version__brand", "organization", "alliance", "entered_by"]
    list_filter = ["contest", "state", "alliance"]
    search_fields = ["version__name", "brand__search_key", "organization__search_key"]
    date_hierarchy = "entered_at"


@admin.register(Judge)
class JudgeAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 28
    list_display = ["contest", "order_number", "user", "organization", "removed_at", "removed_reason"]
    list_display_links = ["user"]
    list_select_related = ["contest", "user", "organization"]
    list_filter = ["contest"]
    search_fields = ["user__name", "organization__search_key"]

    def view_on_site(self, obj):
        return obj.contest.get_absolute_url()


@admin.register(Conflict)
class ConflictAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 28
    list_display = ["contest", "judge", "entry", "kind", "reason", "by", "at"]
    list_display_links = ["judge"]
    list_select_related = ["contest", "judge__user", "entry__version", "by"]
    list_filter = ["contest", "kind"]
    search_fields = ["judge__user__name", "entry__version__name"]

    def view_on_site(self, obj):
        return obj.contest.get_absolute_url()
