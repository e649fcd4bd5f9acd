"""Whose brand, and what it says."""

from django import forms

from branches.models import BrandVersion

HELP = {
    "name": "二十字以内，凝练好记，不写单位名称。",
    "slogan": "一句话，四十字以内。",
    "business": "品牌靠哪项业务工作立住，如“纳税服务”“老旧小区改造”。",
    "meaning": "名称从哪里来，说的是什么。三五行即可。",
    "practice": "怎么做的：谁来做、多久一次、解决什么问题。",
    "results": "写看得见的变化。活动场次和数字由活动总结自动带出，不必再写。",
}
MISSING = {
    "name": "请填写品牌名称。",
    "business": "请写明依托的业务工作。",
    "meaning": "请写几句品牌内涵。",
    "practice": "请写几句主要做法。",
}


class OwnerForm(forms.Form):
    """Whose brand is begun. The keys are branch-3, organization-8, alliance-1."""

    owner = forms.ChoiceField(
        label="这是谁的品牌",
        help_text="一个支部一个品牌；单位、联盟也可以有自己的品牌。",
        error_messages={"required": "请选择。", "invalid_choice": "请从列表里选择。"},
    )

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {key_of(owner): owner for owner in owners}
        self.fields["owner"].choices = [("", "请选择"), *_grouped(self.rows)]
        self.fields["owner"].widget.attrs["class"] = "form-select"

    def clean_owner(self):
        return self.rows[self.cleaned_data["owner"]]


def key_of(owner):
    return f"{owner._meta.model_name}-{owner.pk}"


GROUPS = {"branch": "支部", "organization": "单位", "alliance": "联盟"}


def _grouped(rows):
    groups = {}
    for key, owner in rows.items():
        groups.setdefault(GROUPS[owner._meta.model_name], []).append((key, str(owner)))
    return list(groups.items())


class BrandForm(forms.Form):
    """The words of a version. Half of them are enough while it is written; `version` is the revision that was open."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请从品牌页面重新打开这张表。"),
    )

    def __init__(self, *args, version, draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.of = version
        self.initial = {"version": version.revision} | {name: getattr(version, name) for name in BrandVersion.WORDS}
        for name in BrandVersion.WORDS:
            self._add(name, needed=name in BrandVersion.REQUIRED, draft=draft)

    @property
    def words(self):
        return {name: self.cleaned_data[name] for name in BrandVersion.WORDS}

    def bound(self, *names):
        """(field, what the return said of it) for a section of the page."""
        return [(self[name], self.of.return_notes.get(name, "")) for name in names]

    @property
    def basics(self):
        return self.bound("name", "slogan", "business")

    @property
    def story(self):
        return self.bound("meaning", "practice", "results")

    def _add(self, name, *, needed, draft):
        stored = BrandVersion._meta.get_field(name)
        longest = stored.max_length or BrandVersion.LONGEST
        widget = forms.TextInput() if stored.max_length else forms.Textarea({"rows": 6})
        field = forms.CharField(
            label=stored.verbose_name,
            help_text=HELP[name],
            max_length=longest,
            required=needed and not draft,
            widget=widget,
            error_messages={
                "required": MISSING.get(name, "请填写。"),
                "max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字。",
            },
        )
        field.is_needed = needed
        field.widget.attrs["class"] = "form-control"
        if self.of.return_notes.get(name):
            field.widget.attrs["aria-describedby"] = f"note_{name} id_{name}_helptext"
        self.fields[name] = field
