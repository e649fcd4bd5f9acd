from django.contrib import admin, messages
from django.shortcuts import render

from accounts.admin import UserAdmin
from accounts.models import User
from alliances import officers


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts with their one-time codes: the sheet is the answer, shown only this once."""

    actions = ["export_xlsx", "renew_codes", "close_accounts"]

    @admin.action(description="为所选账号重发一次性登录码", permissions=["change"])
    def renew_codes(self, request, queryset):
        if queryset.filter(pk=request.user.pk).exists():
            self.message_user(request, "自己的密码请在“我的账号”里修改。", messages.WARNING)
            queryset = queryset.exclude(pk=request.user.pk)
        return self._sheet(request, queryset.active())

    def response_add(self, request, obj, post_url_continue=None):
        return self._sheet(request, User.objects.filter(pk=obj.pk).active()) or super().response_add(
            request, obj, post_url_continue
        )

    def _sheet(self, request, users):
        strips = officers.renew_codes(users)
        if not strips:
            self.message_user(request, "没有需要发登录码的在用账号。", messages.WARNING)
            return None
        address = request.build_absolute_uri("/")
        return render(request, "alliances/officer_sheet.html", {"strips": strips, "address": address})
