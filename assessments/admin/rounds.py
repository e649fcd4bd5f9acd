"""Rounds of assessment: everything to be searched and exported, nothing written. Acts are on the round's pages."""

from django.contrib import admin

from assessments.models import Appeal, Assessment, Round, RoundStep, Score
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class RoundStepInline(ViewOnly, CommitteeInline):
    model = RoundStep
    fields = ["at", "verb", "by", "is_for_unit", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(assessment=None).select_related("by")


@admin.register(Round)
class RoundAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 42
    list_display = ["scheme", "state", "self_until", "first_until", "review_until", "publicity_until", "final_on"]
    list_select_related = ["scheme"]
    list_filter = ["state"]
    search_fields = ["scheme__title"]
    date_hierarchy = "opened_at"
    inlines = [RoundStepInline]

    def view_on_site(self, obj):
        return obj.get_absolute_url()


@admin.register(Assessment)
class AssessmentAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 43
    list_display = [
        "__str__", "round", "state", "self_total", "first_total", "review_total", "final_total", "grade", "place",
    ]  # fmt: skip
    list_select_related = ["round__scheme", "alliance", "organization", "branch__organization", "grade"]
    list_filter = ["round", "state", "grade"]
    search_fields = ["organization__name", "organization__search_key", "alliance__name", "branch__name"]
    exclude = ["sums"]

    def view_on_site(self, obj):
        return obj.get_absolute_url()


@admin.register(Score)
class ScoreAdmin(ViewOnly, CommitteeAdmin):
    """Each with its history: who wrote what when."""

    menu_place = 44
    list_display = ["assessment", "indicator", "stage", "computed", "value", "reason", "by", "is_for_unit", "at"]
    list_select_related = [
        "assessment__alliance", "assessment__organization", "assessment__branch__organization", "indicator", "by",
    ]  # fmt: skip
    list_filter = ["assessment__round", "stage", "is_for_unit"]
    search_fields = ["assessment__organization__name", "indicator__name", "reason"]
    exclude = ["working", "answer"]
    show_full_result_count = False


@admin.register(Appeal)
class AppealAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 45
    list_display = ["assessment", "indicator", "by", "at", "due_on", "is_upheld", "answered_by", "answered_at"]
    list_select_related = [
        "assessment__alliance", "assessment__organization", "assessment__branch__organization", "indicator", "by",
        "answered_by",
    ]  # fmt: skip
    list_filter = ["assessment__round", "is_upheld"]
    search_fields = ["text", "answer"]
    date_hierarchy = "at"
