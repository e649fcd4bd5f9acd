"""The levels a committee keeps; what was granted and learned, to read and export."""

from django.contrib import admin

from branches.models import Adoption, BrandLevel, Honour
from portal.admin import CommitteeAdmin, ViewOnly


@admin.register(BrandLevel)
class BrandLevelAdmin(CommitteeAdmin):
    menu_place = 25
    list_display = ["name", "order_number", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]


class OfBrandAdmin(ViewOnly, CommitteeAdmin):
    search_fields = ["brand__search_key", "brand__organization__search_key", "brand__branch__search_key"]

    def get_queryset(self, request):
        owner = ("brand__branch__organization", "brand__organization", "brand__alliance", "brand__published")
        return super().get_queryset(request).select_related(*owner)

    def view_on_site(self, obj):
        return obj.brand.get_absolute_url()

    @admin.display(description="归属", ordering="brand__organization__order_number")
    def owner_name(self, obj):
        return str(obj.brand.owner)


@admin.register(Honour)
class HonourAdmin(OfBrandAdmin):
    menu_place = 23
    list_display = ["title", "brand", "owner_name", "level", "document_number", "granted_on", "withdrawn_on"]
    list_select_related = ["level"]
    list_filter = ["level", "granted_on"]
    date_hierarchy = "granted_on"
    fields = [
        "brand",
        "level",
        "title",
        "document_number",
        "granted_on",
        "granted_by",
        "recorded_at",
        "withdrawn_on",
        "withdrawn_reason",
        "withdrawn_by",
    ]


@admin.register(Adoption)
class AdoptionAdmin(OfBrandAdmin):
    menu_place = 24
    list_display = ["brand", "owner_name", "organization", "branch", "lesson", "at", "withdrawn_at"]
    list_filter = ["at"]
    fields = ["brand", "organization", "branch", "lesson", "by", "at", "withdrawn_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "branch__organization")
