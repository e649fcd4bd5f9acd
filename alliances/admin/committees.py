from django.contrib import admin

from alliances import defaults
from alliances.models import Category, Committee
from portal.admin import CommitteeAdmin


@admin.register(Committee)
class OwnCommitteeAdmin(CommitteeAdmin):
    """The committee's own settings. Only the operator of the deployment (a superuser) opens another committee."""

    menu_place = 19
    list_display = ["name", "short_name", "plans_need_committee", "review_days", "quiet_from", "quiet_until", "digest"]
    fieldsets = [
        (None, {"fields": ["name", "short_name"]}),
        ("办理", {"fields": ["plans_need_committee", "proposals_need_lead", "review_days"]}),
        ("提醒", {"fields": ["quiet_from", "quiet_until", "digest", "weekly_limit"]}),
    ]

    def has_add_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            defaults.create_all(obj)


@admin.register(Category)
class CategoryAdmin(CommitteeAdmin):
    menu_place = 18
    list_display = ["name", "order_number", "may_lead", "may_deputize", "is_spread", "is_chamber"]
    search_fields = ["name"]
