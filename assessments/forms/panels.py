"""Who judges: an account of the committee, or a new one for somebody from outside; who stands aside by declaration."""

from django import forms

from accounts.models import User
from activities.forms.fields import RowsField
from alliances.models import Organization
from assessments.models import Stage

MOST_NAMESAKES = 5


class StagesField(RowsField):
    def __init__(self, **kwargs):
        super().__init__(
            Stage.objects.none(),
            label="评审阶段",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "至少勾选一个阶段。", "invalid_choice": "有阶段已变动，请重新勾选。"},
            **kwargs,
        )


class PanelForm(forms.Form):
    """What both ways of adding a judge share: the unit from which nothing is judged, and the stages."""

    organization = forms.CharField(
        label="所在单位",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        help_text="填单位简称，评委回避本单位的作品；市外评委留空。",
    )
    stages = StagesField()

    def __init__(self, *args, contest, stages, **kwargs):
        super().__init__(*args, **kwargs)
        self.contest = contest
        self.fields["stages"].queryset = Stage.objects.filter(pk__in=[stage.pk for stage in stages])
        self.fields["stages"].choices = [(stage.pk, stage.name) for stage in stages]
        self.initial.setdefault("stages", [stage.pk for stage in stages])

    def clean_organization(self):
        name = self.cleaned_data["organization"].strip()
        if not name:
            return None
        units = Organization.objects.filter(committee=self.contest.committee_id)
        found = list(units.filter(short_name=name)[:1]) or list(units.filter(name=name)[:1])
        if not found:
            raise forms.ValidationError(f"名册里没有“{name}”，请填单位简称，如“市文旅局”；市外评委留空。")
        return found[0]


class JudgeForm(PanelForm):
    """Somebody who has an account."""

    account = forms.CharField(
        label="账号",
        max_length=60,
        widget=forms.TextInput(attrs={"list": "accounts", "autocomplete": "off"}),
        help_text="填登录名、手机号或姓名。",
        error_messages={"required": "请填写评委的登录名、手机号或姓名。"},
    )
    field_order = ("account", "organization", "stages")

    def clean_account(self):
        typed = self.cleaned_data["account"].strip()
        people = User.objects.active().filter(committee=self.contest.committee_id)
        for name in ("username__iexact", "phone", "name"):
            found = list(people.filter(**{name: typed})[: MOST_NAMESAKES + 1])
            if len(found) == 1:
                return found[0]
            if found:
                names = "、".join(f"{user.username}（{user.unit}）" for user in found[:MOST_NAMESAKES])
                raise forms.ValidationError(f"叫“{typed}”的不止一位，请填登录名：{names}。")
        raise forms.ValidationError(f"没有“{typed}”这个在用账号。市外评委请在下面开通账号。")


class OutsideJudgeForm(PanelForm):
    """Somebody from outside: an account is opened, the one-time code is shown once."""

    name = forms.CharField(label="姓名", max_length=30, error_messages={"required": "请填写姓名。"})
    phone = forms.RegexField(
        r"^1[0-9]{10}$",
        label="手机号",
        required=False,
        help_text="有手机号的用手机号登录；留空的由系统给登录名。",
        error_messages={"invalid": "请填写 11 位手机号。"},
    )
    field_order = ("name", "phone", "organization", "stages")

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and User.objects.filter(phone=phone).exists():
            raise forms.ValidationError("这个手机号已有账号，请在上面按手机号选用。")
        return phone


class ConflictForm(forms.Form):
    """A declared conflict, entered by staff."""

    judge = forms.ChoiceField(
        label="评委", error_messages={"required": "请选择评委。", "invalid_choice": "请从列出的评委里选。"}
    )
    entry = forms.ChoiceField(
        label="品牌", error_messages={"required": "请选择品牌。", "invalid_choice": "请从列出的品牌里选。"}
    )
    reason = forms.CharField(
        label="原因", max_length=200, help_text="如“曾任该单位顾问”。", error_messages={"required": "请写明原因。"}
    )

    def __init__(self, *args, judges, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.judges = {str(judge.pk): judge for judge in judges}
        self.entries = {str(entry.pk): entry for entry in entries}
        self.fields["judge"].choices = [("", "请选择"), *((key, str(judge)) for key, judge in self.judges.items())]
        named = ((key, f"{entry.number or '未编号'} {entry}") for key, entry in self.entries.items())
        self.fields["entry"].choices = [("", "请选择"), *named]

    def clean_judge(self):
        return self.judges[self.cleaned_data["judge"]]

    def clean_entry(self):
        return self.entries[self.cleaned_data["entry"]]
