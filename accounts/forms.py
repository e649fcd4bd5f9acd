from allauth.account.forms import LoginForm as AllauthLoginForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm

from accounts.models import User

CODE_EXPIRED = "这个一次性登录码已过期，请联系工委工作人员重发。"


class LoginForm(AllauthLoginForm):
    """Log-in by phone number or user name; both lead to the same account and so to the same count of failures."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="手机号或用户名",
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.fields["password"].label = "密码"
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = "本机 7 天内免登录（公用电脑不要勾选）"
        self.order_fields(["login", "password", "remember"])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self):
        cleaned = super().clean()
        if self.user and self.user.code_has_expired:  # only who typed the right code is told so
            raise forms.ValidationError(CODE_EXPIRED)
        return cleaned

    def clean_login(self):
        login = super().clean_login()
        return User.objects.filter(phone=login).values_list("username", flat=True).first() or login


class PasswordChangeForm(DjangoPasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "一次性登录码" if self.user.must_change_password else "现在的密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少 10 个字符，不能全是数字，不能和姓名、用户名相近。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存新密码"))

    def clean(self):
        cleaned = super().clean()
        if self.user.code_has_expired:
            raise forms.ValidationError(CODE_EXPIRED)
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            self.add_error("new_password1", "新密码不能和原来的一样。")
        return cleaned

    def save(self, commit=True):
        self.user.must_change_password, self.user.code_until = False, None
        return super().save(commit)


class AccountForm(forms.ModelForm):
    """What a person keeps of their own: how to be reached, and how large the letters are."""

    class Meta:
        model = User
        fields = ["name", "phone", "email", "text_size"]
        help_texts = {
            "phone": "可用来登录；别人看到的是打星号的号码。",
            "email": "选填。填写后，待办和提醒会同时发到邮箱。",
        }
        widgets = {"text_size": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存"))

    def save(self, commit=True):
        """Only what the page shows: staff may be changing the rest, or closing the account, at the same moment."""
        self.instance.save(update_fields=self._meta.fields)
        return self.instance
