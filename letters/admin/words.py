from django.contrib import admin

from letters.cases import PLACEHOLDERS
from letters.models import LetterTemplate, ReplyReminder, ReplyReminderStep
from portal.admin import CommitteeAdmin, ViewOnly

WORDS = "，".join(f"{{{name}}} {label}" for name, (label, _) in PLACEHOLDERS.items())


@admin.register(LetterTemplate)
class LetterTemplateAdmin(CommitteeAdmin):
    menu_place = 53
    list_display = ["name", "kind", "about", "reply_workdays", "order_number", "is_active"]
    list_filter = ["kind", "about", "is_active"]
    search_fields = ["name", "title"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "about", "form", "order_number", "is_active"]}),
        (
            "文字",
            {"fields": ["title", "body", "note", "cc", "reply_workdays"], "description": f"可用占位符：{WORDS}。"},
        ),
    ]


@admin.register(ReplyReminderStep)
class ReplyReminderStepAdmin(CommitteeAdmin):
    menu_place = 54
    list_display = ["name", "workdays_left", "tell_committee", "is_active"]
    list_filter = ["is_active"]
    fields = ["name", "workdays_left", "is_active", "tell_committee", "wording"]


@admin.register(ReplyReminder)
class ReplyReminderAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 55
    list_display = ["recipient", "occasion", "due_on", "made_on", "sent_at", "by"]
    list_select_related = ["recipient__organization", "recipient__letter", "step", "by"]
    list_filter = ["step"]
    search_fields = ["recipient__organization__search_key", "recipient__letter__title"]
    date_hierarchy = "made_on"
    fields = ["recipient", "step", "due_on", "made_on", "sent_at", "by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("recipient__organization", "recipient__letter", "step")

    @admin.display(description="步骤", ordering="step")
    def occasion(self, obj):
        return obj.occasion
