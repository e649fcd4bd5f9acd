"""Terms, to look at and export: what is written about them is written on their pages. Lengths and steps are rows."""

from django.contrib import admin

from branches.models import Term, TermLength, TermProposal, TermReminder, TermReminderStep, Vacancy
from portal.admin import CommitteeAdmin, ViewOnly


@admin.register(TermLength)
class TermLengthAdmin(CommitteeAdmin):
    menu_place = 20
    list_display = ["kind", "years", "basis"]
    fields = ["kind", "years", "basis"]


@admin.register(TermReminderStep)
class TermReminderStepAdmin(CommitteeAdmin):
    menu_place = 20
    list_display = ["name", "months_left", "tell_lead", "tell_liaison", "tell_committee", "is_active"]
    list_filter = ["is_active"]
    fieldsets = [
        (None, {"fields": ["name", "months_left", "is_active"]}),
        ("抄送", {"fields": ["tell_lead", "tell_liaison", "tell_committee"]}),
        ("文字", {"fields": ["wording"]}),
    ]


@admin.register(Term)
class TermAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 20
    list_display = ["subject", "since", "month_only", "years", "due_on", "approval_document", "closed_on", "source"]
    list_select_related = ["organization", "branch"]
    list_filter = ["source", "month_only", "years"]
    search_fields = ["organization__search_key", "branch__search_key", "approval_document", "extension_document"]
    date_hierarchy = "due_on"
    fields = [
        "organization",
        "branch",
        "since",
        "month_only",
        "said",
        "years",
        "ends_on",
        "extended_until",
        "extension_document",
        "extended_on",
        "due_on",
        "approval_document",
        "approved_on",
        "early_document",
        "closed_on",
        "source",
    ]

    @admin.display(description="党组织", ordering="organization__order_number")
    def subject(self, obj):
        return obj.subject


@admin.register(TermProposal)
class TermProposalAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 20
    list_display = ["term", "kind", "since", "approval_document", "state", "by", "at", "decided_by"]
    list_select_related = ["term__organization", "term__branch", "by", "decided_by"]
    list_filter = ["state", "kind"]
    search_fields = ["organization__search_key", "approval_document"]


@admin.register(TermReminder)
class TermReminderAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 20
    list_display = ["term", "step", "number", "due_on", "made_on"]
    list_select_related = ["term__organization", "term__branch", "step"]
    list_filter = ["step"]
    search_fields = ["term__organization__search_key", "term__branch__search_key"]
    date_hierarchy = "made_on"


@admin.register(Vacancy)
class VacancyAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 20
    list_display = ["subject", "post", "since", "filled_on", "document_number", "entered_by"]
    list_select_related = ["organization", "branch", "entered_by"]
    list_filter = ["post"]
    search_fields = ["organization__search_key", "branch__search_key", "post"]

    @admin.display(description="党组织", ordering="organization__order_number")
    def subject(self, obj):
        return obj.subject
