"""Score sheets and their log. While a stage is open the scores of others are shown to nobody, here neither."""

from django.contrib import admin

from assessments.models import Mark, MarkChange, Sheet
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class MarkInline(ViewOnly, CommitteeInline):
    model = Mark
    fields = ["criterion", "value", "changed_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion")


class ChangeInline(ViewOnly, CommitteeInline):
    model = MarkChange
    fields = ["at", "act", "criterion", "before", "after", "by", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("criterion", "by", "sheet")


@admin.register(Sheet)
class SheetAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 29
    list_display = ["code", "contest", "stage", "judge", "entry", "state", "signed_at", "is_paper", "reason"]
    list_select_related = ["turn__stage", "turn__entry__version", "judge__user", "judge__contest"]
    list_filter = ["judge__contest", "state", "is_paper"]
    search_fields = ["code", "judge__user__name", "turn__entry__version__name"]
    fields = ["code", "judge", "entry", "stage", "state", "signed_at", "is_paper", "reason"]
    readonly_fields = ["entry", "stage"]
    inlines = [MarkInline, ChangeInline]

    def view_on_site(self, obj):
        return obj.turn.stage.get_absolute_url()

    @admin.display(description="比赛")
    def contest(self, obj):
        return obj.judge.contest

    @admin.display(description="阶段")
    def stage(self, obj):
        return obj.turn.stage

    @admin.display(description="参评品牌")
    def entry(self, obj):
        return obj.turn.entry


@admin.register(MarkChange)
class MarkChangeAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 29
    list_display = ["at", "sheet_code", "judge", "entry", "act", "criterion", "before", "after", "by", "reason"]
    list_select_related = ["sheet__judge__user", "sheet__turn__entry__version", "criterion", "by"]
    list_filter = ["sheet__judge__contest", "act"]
    search_fields = ["sheet__code", "sheet__judge__user__name", "sheet__turn__entry__version__name"]
    date_hierarchy = "at"

    def view_on_site(self, obj):
        return obj.sheet.turn.stage.get_absolute_url()

    @admin.display(description="表号", ordering="sheet__code")
    def sheet_code(self, obj):
        return obj.sheet.code

    @admin.display(description="评委")
    def judge(self, obj):
        return obj.sheet.judge

    @admin.display(description="参评品牌")
    def entry(self, obj):
        return obj.sheet.turn.entry
