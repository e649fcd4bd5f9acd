"""How word leaves the house: the channels a committee has switched on, and the ledger of what was sent."""

from django import forms
from django.contrib import admin

from notices.models import Channel, Delivery
from portal.admin import CommitteeAdmin, ViewOnly, verb_action


class ChannelForm(forms.ModelForm):
    """The key is written, never shown; left empty it stays as it is."""

    class Meta:
        widgets = {"secret": forms.PasswordInput(attrs={"autocomplete": "new-password"})}
        help_texts = {"secret": "不显示已存的密钥；留空则保持不变。"}

    def clean_secret(self):
        return self.cleaned_data["secret"] or self.instance.secret


@admin.register(Channel)
class ChannelAdmin(CommitteeAdmin):
    menu_place = 50
    form = ChannelForm
    list_display = ["name", "kind", "alliance", "is_active"]
    list_select_related = ["alliance"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "alliance", "is_active"]}),
        ("群机器人", {"fields": ["webhook", "secret"]}),
    ]

    def lookup_allowed(self, lookup, value, request):
        return not lookup.startswith(("secret", "webhook")) and super().lookup_allowed(lookup, value, request)


@admin.register(Delivery)
class DeliveryAdmin(ViewOnly, CommitteeAdmin):
    """Read only, but for what failed: it may be sent again. Nothing else is written by hand."""

    menu_place = 51
    actions = ["export_xlsx", verb_action("resend", "重新发送所选失败消息", permission="view")]
    list_display = ["title", "channel", "address", "state", "due_at", "sent_at", "tries"]
    list_select_related = ["channel"]
    list_filter = ["state", "channel"]
    search_fields = ["title", "address"]
    date_hierarchy = "due_at"
    fields = ["title", "body", "channel", "address", "state", "due_at", "claimed_at", "sent_at", "tries", "error"]
    export_columns = ["title", "channel", "address", "state", "due_at", "sent_at", "tries", "error"]
