from django import forms
from django.utils import timezone

from alliances.models import Alliance, Category, Organization, Seat


class PickField(forms.ChoiceField):
    """One of a short list of rows, read once for the choices and the answer alike (a ModelChoiceField asks again)."""

    def __init__(self, *, empty_label, **kwargs):
        super().__init__(**kwargs)
        self.empty_label = empty_label
        self.rows = {}

    def offer(self, rows):
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", self.empty_label), *((pk, str(row)) for pk, row in self.rows.items())]

    def clean(self, value):
        return self.rows.get(super().clean(value))


class FilterForm(forms.Form):
    """Filters in the URL. A value nobody can choose is as good as none, so a mistyped address still shows the list."""

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            field.required = False
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    @property
    def alliances(self):
        """For components/picks.html."""
        return self.fields["alliance"].rows.values()

    @property
    def chosen(self):
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class OrganizationFilter(FilterForm):
    alliance = PickField(label="联盟", empty_label="全部联盟")
    group = forms.ChoiceField(
        label="范围", choices=[("", "成员单位"), ("chambers", "商（协）会"), ("all", "全部党组织")]
    )
    category = PickField(label="单位类别", empty_label="全部类别")
    kind = forms.ChoiceField(label="党组织类型", choices=[("", "全部类型"), *Organization.Kind.choices])
    district = forms.ChoiceField(label="所在区域")
    q = forms.CharField(label="单位名称", max_length=60)

    def __init__(self, data, *, user):
        super().__init__(data)
        organizations = Organization.objects.visible_to(user).exclude(district="")
        districts = organizations.order_by("district").values_list("district", flat=True).distinct()
        self.fields["alliance"].offer(Alliance.objects.visible_to(user))
        self.fields["category"].offer(Category.objects.visible_to(user))
        self.fields["district"].choices = [("", "全部区域"), *((name, name) for name in districts)]
        self.fields["q"].widget.attrs["placeholder"] = "名称或拼音首字母"


class SeatFilter(FilterForm):
    alliance = PickField(label="联盟", empty_label="全部联盟")
    role = forms.ChoiceField(label="席位", choices=[("", "全部席位"), *Seat.Role.choices])
    q = forms.CharField(label="单位名称", max_length=60)

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["alliance"].offer(Alliance.objects.visible_to(user))
        self.fields["q"].widget.attrs["placeholder"] = "名称或拼音首字母"


class SeatedField(forms.ModelChoiceField):
    """Units with where they sit today: 市委党校（文化园成员单位）."""

    def label_from_instance(self, organization):
        seat = next(iter(organization.standing_seats), None)
        place = f"{seat.alliance.short_name}{seat.get_role_display()}" if seat else "没有席位"
        return f"{organization}（{place}）"


class LeadChangeForm(forms.Form):
    on = forms.DateField(
        label="新片长单位任职日期",
        help_text="从这一天起生效，权限同日变更；可以填以后的日期。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    organization = SeatedField(
        Organization.objects.none(),
        label="新片长单位",
        empty_label="请选择",
        help_text="原则上为一个市委部门或政府组成部门。",
    )
    old_stays = forms.TypedChoiceField(
        label="原片长单位",
        choices=[("yes", "改任本联盟成员单位"), ("no", "离开本联盟")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如文件名、文号。")

    def __init__(self, *args, alliance, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        units = Organization.objects.filter(committee=alliance.committee_id).units().on(today).seated_on(today)
        leads = alliance.seats.on(today).leading().values("organization")
        self.fields["organization"].queryset = units.exclude(pk__in=leads)
        self.fields["on"].initial = today
