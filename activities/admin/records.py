"""What hangs on an activity. All of it is written on the activity's own pages; here it is searched and exported."""

from django.contrib import admin

from activities.models import Outcome, Participation, Report, SignUp
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


@admin.register(Participation)
class ParticipationAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 31
    list_display = ["organization", "activity", "held_on", "answer", "expected_count", "present_count", "leave_reason"]
    list_select_related = ["organization", "activity"]
    list_filter = ["answer", "activity__alliance", "activity__type"]
    search_fields = ["organization__search_key", "activity__title"]
    date_hierarchy = "activity__starts_at"
    ordering = ["-activity__starts_at", "activity", "organization__order_number"]
    fields = [
        "activity",
        "organization",
        "answer",
        "expected_count",
        "attendees",
        "leave_reason",
        "present_count",
        "invited_at",
        "answered_at",
        "answered_by",
    ]
    export_columns = [
        "held_on",
        "activity",
        "organization",
        "answer",
        "expected_count",
        "present_count",
        "leave_reason",
    ]

    def view_on_site(self, obj):
        return obj.activity.get_absolute_url()

    @admin.display(description="活动时间", ordering="activity__starts_at")
    def held_on(self, obj):
        return obj.activity.when


@admin.register(SignUp)
class SignUpAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 33
    list_display = ["user", "organization", "activity", "state", "at", "is_present"]
    list_select_related = ["user__organization", "activity"]
    list_filter = ["state", "is_present"]
    search_fields = ["user__name", "user__organization__search_key", "activity__title"]
    date_hierarchy = "at"
    fields = ["activity", "user", "state", "at", "is_present"]

    @admin.display(description="所在党组织")
    def organization(self, obj):
        return obj.user.organization


class OutcomeInline(ViewOnly, CommitteeInline):
    model = Outcome
    fields = ["measure", "value", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("measure")


@admin.register(Report)
class ReportAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 32
    list_display = ["activity", "owner", "held_on", "head_count", "expense", "activity_state", "changed_at"]
    list_select_related = ["activity__alliance"]
    list_filter = ["activity__state", "activity__alliance", "activity__type"]
    search_fields = ["activity__title", "activity__host__search_key", "activity__alliance__search_key"]
    date_hierarchy = "activity__starts_at"
    ordering = ["-activity__starts_at", "-pk"]
    fields = ["activity", "text", "head_count", "expense", "press_links", "note", "changed_at"]
    export_columns = [
        "owner",
        "activity",
        "held_on",
        "text",
        "head_count",
        "expense",
        "outcome_words",
        "activity_state",
    ]
    inlines = [OutcomeInline]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("activity__alliance")
        return rows.prefetch_related("outcomes__measure")

    def view_on_site(self, obj):
        return obj.activity.get_absolute_url()

    @admin.display(description="联盟", ordering="activity__alliance__order_number")
    def owner(self, obj):
        return obj.activity.owner_name

    @admin.display(description="活动时间", ordering="activity__starts_at")
    def held_on(self, obj):
        return obj.activity.when

    @admin.display(description="活动状态", ordering="activity__state")
    def activity_state(self, obj):
        return obj.activity.get_state_display()

    @admin.display(description="成效")
    def outcome_words(self, obj):
        return "；".join(f"{row.measure.name}{row.value.normalize():f}{row.measure.unit}" for row in obj.outcomes.all())
