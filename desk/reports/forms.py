import re

from crispy_forms.helper import FormHelper
from django import forms

from desk.models import ReportTemplate
from desk.models.report import LONGEST_FILLED, LONGEST_PARAGRAPH
from desk.reports import texts
from desk.reports.filling import day_words
from desk.reports.placeholders import faults_in

MOST_PARAGRAPHS = 40
EMPTY_ROWS = 2  # to write further paragraphs in
EMPTY_LINE = re.compile(r"\n\s*\n")


class Clean(forms.CharField):
    """What people paste, without what no page or document can hold."""

    def __init__(self, *, tidy=texts.line, **kwargs):
        self.tidy = tidy
        super().__init__(**kwargs)

    def to_python(self, value):
        return self.tidy(super().to_python(value))


def paragraph_field(*, longest, label, initial="", help_text=""):
    rows = min(max(len(initial) // 38 + initial.count("\n") + 1, 1), 12)
    widget = forms.Textarea(attrs={"rows": rows})
    return Clean(
        tidy=texts.paragraph,
        required=False,
        max_length=longest,
        label=label,
        initial=initial,
        help_text=help_text,
        widget=widget,
    )


class ParagraphsForm(forms.Form):
    """Paragraphs one below the other, and the revision that was opened."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.fields["version"].error_messages["required"] = "页面不完整，请重新打开再改。"


class TemplateForm(ParagraphsForm):
    name = Clean(label="模板名称", max_length=60)
    title = Clean(label="报告标题", max_length=200, help_text="可用占位符，如“党建联盟工作情况（截至{截至日期}）”。")
    is_active = forms.BooleanField(label="在用", required=False, help_text="不再用的取消勾选，写好的报告稿不受影响。")

    def __init__(self, data, *, template, known):
        super().__init__(
            data,
            initial={
                "version": template.revision,
                "name": template.name,
                "title": template.title,
                "is_active": template.is_active,
            },
        )
        self.template, self.names = template, {one.name for one in known}
        kept = [row.text for row in template.paragraphs.all()] if template.pk else []
        for number, text in enumerate(self._rows(data, kept), start=1):
            self.fields[f"text_{number}"] = paragraph_field(
                longest=LONGEST_PARAGRAPH,
                label=f"第{number}段",
                initial=text,
                help_text="" if text or number <= len(kept) else "要再加一段，写在这里；不用就空着。",
            )

    def _rows(self, data, kept):
        if data is None:
            return (kept + [""] * EMPTY_ROWS)[:MOST_PARAGRAPHS] if len(kept) < MOST_PARAGRAPHS else kept
        sent = sum(f"text_{number}" in data for number in range(1, MOST_PARAGRAPHS + 1))
        return (kept + [""] * MOST_PARAGRAPHS)[: max(sent, 1)]

    def clean(self):
        for name, text in list(self.cleaned_data.items()):
            if name == "title" or name.startswith("text_"):
                for fault in faults_in(text, self.names):
                    self.add_error(name, f"{fault}，请照右边列出的写。")
        if not self.errors and not 0 < len(self.texts) <= MOST_PARAGRAPHS:
            self.add_error("text_1", f"最多写{MOST_PARAGRAPHS}段。" if self.texts else "至少写一段。")
        others = ReportTemplate.objects.filter(committee=self.template.committee_id).exclude(pk=self.template.pk)
        if others.filter(name=self.cleaned_data.get("name", "")).exists():
            self.add_error("name", "已有同名的报告模板，请换一个名称。")

    @property
    def texts(self):
        """In the order of the page; what was emptied is taken out, an empty line makes two of one."""
        found = [text for name, text in self.cleaned_data.items() if name.startswith("text_") and text]
        return [part for text in found for part in EMPTY_LINE.split(text)]


class DraftForm(ParagraphsForm):
    title = Clean(label="标题", max_length=200)

    def __init__(self, data, *, reading):
        draft = reading.draft
        super().__init__(data, initial={"version": draft.revision, "title": draft.title})
        for number, shown in enumerate(reading.paragraphs, start=1):
            self.fields[f"text_{shown.row.pk}"] = paragraph_field(
                longest=LONGEST_FILLED, label=f"第{number}段", initial=shown.row.text
            )

    @property
    def texts(self):
        return {
            int(name.removeprefix("text_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("text_") and name in self.data
        }


class SnapshotField(forms.ModelChoiceField):
    def label_from_instance(self, snapshot):
        return f"{snapshot}（截至{day_words(snapshot.until)}，{snapshot.scope_words}）"


class CreateForm(forms.Form):
    template = forms.ModelChoiceField(label="报告模板", queryset=None, empty_label=None)
    snapshot = SnapshotField(
        label="数据快照",
        queryset=None,
        empty_label=None,
        help_text="报告里的数字都取自这一份快照；引用同一份快照的报告，数字一致。",
    )

    def __init__(self, data, *, templates, snapshots, initial):
        super().__init__(data, initial=initial)
        self.fields["template"].queryset = templates
        self.fields["snapshot"].queryset = snapshots
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
