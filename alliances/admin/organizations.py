from django.contrib import admin, messages
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from alliances import officers
from alliances.admin.filters import SeatedToday, StandsToday
from alliances.models import Organization, Seat
from portal.admin import CommitteeAdmin


@admin.register(Organization)
class OrganizationAdmin(CommitteeAdmin):
    menu_place = 10
    list_display = [
        "order_number",
        "short_name",
        "category",
        "seat_today",
        "member_count",
        "branch_count",
        "officer_name",
        "phone",
    ]
    list_display_links = ["short_name"]
    list_select_related = ["category"]
    list_filter = [StandsToday, SeatedToday, "category", "kind", "district"]
    search_fields = ["search_key", "officer_name", "secretary_name", "phone"]
    actions = ["export_xlsx", "open_officers"]
    export_columns = [
        "order_number",
        "name",
        "short_name",
        "kind",
        "category",
        "district",
        "alliance_today",
        "role_today",
        "member_count",
        "branch_count",
        "secretary_name",
        "officer_name",
        "phone",
        "term_since",
        "term_years",
        "note",
    ]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "order_number", "kind", "category", "district"]}),
        ("规模", {"fields": ["member_count", "branch_count"]}),
        ("人员与联系", {"fields": ["secretary_name", "officer_name", "phone"]}),
        ("任期", {"fields": ["term_since", "term_month_only", "term_years"]}),
        ("其他", {"fields": ["note", "until"]}),
        ("相关", {"fields": ["seat_links", "branch_links", "officer_links"]}),
    ]
    readonly_fields = ["seat_links", "branch_links", "officer_links"]

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.fieldsets[:-1]

    def get_queryset(self, request):
        seats = Seat.objects.on(timezone.localdate()).select_related("alliance")
        return super().get_queryset(request).prefetch_related(Prefetch("seats", seats, to_attr="seats_today"))

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description="联盟席位")
    def seat_today(self, obj):
        return "、".join(f"{seat.alliance.short_name} {seat.get_role_display()}" for seat in obj.seats_today)

    @admin.display(description="联盟")
    def alliance_today(self, obj):
        return "、".join(seat.alliance.short_name for seat in obj.seats_today)

    @admin.display(description="席位")
    def role_today(self, obj):
        return "、".join(seat.get_role_display() for seat in obj.seats_today)

    @admin.display(description="席位沿革")
    def seat_links(self, obj):
        seats = obj.seats.select_related("alliance").order_by("-since")
        words = [(seat, f"{seat.alliance.short_name} {seat.get_role_display()}（{seat.days}）") for seat in seats]
        return _links("alliances_seat", words)

    @admin.display(description="党支部")
    def branch_links(self, obj):
        branches = obj.branches.all()
        words = [(branch, f"{branch.name}（{branch.member_count}人）") for branch in branches]
        return _links("branches_branch", words)

    @admin.display(description="党务干部账号")
    def officer_links(self, obj):
        return _links("accounts_user", [(user, str(user)) for user in obj.users.officers_of([obj])])

    @admin.action(description="为所选单位开通党务干部账号", permissions=["change"])
    def open_officers(self, request, queryset):
        """The sheet with one-time codes is the answer, shown only this once."""
        strips = officers.open_accounts(queryset.on(timezone.localdate()))
        if not strips:
            self.message_user(request, "所选单位都已有党务干部账号，或已撤销。", messages.WARNING)
            return None
        address = request.build_absolute_uri("/")
        return render(request, "alliances/officer_sheet.html", {"strips": strips, "address": address})


def _links(name, rows):
    if not rows:
        return "无"
    items = [(reverse(f"admin:{name}_change", args=[row.pk]), words) for row, words in rows]
    return format_html('<ul class="lm-links">{}</ul>', format_html_join("", '<li><a href="{}">{}</a></li>', items))
