from django.contrib import admin

from desk.models import Feedback, Snapshot, SnapshotFigure
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


@admin.register(Feedback)
class FeedbackAdmin(CommitteeAdmin):
    """What was said is not edited; an answer goes by the verb, which tells the person."""

    menu_place = 60
    list_display = ["__str__", "by", "at", "answered_by", "answered_at"]
    list_select_related = ["by", "answered_by"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    search_fields = ["text", "answer", "by__name"]
    date_hierarchy = "at"
    fields = ["text", "by", "at", "page", "answer", "answered_by", "answered_at"]
    readonly_fields = ["text", "by", "at", "page", "answered_by", "answered_at"]
    export_columns = ["text", "by", "at", "page", "answer", "answered_by", "answered_at"]

    def has_add_permission(self, request, obj=None):
        return False

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    def save_model(self, request, obj, form, change):
        if "answer" in form.changed_data and obj.answer.strip():
            obj.reply(obj.answer.strip(), by=request.user)


class SnapshotFigureInline(ViewOnly, CommitteeInline):
    model = SnapshotFigure
    fields = readonly_fields = ["name", "unit", "value", "before"]


@admin.register(Snapshot)
class SnapshotAdmin(ViewOnly, CommitteeAdmin):
    """To search and export; signed under 统计, voided on its own page, changed and deleted nowhere."""

    menu_place = 62
    list_display = ["title", "since", "until", "scope_words", "signed_by", "signed_at", "get_state_display"]
    list_select_related = ["signed_by"]
    list_filter = [("voided_at", admin.EmptyFieldListFilter)]
    search_fields = ["title", "note", "scope_words"]
    date_hierarchy = "signed_at"
    fields = [
        "title",
        "since",
        "until",
        "scope_words",
        "note",
        "signed_by",
        "signed_at",
        "voided_by",
        "voided_at",
        "void_reason",
    ]
    inlines = [SnapshotFigureInline]

    def view_on_site(self, obj):
        return obj.get_absolute_url()
