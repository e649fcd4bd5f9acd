"""A review meeting with its levels, groups and speakers; codes, counted paper, the ballot on a phone."""

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.forms import inlineformset_factory

from alliances.models import Organization
from assessments.forms.fields import CountField, OwnFieldsForm, PointsField, day_field
from assessments.forms.stages import Rows
from assessments.models import RatingLevel, ReviewMeeting, Speaker, VoterGroup
from assessments.reviews import codes, paper
from branches.models import Branch

MOST_ROWS = 120
LEVELS = (("好", 100), ("较好", 75), ("一般", 50), ("差", 0))
GROUPS = (("上级领导", 40), ("同级代表", 30), ("党员代表", 30))
ABSTAINS = "none"


class MeetingForm(OwnFieldsForm):
    held_on = day_field("会议日期")
    least_ballots = CountField(
        label="最少票数",
        least=2,
        most=100,
        required=True,
        help_text="一组少于这个票数时，不显示这一组的分布和均分。",
        error_messages={"required": "请填写最少票数。"},
    )
    decimals = CountField(label="得分保留小数", most=4, required=True, error_messages={"required": "请填写位数。"})

    class Meta:
        model = ReviewMeeting
        fields = ("title", "held_on", "basis_title", "basis_number", "least_ballots", "decimals")
        error_messages = {
            "title": {"required": "请填写名称。"},
            "basis_title": {"required": "请填写依据文件。"},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(
                "一、基本情况和依据",
                "title",
                Div("basis_title", "basis_number", css_class="lm-pair"),
                Div(
                    "held_on",
                    AppendedText("least_ballots", "张"),
                    AppendedText("decimals", "位"),
                    css_class="lm-three",
                ),
                css_class="lm-part",
            )
        )


class LevelForm(forms.ModelForm):
    points = PointsField(label="折分", most=1000, required=True, error_messages={"required": "请填写折分。"})

    class Meta:
        model = RatingLevel
        fields = ("name", "points")
        error_messages = {"name": {"required": "请填写等次。"}}


class GroupForm(forms.ModelForm):
    weight = PointsField(label="权重", required=True, error_messages={"required": "请填写权重。"})

    class Meta:
        model = VoterGroup
        fields = ("name", "weight")
        error_messages = {"name": {"required": "请填写投票组。"}}


class SpeakerForm(forms.ModelForm):
    """The unit by its short name, and the branch where a branch secretary reports."""

    unit = forms.CharField(
        label="单位",
        max_length=80,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        error_messages={"required": "请填写单位简称。"},
    )
    branch_name = forms.CharField(label="党支部（选填）", max_length=60, required=False)

    class Meta:
        model = Speaker
        fields = ("form",)

    def __init__(self, *args, committee, **kwargs):
        super().__init__(*args, **kwargs)
        self.committee = committee
        self.fields["form"].choices = Speaker.Form.choices
        self.fields["form"].initial = Speaker.Form.ONSITE
        if self.instance.pk:
            self.initial["unit"] = self.instance.organization.short_name
            self.initial["branch_name"] = self.instance.branch.name if self.instance.branch_id else ""

    def clean_unit(self):
        name = self.cleaned_data["unit"].strip()
        units = Organization.objects.filter(committee=self.committee)
        found = units.filter(short_name=name).first() or units.filter(name=name).first()
        if found is None:
            raise forms.ValidationError(f"名册里没有“{name}”，请填单位简称。")
        return found

    def clean(self):
        cleaned = super().clean()
        unit, name = cleaned.get("unit"), (cleaned.get("branch_name") or "").strip()
        if unit is None:
            return cleaned
        self.instance.organization, self.instance.branch = unit, None
        if name:
            self.instance.branch = Branch.objects.filter(organization=unit, name=name).first()
            if self.instance.branch is None:
                self.add_error("branch_name", f"{unit}没有叫“{name}”的党支部。")
        return cleaned


class SpeakerRows(Rows):
    """Nobody speaks twice."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or not getattr(form, "cleaned_data", {}).get("unit"):
                continue
            one = (form.instance.organization_id, form.instance.branch_id)
            if one in seen:
                form.add_error("unit", f"{form.instance}已在名单里。")
            seen.add(one)


def rows_of(data, meeting, empty):
    """The three lists of a meeting: levels, groups, speakers. `empty`: lines to be filled below each."""
    first = not meeting.pk and data is None
    levels, groups = (_initial(LEVELS, "points"), _initial(GROUPS, "weight")) if first else ((), ())
    offered = {"form_kwargs": {"committee": meeting.committee_id}}
    return [
        _rows(RatingLevel, LevelForm, Rows, data, meeting, "levels", empty, levels),
        _rows(VoterGroup, GroupForm, Rows, data, meeting, "groups", empty, groups),
        _rows(Speaker, SpeakerForm, SpeakerRows, data, meeting, "speakers", 5 if first else empty, (), **offered),
    ]


def _initial(pairs, field):
    return [{"name": name, field: value} for name, value in pairs]


def _rows(model, form, formset, data, meeting, prefix, empty, initial, **more):
    made = inlineformset_factory(
        ReviewMeeting,
        model,
        form=form,
        formset=formset,
        extra=empty + len(initial),
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS * 2,
    )
    queryset = model.objects.all()
    if model is Speaker:
        queryset = queryset.select_related("organization", "branch")
    if initial:
        more["initial"] = initial
    return made(data, instance=meeting, prefix=prefix, queryset=queryset, **more)


class CodesForm(forms.Form):
    number = CountField(
        label="张数", least=1, most=codes.MOST, required=True, error_messages={"required": "请填写要印几张。"}
    )


class PaperForm(forms.Form):
    """How many ballots of each level every speaker got; empty is none."""

    def __init__(self, *args, speakers, levels, given=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.speakers, self.levels = speakers, levels
        self.fields["ballots"] = CountField(
            label="收回纸质票（张）",
            least=1,
            most=paper.MOST,
            required=True,
            error_messages={"required": "请填写收回几张。"},
        )
        for speaker in speakers:
            for level in levels:
                field = CountField(label=f"{speaker} {level}", most=paper.MOST)
                field.level = str(level)
                field.widget.attrs |= {"class": "form-control", "aria-label": f"{speaker}：{level}"}
                self.fields[_cell(speaker, level)] = field
        if given:
            self.initial["ballots"] = given.ballots
            for speaker, counts in given.data.items():
                self.initial |= {f"count-{speaker}-{level}": number for level, number in counts.items()}

    @property
    def lines(self):
        return [(speaker, [self[_cell(speaker, level)] for level in self.levels]) for speaker in self.speakers]

    @property
    def counts(self):
        return {
            speaker.pk: {level.pk: self.cleaned_data[_cell(speaker, level)] or 0 for level in self.levels}
            for speaker in self.speakers
        }


def _cell(speaker, level):
    return f"count-{speaker.pk}-{level.pk}"


class VoteForm(forms.Form):
    """A level for each speaker, or 弃权. The code goes with it and is kept nowhere."""

    def __init__(self, *args, speakers, levels, **kwargs):
        super().__init__(*args, **kwargs)
        self.speakers = speakers
        choices = [*((str(level.pk), level.name) for level in levels), (ABSTAINS, "弃权")]
        wrong = {"required": "请选一项。", "invalid_choice": "请从列出的里面选一项。"}
        for speaker in speakers:
            self.fields[f"speaker-{speaker.pk}"] = forms.ChoiceField(
                label=str(speaker), choices=choices, widget=forms.RadioSelect, error_messages=wrong
            )

    @property
    def choices(self):
        given = {speaker.pk: self.cleaned_data[f"speaker-{speaker.pk}"] for speaker in self.speakers}
        return {speaker: None if level == ABSTAINS else int(level) for speaker, level in given.items()}

    @property
    def questions(self):
        return [(speaker, self[f"speaker-{speaker.pk}"]) for speaker in self.speakers]
