"""The one form of a plan: 活动内容, 时间和地点, 参加单位, 经费和中央八项规定. The rules are the model's."""

from datetime import datetime

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date

from activities import invitations, offers, plans
from activities.duties.window import YEARS
from activities.forms.fields import DayField, FigureField, RowsField, require_reachable
from activities.models import Activity, ActivityForm
from activities.models.states import PLANNING, PUBLIC
from activities.names import split_names
from activities.plan_layout import plan_layout
from alliances.models import Alliance, Organization

SHOWN_AS = {"starts_at": "date", "ends_at": "last_date", "place": "place_name", "base": "place_name"}
DRAFT_NEEDS = ("title", "date")
NEEDED = ("type", "title", "plan", "date", "starts", "ends", "place_name", "units", "budget")
NEEDED_IN_A_PLAN = ("expected_count", "funding", "transport", "meals")  # of a late record only if they know it
PLEDGE = (
    "已对照中央八项规定精神核对：不到明令禁止的景区，不借机游览，不发纪念品和补贴，不超标准用餐用车。"
    "审定人还要再确认一次。"
)


class PlanForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    date = DayField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "没有这一天，请按 2026-09-20 这样填写。", "required": "请填写日期。"},
    )
    starts = forms.TimeField(
        label="开始",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 14:30 这样填写。", "required": "请填写开始时间。"},
    )
    ends = forms.TimeField(
        label="结束",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 16:30 这样填写。", "required": "请填写结束时间。"},
    )
    last_date = DayField(
        label="结束日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text="跨天的活动才填。",
    )
    place_name = forms.CharField(
        label="地点",
        max_length=80,
        widget=forms.TextInput(attrs={"list": "bases", "autocomplete": "off"}),
        help_text="在主题党日基地举办的，输入基地名称选用。",
        error_messages={"required": "请填写地点。"},
    )
    units = RowsField(
        Organization.objects.none(),
        label="邀请单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少勾选一家单位。", "invalid_choice": "有单位已不在本联盟，请重新勾选。"},
    )
    partners = RowsField(
        Alliance.objects.none(),
        label="联办联盟",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选后一并邀请该联盟全部单位。",
    )
    guests = forms.CharField(
        label="特邀其他联盟单位",
        required=False,
        max_length=600,
        help_text="填单位简称，用顿号隔开。打破联盟限制的活动，对方同样计入参加次数。",
    )
    budget = FigureField(decimals=2, whole_digits=10, label="经费预算", help_text="不花钱的填 0。")
    forms = RowsField(  # stands last, for from here on the name is this field's
        ActivityForm.objects.none(), label="活动形式", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Activity
        fields = (
            "type",
            "title",
            "plan",
            "expected_count",
            "budget",
            "funding",
            "transport",
            "meals",
            "austerity_confirmed",
            "signup_open",
            "signup_limit",
            "signup_until",
            "is_late_record",
        )
        widgets = {
            "plan": forms.Textarea(attrs={"rows": 4}),
            "signup_until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
        labels = {"austerity_confirmed": PLEDGE, "is_late_record": "补录：活动已经开展，现在补记，不用再审计划"}
        help_texts = {
            "title": "不必写单位名称和“联合主题党日”。",
            "signup_limit": "开放报名才填，留空为不限；报满后自动候补。",
            "is_late_record": "补录是正常的，不影响计数。保存后直接写总结。",
        }
        error_messages = {
            "title": {"required": "请填写活动主题。"},
            "funding": {"required": "请选择经费来源，不花钱的选“不产生费用”。"},
            "transport": {"required": "请选择交通方式。"},
            "meals": {"required": "请选择用餐安排。"},
            "expected_count": {"required": "请填写预计人数，估计即可。", "min_value": "不能是负数。"},
            "plan": {"required": "请写三五行活动安排。"},
        }

    def __init__(self, *args, user, draft=False, copied=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.draft = user, draft
        self.day = self._day()
        self.own_units, self.other_units = invitations.candidates(self.instance, self.day)
        self.offers = offers.offers_for(self.instance, self.day, copied)
        self._narrow_choices()
        self._prefill()
        self._require()
        self._lock_what_was_approved()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = plan_layout(self)
        self.order_fields([field.name for field in self.helper.layout.get_field_names()])  # faults in reading order

    @property
    def is_late(self):
        """Whether 补录 is offered: the day is past, or it was chosen."""
        return self.instance.is_late_record or self.day < timezone.localdate() or "is_late_record" in self.data

    @property
    def bases(self):
        return self.offers["base"]

    def _day(self):
        typed = self.data.get("date") if self.is_bound else None
        try:
            day = parse_date(typed) if typed else None
        except ValueError:
            return timezone.localdate()
        return day if day and day.year in YEARS else self._stored_day()

    def _stored_day(self):
        if self.instance.starts_at:
            return timezone.localdate(self.instance.starts_at)
        return self.initial.get("date") or timezone.localdate()

    def _narrow_choices(self):
        """What is shown was read already; the querysets are asked only about what is sent."""
        plan = self.instance
        self._offer("type", offers.types_for(plan), self._named("type"))
        self._offer("forms", offers.forms_for(plan), self._named("form"))
        partners = [(pk, Alliance(name=name).short_name) for pk, name in self._named("partner")]
        self._offer("partners", offers.partners_for(plan, self.day), partners)
        units = Organization.objects.filter(pk__in=[unit.pk for unit in self.own_units])
        self._offer("units", units, [(unit.pk, unit.short_name) for unit in self.own_units])
        if self.own_units:
            self.fields[
                "units"
            ].help_text = f"默认邀请本联盟全部 {len(self.own_units)} 家（含商会），去掉不参加的即可。各单位自己填人数。"
        for name in ("funding", "transport", "meals"):
            self.fields[name].choices = [("", "请选择"), *self.Meta.model._meta.get_field(name).choices]

    def _offer(self, name, queryset, choices):
        self.fields[name].queryset = queryset
        self.fields[name].choices = choices

    def _named(self, kind):
        return [(offer.pk, offer.name) for offer in self.offers[kind]]

    def _chosen(self, kind):
        return [offer.pk for offer in self.offers[kind] if offer.is_chosen]

    def _prefill(self):
        """Everything the instance knows; for a new plan all units of the alliance are ticked."""
        plan, initial = self.instance, self.initial
        initial.setdefault("version", plan.revision)
        initial.setdefault("uid", plan.uid)
        initial.setdefault("place_name", plan.place_name)
        if plan.starts_at:
            starts, ends = timezone.localtime(plan.starts_at), timezone.localtime(plan.ends_at)
            initial.setdefault("date", starts.date())
            if plan.precision == Activity.Precision.TIME:
                initial.setdefault("starts", starts.time())
                initial.setdefault("ends", ends.time())
            if ends.date() != starts.date():
                initial.setdefault("last_date", ends.date())
        initial["forms"] = self._chosen("form")
        if plan.pk is None:
            initial["units"] = [unit.pk for unit in self.own_units]
            if plan.alliance_id is None:
                initial["partners"] = [offer.pk for offer in self.offers["partner"]]
            return
        initial["units"] = [unit.pk for unit in self.own_units if unit.is_invited]
        initial["partners"] = self._chosen("partner")
        guests = [unit for unit in self.other_units if unit.sits_in not in initial["partners"]]
        initial["guests"] = "、".join(map(str, guests))

    def _require(self):
        late = "is_late_record" in self.data if self.is_bound else self.instance.is_late_record
        needed = DRAFT_NEEDS if self.draft else NEEDED if late else NEEDED + NEEDED_IN_A_PLAN
        for name, field in self.fields.items():
            field.required = name in needed
        self.fields["units"].required &= bool(self.own_units)
        self.fields["type"].required = True

    def _lock_what_was_approved(self):
        """What the approver confirmed is shown, not changed, unless by the committee."""
        if self.instance.state in PUBLIC and not self.user.is_staff:
            for name in ("budget", "funding", "transport", "meals", "austerity_confirmed"):
                self.fields[name].disabled = True
            self.fields["budget"].help_text = "已审定，确需调整请联系工委。"

    @property
    def offers_late_record(self):
        return self.is_late and (self.instance.pk is None or self.instance.state in PLANNING)

    def add_error(self, field, error):
        """The model speaks of its own fields; here they are shown as others."""
        if field is None and hasattr(error, "error_dict"):
            for name, faults in error.error_dict.items():
                super().add_error(SHOWN_AS.get(name, name), faults)
        else:
            super().add_error(SHOWN_AS.get(field, field), error)

    def clean_guests(self):
        found, unknown = invitations.find_units(split_names(self.cleaned_data["guests"]), self.instance.committee_id)
        if unknown:
            raise forms.ValidationError(f"名册里没有“{'、'.join(unknown)}”，请填单位简称，如“市文旅局”。")
        return found

    def clean_signup_until(self):
        if until := self.cleaned_data["signup_until"]:
            require_reachable(until)
        return until

    def clean_budget(self):
        return self.cleaned_data["budget"] or 0

    def clean(self):
        cleaned = super().clean()
        self._place(cleaned.get("place_name", ""))
        self._time(cleaned)
        confirmed = cleaned.get("austerity_confirmed") or self.fields["austerity_confirmed"].disabled
        if not (self.draft or cleaned.get("is_late_record") or confirmed):
            self.add_error("austerity_confirmed", "请核对后勾选。")
        return cleaned

    def _place(self, name):
        """A base is recognised by its name at the beginning; what follows is the place inside it."""
        base = next((base for base in self.bases if name == base.name or name.startswith(f"{base.name} ")), None)
        self.instance.base_id = base.pk if base else None
        self.instance.place = name.removeprefix(base.name).strip() if base else name

    def _time(self, cleaned):
        day, starts, ends = cleaned.get("date"), cleaned.get("starts"), cleaned.get("ends")
        if not day or {"starts", "ends", "last_date"} & set(self.errors):
            return
        last_day = cleaned.get("last_date") or day
        exact = starts is not None and ends is not None
        whole = (datetime.min.time(), datetime.max.time().replace(microsecond=0))
        starts_at, ends_at = (
            timezone.make_aware(datetime.combine(on, at))
            for on, at in zip((day, last_day), (starts, ends) if exact else whole, strict=True)
        )
        if last_day < day:
            self.add_error("last_date", "不能早于开始日期。")
        elif ends_at <= starts_at:
            self.add_error("ends", f"应晚于开始时间 {starts:%H:%M}。")
        else:
            self._check_late_record(cleaned, ends_at)
            self.instance.starts_at, self.instance.ends_at = starts_at, ends_at
            self.instance.precision = Activity.Precision.TIME if exact else Activity.Precision.DAY

    def _check_late_record(self, cleaned, ends_at):
        planning = self.instance.pk is None or self.instance.state in PLANNING
        over = ends_at <= timezone.now()
        if cleaned.get("is_late_record") and not over:
            self.add_error("date", "补录的是已经开展的活动；还没有开展的，请去掉“补录”。")
        elif planning and over and not self.draft and not cleaned.get("is_late_record"):
            self.add_error("date", "这个时间已经过了。已经开展的活动，请勾选“补录”。")

    def save(self, commit=True):
        """Into the database by the plan's own road, refused as the model refuses."""
        cleaned = self.cleaned_data
        if self.instance.pk is None and cleaned["uid"]:
            self.instance.uid = cleaned["uid"]  # the form's own key: however often it is sent, it makes one activity
        partners = list(cleaned["partners"])
        chosen = [*cleaned["units"], *invitations.units_of(partners, self.day), *cleaned["guests"]]
        plans.keep(
            self.instance,
            by=self.user,
            revision=cleaned["version"] if cleaned["version"] is not None else self.instance.revision,
            forms=cleaned["forms"],
            partners=partners,
            organizations=list({unit.pk: unit for unit in chosen}.values()),
        )
        return self.instance
