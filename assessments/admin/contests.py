"""The contest with its awards and trail, the stages with their rules and lots."""

from django.contrib import admin

from assessments.models import Award, Contest, ContestStep, Criterion, Draw, Stage, TieBreaker, TimeRule, Turn
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class AwardInline(ViewOnly, CommitteeInline):
    model = Award
    fields = ["order_number", "name", "quota"]


class TieBreakerInline(ViewOnly, CommitteeInline):
    model = TieBreaker
    fields = ["order_number", "kind", "stage", "criterion"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("stage", "criterion")


class StepInline(ViewOnly, CommitteeInline):
    model = ContestStep
    fields = ["at", "verb", "by", "reason", "is_public"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class CriterionInline(ViewOnly, CommitteeInline):
    model = Criterion
    fields = ["order_number", "name", "about", "weight"]


class TimeRuleInline(ViewOnly, CommitteeInline):
    model = TimeRule
    fields = ["over_from", "deduct"]


class TurnInline(ViewOnly, CommitteeInline):
    model = Turn
    fields = ["order_number", "entry", "seconds"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entry__version", "stage")


class DrawInline(ViewOnly, CommitteeInline):
    model = Draw
    fields = ["at", "seed", "order", "by", "is_void", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "stage")


@admin.register(Contest)
class ContestAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 27
    list_display = ["title", "state", "entries_since", "entries_until", "basis_number", "award_document", "awarded_on"]
    list_filter = ["state"]
    search_fields = ["title", "theme", "basis_title", "basis_number"]
    date_hierarchy = "entries_since"
    inlines = [AwardInline, TieBreakerInline, StepInline]


@admin.register(Stage)
class StageAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 28
    list_display = ["contest", "number", "name", "version", "state", "weight", "advance_count", "join"]
    list_display_links = ["name"]
    list_select_related = ["contest"]
    list_filter = ["contest", "state"]
    search_fields = ["name", "contest__title"]
    exclude = ["current"]
    inlines = [CriterionInline, TimeRuleInline, DrawInline, TurnInline]
