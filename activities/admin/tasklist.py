"""Key tasks and monthly prompts. Both are written on their own pages; here they are searched, exported, their history
read."""

from django.contrib import admin

from activities.models import Prompt, Task
from portal.admin import CommitteeAdmin, ViewOnly


class QuarterFilter(admin.AllValuesFieldListFilter):
    """A task that belongs to no quarter is chosen by words as well."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "未定季度"}


@admin.register(Task)
class TaskAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 36
    list_display = ["title", "owner_name", "source", "quarter", "due_on", "state", "closed_on"]
    list_select_related = ["alliance", "organization"]
    list_filter = ["state", "source", ("quarter", QuarterFilter), "alliance"]
    search_fields = ["title", "source_text", "organization__search_key", "alliance__name"]
    date_hierarchy = "due_on"
    ordering = ["-due_on", "-pk"]
    fields = [
        *("title", "asked", "source", "source_text", "quarter", "alliance", "organization", "due_on"),
        *("raiser", "raised_by", "state", "state_since", "evidence", "evidence_activity", "evidence_name", "closed_on"),
    ]

    @admin.display(description="承办")
    def owner_name(self, obj):
        return obj.owner_name


@admin.register(Prompt)
class PromptAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 36
    list_display = ["month_label", "title", "state", "published_at", "published_by"]
    list_display_links = ["title"]
    list_select_related = ["published_by"]
    list_filter = ["state"]
    search_fields = ["title", "required_items", "free_items"]
    date_hierarchy = "month"
    fields = [
        *("month", "title", "type", "required_items", "free_items", "note", "state"),
        *("created_by", "published_by", "published_at", "corrected_at", "reminded_by", "reminded_at"),
    ]

    @admin.display(description="月份", ordering="month")
    def month_label(self, obj):
        return obj.month_label
