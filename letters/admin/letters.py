from django.contrib import admin

from letters.models import Letter, LetterStep, Recipient
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class RecipientInline(ViewOnly, CommitteeInline):
    model = Recipient
    fields = ["organization", "state", "due_on", "received_at", "replied_on", "closed_at", "evidence"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "letter")


class StepInline(ViewOnly, CommitteeInline):
    model = LetterStep
    fields = ["at", "verb", "recipient", "by", "is_for_unit", "state", "reason"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related("letter", "by", "recipient__organization", "recipient__letter")


@admin.register(Letter)
class LetterAdmin(ViewOnly, CommitteeAdmin):
    """Read, found and exported; written on its own page, where every change leaves its line."""

    menu_place = 52
    list_display = ["title", "kind", "number", "state", "issued_on", "reply_due", "created_by"]
    list_select_related = ["created_by"]
    list_filter = ["state", "kind"]
    search_fields = ["title", "number"]
    date_hierarchy = "issued_on"
    fields = [
        "title",
        "kind",
        "form",
        "number",
        "state",
        "body",
        "issuer",
        "signed_on",
        "issued_on",
        "reply_workdays",
        "reply_due",
        "note",
        "contact",
        "cc",
        "case",
        "follows",
        "created_by",
        "created_at",
    ]
    inlines = [RecipientInline, StepInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("follows", "created_by")

    def view_on_site(self, obj):
        return obj.get_absolute_url()
