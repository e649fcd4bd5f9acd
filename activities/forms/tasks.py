"""A task as it is raised and changed, and the evidence with which it is handed back."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone

from activities.forms.fields import DayField
from activities.models import Activity, Task
from activities.models.states import PUBLIC
from activities.tasklist.filters import quarters_to_choose
from activities.tasklist.states import TaskState
from alliances.models import Alliance, Organization, Seat
from alliances.standing import standing
from portal.pictures import AttachmentRefused, check_attachment
from portal.quarters import Quarter

RECENT = timedelta(days=400)  # activities offered as evidence
MOST_ACTIVITIES = 60


class TaskForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    owner = forms.ChoiceField(
        label="交给",
        error_messages={"required": "请选择承办单位。", "invalid_choice": "没有这个单位，请重新选择。"},
    )
    due_on = DayField(
        label="期限",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "没有这一天，请按 2026-09-30 这样填写。", "required": "请填写期限。"},
    )

    class Meta:
        model = Task
        fields = ("title", "asked", "source", "source_text", "quarter")
        widgets = {"asked": forms.Textarea(attrs={"rows": 3}), "quarter": forms.Select}
        error_messages = {"title": {"required": "请写任务名称。"}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper(
            "version",
            Fieldset("一、任务", "title", "asked", css_class="lm-part"),
            Fieldset("二、承办和期限", Div("owner", "due_on", css_class="lm-pair"), css_class="lm-part"),
            Fieldset("三、来源", Div("source", "quarter", css_class="lm-pair"), "source_text", css_class="lm-part"),
        )
        today, task = timezone.localdate(), self.instance
        self.owners = owners_for(user, today)
        self.fields["owner"].choices = [("", "请选择"), *self.owners]
        quarters = quarters_to_choose(today, task.quarter)
        self.fields["quarter"].widget.choices = [("", "不列入"), *((one.key, one.label) for one in quarters)]
        self.fields["source"].choices = Task.Source.choices
        if task.pk is None:
            self.initial["quarter"] = Quarter.of(today).key
            return
        self.initial |= {"version": task.revision, "owner": _code(task), "due_on": task.due_on}
        if task.state != TaskState.RAISED:
            self.fields["owner"].choices = [(_code(task), task.owner_name)]
            self.fields["owner"].disabled = True
            self.fields["owner"].help_text = "已经交办，不能换；要换请撤销这项，另提一项。"

    def clean(self):
        cleaned = super().clean()
        kind, _, pk = cleaned.get("owner", "").partition("-")
        if pk:
            self.instance.alliance_id = int(pk) if kind == "alliance" else None
            self.instance.organization_id = int(pk) if kind == "organization" else None
        if due_on := cleaned.get("due_on"):
            self.instance.due_on = due_on
        return cleaned


class ReportForm(forms.Form):
    evidence = forms.CharField(
        label="办理情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写清办了什么、结果怎样，一两句即可。",
        error_messages={"required": "请写一句办理情况。"},
    )
    activity = forms.TypedChoiceField(
        label="相关活动",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="开展过活动的，选那项活动即可，不用另报材料。",
        error_messages={"invalid_choice": "没有这项活动，请重新选择。"},
    )
    file = forms.FileField(
        label="佐证材料",
        required=False,
        help_text="没有活动记录、确需附件的才传，可传 PDF、Word、Excel 文件和扫描图片。",
    )
    drops_file = forms.BooleanField(label="去掉原来的佐证材料", required=False)

    def __init__(self, *args, task, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.task = task
        self.activities = {activity.pk: activity for activity in activities_for(task, user)}
        words = ((pk, f"{timezone.localdate(row.starts_at)} {row.title}") for pk, row in self.activities.items())
        self.fields["activity"].choices = [("", "没有"), *words]
        self.initial |= {"evidence": task.evidence, "activity": task.evidence_activity_id}
        if not task.evidence_file:
            del self.fields["drops_file"]
        self.helper = _helper(Fieldset("办理结果", *self.fields, css_class="lm-part"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            return check_attachment(file, file.name) if file else None
        except AttachmentRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def save(self, *, by):
        data, file = self.cleaned_data, self.cleaned_data["file"]
        self.task.report(
            by=by,
            evidence=data["evidence"],
            activity=self.activities.get(data["activity"]),
            file=ContentFile(file.data, file.name) if file else None,
            name=file.name if file else "",
            drops_file=bool(data.get("drops_file")),
        )


def _helper(*parts):
    helper = FormHelper()
    helper.form_tag, helper.disable_csrf = False, True
    helper.layout = Layout(*parts)
    return helper


def owners_for(user, day):
    """Grouped choices: the committee gives to everybody, a 片长单位 to the other units of its alliance."""
    if not user.is_staff:
        seats = Seat.objects.on(day).filter(alliance__in=standing(user).leads)
        units = Organization.objects.filter(pk__in=seats.values("organization")).exclude(pk=user.organization_id)
        return [("本联盟单位", [(f"organization-{unit.pk}", str(unit)) for unit in units])]
    alliances = Alliance.objects.filter(committee=user.committee_id).on(day)
    units = Organization.objects.filter(committee=user.committee_id).on(day).order_by("order_number", "pk")
    return [
        ("联盟（片长单位办理）", [(f"alliance-{alliance.pk}", alliance.name) for alliance in alliances]),
        ("单位", [(f"organization-{unit.pk}", unit.short_name) for unit in units]),
    ]


def activities_for(task, user):
    """What the owner held or took part in lately, and what was chosen before: the newest first."""
    whose = Q(host=task.organization_id, host__isnull=False) | Q(participations__organization=task.organization_id)
    if task.alliance_id:
        whose = Q(alliance=task.alliance_id) | Q(partners=task.alliance_id)
    since = timezone.now() - RECENT
    rows = Activity.objects.visible_to(user).filter(committee=task.committee_id, state__in=PUBLIC)
    recent = rows.filter(whose, starts_at__gte=since).values("pk")
    chosen = Q(pk__in=recent) | Q(pk=task.evidence_activity_id)
    return rows.filter(chosen).order_by("-starts_at", "-pk")[:MOST_ACTIVITIES]


def _code(task):
    return f"alliance-{task.alliance_id}" if task.alliance_id else f"organization-{task.organization_id}"
