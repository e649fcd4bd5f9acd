from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.shortcuts import render
from django.template.response import TemplateResponse

from accounts import second_factor
from accounts.admin import UserAdmin
from accounts.models import User
from alliances import officers
from notices.outbox import notify


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Accounts with their one-time codes: the sheet is the answer, shown only this once."""

    actions = ["export_xlsx", "renew_codes", "reset_second_factor", "close_accounts"]

    @admin.action(description="为所选账号重发一次性登录码", permissions=["change"])
    def renew_codes(self, request, queryset):
        if queryset.filter(pk=request.user.pk).exists():
            self.message_user(request, "自己的密码请在“我的账号”里修改。", messages.WARNING)
            queryset = queryset.exclude(pk=request.user.pk)
        return self._sheet(request, queryset.active())

    @admin.action(description="重置所选账号的二次验证", permissions=["change"])
    def reset_second_factor(self, request, queryset):
        """For who lost the phone. A page between asks whether it is really they who asked; they are told of it."""
        people = queryset.exclude(pk=request.user.pk)
        if not people:
            self.message_user(request, "自己的二次验证请在“我的账号”里办理，或请另一位工作人员重置。", messages.WARNING)
            return None
        if "confirmed" not in request.POST:
            words = {"title": "重置二次验证", "opts": self.opts, "people": people, "checkbox": ACTION_CHECKBOX_NAME}
            context = self.admin_site.each_context(request) | words
            return TemplateResponse(request, "admin/reset_second_factor.html", context)
        done = 0
        for user in people:
            with transaction.atomic():
                if second_factor.reset(user, by=request.user):
                    notify(
                        [user],
                        title="你的二次验证已被重置",
                        body=f"由{request.user}重置。如果不是你本人提出的，请马上联系工委并修改密码。",
                        link="/account/second-factor/",
                    )
                    done += 1
        self.message_user(request, f"重置二次验证：已完成{done}项，没有设置的不变。", messages.SUCCESS)
        return None

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
