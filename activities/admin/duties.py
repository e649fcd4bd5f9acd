from django.contrib import admin

from activities.duties.years import carry_over
from activities.models import Duty, Reminder, ReminderStep
from portal.admin import CommitteeAdmin, ViewOnly, take_each


@admin.register(Duty)
class DutyAdmin(CommitteeAdmin):
    """The one list here that may lose a row: written by mistake, and nobody has been reminded of it yet."""

    menu_place = 34
    deletable = True
    list_display = ["year", "order_number", "name", "type", "period", "times", "owed_by", "is_reminded"]
    list_display_links = ["name"]
    list_select_related = ["type"]
    list_filter = ["year", "period", "owed_by", "type"]
    search_fields = ["name", "type__name"]
    actions = ["export_xlsx", "copy_to_next_year"]

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(description="复制到下一年度", permissions=["add"])
    def copy_to_next_year(self, request, queryset):
        take_each(self, request, queryset, "复制到下一年度", carry_over)


@admin.register(ReminderStep)
class ReminderStepAdmin(CommitteeAdmin):
    menu_place = 35
    list_display = ["name", "workdays_left", "tell_liaison", "tell_committee", "is_active"]
    list_filter = ["is_active"]
    fieldsets = [
        (None, {"fields": ["name", "workdays_left", "is_active"]}),
        ("抄送", {"fields": ["tell_liaison", "tell_committee"]}),
        ("文字", {"fields": ["wording"]}),
    ]


@admin.register(Reminder)
class ReminderAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 36
    list_display = ["owner", "duty", "period_words", "occasion", "due_on", "made_on", "sent_at", "by"]
    list_display_links = ["duty"]
    list_select_related = ["duty", "alliance", "organization", "step", "by"]
    list_filter = ["step", "alliance", "duty__year"]
    search_fields = ["alliance__search_key", "organization__search_key", "duty__name"]
    date_hierarchy = "made_on"
    fields = ["duty", "alliance", "organization", "period_key", "step", "due_on", "made_on", "sent_at", "by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("duty", "alliance", "organization", "step")

    @admin.display(description="提醒对象")
    def owner(self, obj):
        return str(obj.owner)

    @admin.display(description="期间", ordering="period_key")
    def period_words(self, obj):
        return obj.period.label

    @admin.display(description="步骤", ordering="step")
    def occasion(self, obj):
        return obj.occasion
