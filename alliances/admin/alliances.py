from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone

from alliances import seats
from alliances.admin.filters import StandsToday
from alliances.models import Alliance, Liaison, Seat, Waiver
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly


class SeatInline(ViewOnly, CommitteeInline):
    """To read: two seats changed in one form would be judged one by one. Each has its own page."""

    model = Seat
    fields = ["organization", "role", "since", "until", "note"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "alliance").in_official_order()


class WaiverInline(ViewOnly, CommitteeInline):
    """To read: written where the composition is checked."""

    model = Waiver
    fields = readonly_fields = ["rule", "note", "by", "at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("alliance", "by")


class _LiaisonPages:
    autocomplete_fields = ["user"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "user":
            # A new account shows its one-time code, for which a small window is no place.
            field.widget.can_add_related = False
        return field


class LiaisonInline(_LiaisonPages, CommitteeInline):
    model = Liaison
    fields = ["name", "user", "since", "until"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("alliance")


@admin.register(Alliance)
class AllianceAdmin(CommitteeAdmin):
    menu_place = 11
    list_display = ["order_number", "name", "mark", "lead_today", "motto", "since", "until"]
    list_display_links = ["name"]
    list_filter = [StandsToday]
    search_fields = ["search_key"]
    export_columns = ["order_number", "name", "mark", "lead_today", "motto", "since", "until"]
    fieldsets = [
        (None, {"fields": ["name", "mark", "motto", "order_number"]}),
        ("起止", {"fields": ["since", "until"]}),
    ]
    inlines = [LiaisonInline, SeatInline, WaiverInline]

    def get_queryset(self, request):
        leads = Seat.objects.on(timezone.localdate()).leading().select_related("organization")
        return super().get_queryset(request).prefetch_related(Prefetch("seats", leads, to_attr="leads_today"))

    def get_inlines(self, request, obj):
        return self.inlines if obj else [LiaisonInline]

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description="片长单位")
    def lead_today(self, obj):
        return "、".join(str(seat.organization) for seat in obj.leads_today)


@admin.register(Seat)
class SeatAdmin(CommitteeAdmin):
    """A seat is begun by the verb, ended or corrected here; its unit and alliance stay, for history is kept."""

    menu_place = 12
    list_display = ["organization", "alliance", "role", "since", "until", "note"]
    list_select_related = ["organization", "alliance"]
    list_filter = [StandsToday, "alliance", "role"]
    search_fields = ["organization__search_key", "alliance__search_key"]
    autocomplete_fields = ["organization", "alliance"]
    export_columns = ["alliance", "organization", "role", "since", "until", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "alliance")

    def get_fields(self, request, obj=None):
        fields = ["organization", "alliance", "role", "since", "note"]
        return [*fields[:4], "until", "note"] if obj else fields

    def get_readonly_fields(self, request, obj=None):
        return ["organization", "alliance"] if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        words = {"by": request.user, "note": obj.note}
        obj.pk = seats.seat(obj.organization, obj.alliance, obj.role, obj.since, **words).pk


@admin.register(Liaison)
class LiaisonAdmin(_LiaisonPages, CommitteeAdmin):
    menu_place = 13
    list_display = ["name", "alliance", "since", "until", "user"]
    list_select_related = ["alliance", "user"]
    list_filter = [StandsToday, "alliance"]
    search_fields = ["name", "alliance__search_key"]
    fields = ["name", "alliance", "user", "since", "until"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("alliance")
