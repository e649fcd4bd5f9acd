from django.contrib import admin

from desk.models import Feedback
from portal.admin import CommitteeAdmin


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
