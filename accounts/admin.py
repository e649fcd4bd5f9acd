"""Accounts, without the one-time codes: those need the organizations, so `alliances.admin.people` adds them."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F

from portal.admin import CommitteeAdmin

# The secrets of second factors and the keys of sessions are nobody's business, not even the operator's.
admin.site.unregister([Authenticator, UserSession])


class UserAdmin(CommitteeAdmin):
    """A person's post, unit and way to be reached. Password and higher rights are in no form here."""

    menu_place = 40
    list_display = [
        "name",
        "username",
        "post",
        "organization",
        "phone",
        "is_active",
        "last_login",
    ]
    list_select_related = ["organization"]
    list_filter = ["post", "is_active", "must_change_password"]
    search_fields = ["name", "username", "phone", "organization__search_key"]
    autocomplete_fields = ["organization"]
    ordering = [F("organization__order_number").asc(nulls_first=True), "post", "username"]
    actions = ["export_xlsx", "close_accounts"]
    export_columns = ["organization", "name", "post", "username", "phone", "email", "is_active", "last_login"]
    fieldsets = [
        (None, {"fields": ["name", "post", "organization"]}),
        ("登录", {"fields": ["username", "phone", "email", "is_active"]}),
        ("记录", {"fields": ["must_change_password", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["must_change_password", "last_login", "date_joined"]

    def get_fieldsets(self, request, obj=None):
        """Only the operator of the deployment (a superuser) says to which committee a person belongs."""
        sections = self.fieldsets if obj else self.fieldsets[:-1]
        return [("工委", {"fields": ["committee"]}), *sections] if request.user.is_superuser else sections

    def get_exclude(self, request, obj=None):
        return None if request.user.is_superuser else super().get_exclude(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Nobody changes their own post or unit, nor locks themselves out."""
        own = ["post", "organization", "is_active"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser or super().has_add_permission(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return _in_one_committee(super().get_form(request, obj, change=change, **kwargs))

    def lookup_allowed(self, lookup, value, request):
        """Not by what a password's hash begins with."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
            obj.must_change_password = True
        super().save_model(request, obj, form, change)

    @admin.action(description="停用所选账号", permissions=["change"])
    def close_accounts(self, request, queryset):
        closed = 0
        for user in queryset.filter(is_active=True):
            if user == request.user:
                self.message_user(request, "不能停用自己的账号。", messages.WARNING)
                continue
            user.is_active = False
            user._change_reason = "停用账号"
            user.save()
            closed += 1
        self.message_user(request, f"停用所选账号：已完成{closed}项。", messages.SUCCESS)


def _in_one_committee(form):
    """The form class, with the unit and the person in the same committee."""

    class PersonForm(form):
        def clean(self):
            data = super().clean()
            organization = data.get("organization")
            committee = data["committee"].pk if data.get("committee") else self.instance.committee_id
            if organization and organization.committee_id != committee:
                raise ValidationError({"organization": f"{organization}不属于这个人的工委。"})
            return data

    return PersonForm
