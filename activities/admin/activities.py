from django.contrib import admin

from activities.admin.reasons import reason_action
from activities.models import Activity, Participation, Step
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly, verb_action


def _return(activity, *, by, reason):
    """退回 what lies with the committee: a report to its host, else the plan."""
    if activity.state == Activity.State.REPORTED:
        activity.return_report(by=by, reason=reason)
    else:
        activity.return_(by=by, reason=reason)


def _cancel(activity, *, by, reason):
    activity.cancel(by=by, reason=reason)


class ParticipationInline(ViewOnly, CommitteeInline):
    model = Participation
    fields = ["organization", "answer", "expected_count", "present_count", "leave_reason", "answered_at", "answered_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "answered_by")


class StepInline(ViewOnly, CommitteeInline):
    model = Step
    fields = ["at", "verb", "by", "is_for_unit", "state", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("activity", "by")


@admin.register(Activity)
class ActivityAdmin(CommitteeAdmin):
    """Read, found, exported and moved on in numbers; written on its own page, where every change leaves its line."""

    menu_place = 30
    list_display = ["title", "owner", "host", "type", "when_held", "state", "state_since", "is_late_record"]
    list_select_related = ["alliance", "host", "type"]
    list_filter = ["state", "type", "alliance", "is_late_record"]
    search_fields = ["title", "host__search_key", "alliance__search_key"]
    date_hierarchy = "starts_at"
    actions = [
        "export_xlsx",
        verb_action("publish", "审定发布所选计划"),
        verb_action("accept", "审定总结并办结"),
        reason_action("return_with_reason", "退回所选活动", _return),
        reason_action("cancel_with_reason", "取消所选活动", _cancel),
    ]
    export_columns = [
        "owner",
        "host",
        "type",
        "title",
        "starts_at",
        "ends_at",
        "place_words",
        "expected_count",
        "budget",
        "funding",
        "state",
        "is_late_record",
    ]
    fieldsets = [
        (None, {"fields": ["title", "state", "state_since", "alliance", "partners", "host", "type", "forms"]}),
        ("时间地点", {"fields": ["starts_at", "ends_at", "precision", "base", "place", "expected_count", "plan"]}),
        (
            "中央八项规定精神",
            {"fields": ["budget", "funding", "transport", "meals", "austerity_confirmed", "austerity_approved_by"]},
        ),
        ("个人报名", {"fields": ["signup_open", "signup_limit", "signup_until"]}),
        ("记录", {"fields": ["is_late_record", "recorded_at", "created_by", "changed_at"]}),
    ]
    readonly_fields = ["state", "state_since", "austerity_approved_by", "recorded_at", "created_by", "changed_at"]
    inlines = [ParticipationInline, StepInline]
    change_form_template = "admin/activities/activity/change_form.html"
    change_list_template = "admin/activities/activity/change_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("alliance", "host", "type", "base")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """Steps may be taken with chosen rows; a single one is only read."""
        return obj is None and super().has_change_permission(request)

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description="联盟", ordering="alliance__order_number")
    def owner(self, obj):
        return obj.owner_name

    @admin.display(description="时间", ordering="starts_at")
    def when_held(self, obj):
        return obj.when

    @admin.display(description="地点")
    def place_words(self, obj):
        return obj.place_name
