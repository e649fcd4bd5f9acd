"""Brands are read, found, exported and moved on in numbers here; they are written on their own pages."""

from django.contrib import admin

from branches.models import Brand, BrandStep, BrandVersion, Honour
from portal.admin import CommitteeAdmin, CommitteeInline, ViewOnly, verb_action


class HonourInline(ViewOnly, CommitteeInline):
    model = Honour
    fields = readonly_fields = [
        "level",
        "title",
        "document_number",
        "granted_on",
        "withdrawn_on",
        "withdrawn_reason",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("level", "brand")


class StepInline(ViewOnly, CommitteeInline):
    model = BrandStep
    fields = ["at", "verb", "by", "is_for_unit", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by", "brand__published")


@admin.register(Brand)
class BrandAdmin(ViewOnly, CommitteeAdmin):
    menu_place = 21
    list_display = ["name", "owner_name", "published_on", "levels", "adopters", "ended_on"]
    list_filter = ["organization__category", "honours__level", "published_on"]
    search_fields = ["search_key", "organization__search_key", "branch__search_key", "alliance__search_key"]
    date_hierarchy = "published_on"
    fields = readonly_fields = [
        "alliance",
        "organization",
        "branch",
        "published",
        "published_on",
        "created_on",
        "ended_on",
    ]
    inlines = [HonourInline, StepInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_owner().with_honours().with_adoption_count()

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description="品牌", ordering="published__name")
    def name(self, obj):
        return str(obj)

    @admin.display(description="归属", ordering="organization__order_number")
    def owner_name(self, obj):
        return str(obj.owner)

    @admin.display(description="等次荣誉")
    def levels(self, obj):
        return "、".join(honour.title for honour in obj.valid_honours)

    @admin.display(description="借鉴单位数", ordering="adoption_count")
    def adopters(self, obj):
        return obj.adoption_count


@admin.register(BrandVersion)
class BrandVersionAdmin(CommitteeAdmin):
    menu_place = 22
    list_display = ["name_or_owner", "owner_name", "number", "state", "state_since", "created_by"]
    list_filter = ["state", "brand__organization__category"]
    search_fields = ["name", "brand__organization__search_key", "brand__branch__search_key"]
    actions = [
        "export_xlsx",
        verb_action("review", "初审通过所选品牌"),
        verb_action("publish", "审定发布所选品牌"),
    ]
    fields = [
        "brand",
        "number",
        *BrandVersion.WORDS,
        "state",
        "state_since",
        "created_by",
        "published_at",
        "changed_at",
    ]
    readonly_fields = ["number", "state", "state_since", "created_by", "published_at", "changed_at"]
    ordering = ["-state_since", "-pk"]

    def get_queryset(self, request):
        owner = ("brand__branch__organization", "brand__organization", "brand__alliance", "brand__published")
        return super().get_queryset(request).select_related(*owner, "brand__committee", "created_by")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """Steps may be taken with chosen rows; a single one is only read."""
        return obj is None and super().has_change_permission(request)

    def view_on_site(self, obj):
        return obj.get_absolute_url()

    @admin.display(description="品牌", ordering="name")
    def name_or_owner(self, obj):
        return str(obj)

    @admin.display(description="归属", ordering="brand__organization__order_number")
    def owner_name(self, obj):
        return str(obj.brand.owner)
