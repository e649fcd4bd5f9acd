from allauth.account.forms import ReauthenticateForm as AllauthPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

LONGEST_CODE = 20


class CodeField(forms.CharField):
    def __init__(self, label):
        typed = {"autocomplete": "one-time-code", "autofocus": True}
        super().__init__(label=label, max_length=LONGEST_CODE, widget=forms.TextInput(attrs=typed))


class CodeForm(AuthenticateForm):
    code = CodeField("验证码或备用码")


class ConfirmByCodeForm(ReauthenticateForm):
    code = CodeField("验证码或备用码")


class SetUpForm(ActivateTOTPForm):
    code = CodeField("应用里显示的 6 位验证码")


class PasswordForm(AllauthPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "现在的密码"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
