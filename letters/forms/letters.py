"""The one form of a letter: 正文, 主送, 回复和版记, 附件. The rules are the model's."""

from django import forms
from django.urls import reverse
from django.utils import timezone

from letters import drafting
from letters.forms.fields import DAY, LATEST, NO_DAY, KeptLine, KeptText, text_area, too_long
from letters.forms.tables import grid_of, table_of
from letters.forms.whom import asked_for, groups_of, mark
from letters.models import Letter
from letters.models.letter_editing import LONGEST_TEXT
from letters.models.letter_steps import EARLIEST
from letters.models.states import Kind
from letters.tables import MOST_TABLES, tables_refusal
from portal.fields import FilesField
from portal.pictures import AttachmentRefused, check_attachment

LINES = {"title": 200, "issuer": 80, "to": 300, "note": 200, "contact": 100, "cc": 300}
OF_MINUTES = ("attended", "away", "observers")
WORKDAYS = {
    "invalid": "只填数字，如 5。",
    "min_value": "至少 1 个工作日；不要求回复的留空。",
    "max_value": "最多 250 个工作日。",
}


class LetterForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    body = KeptText(
        label="正文",
        max_length=LONGEST_TEXT,
        widget=text_area(16, **{"class": "lm-letter-body"}),
        help_text="一行一段。标题层次写在行首，见右侧说明。",
        error_messages={"required": "请写正文。", **too_long("正文")},
    )
    reply_workdays = forms.IntegerField(
        label="请在几个工作日内回复",
        required=False,
        min_value=1,
        max_value=250,
        widget=forms.TextInput({"inputmode": "numeric", "class": "lm-w-s"}),
        help_text="自印发次日起算；留空为不要求回复。",
        error_messages=WORKDAYS,
    )
    everyone = forms.BooleanField(label="主送单位", required=False)
    new_files = FilesField(label="添加附件", help_text="可一次选几个，PDF、Word、Excel 或扫描图片，每个不超过 20 MB。")

    class Meta:
        model = Letter
        fields = (
            "title",
            "form",
            "issuer",
            "signed_on",
            "urgency",
            "body",
            *OF_MINUTES,
            "to",
            "reply_workdays",
            "contact",
            "note",
            "cc",
        )
        field_classes = dict.fromkeys(LINES, KeptLine) | dict.fromkeys(OF_MINUTES, KeptText)
        widgets = dict.fromkeys(("title", *OF_MINUTES), text_area(2, **{"class": "lm-low"})) | {
            "signed_on": forms.DateInput(**DAY)
        }
        labels = {"to": "主送怎么写"}
        help_texts = {
            "form": "按文种选好，可以改。",
            "urgency": "特急、加急的才标。",
            "issuer": "落款和文头用，一般不改。",
            "signed_on": "留空为审批之日；补录以前的公文，照原件填。",
            "title": "如“关于按期做好换届工作的提醒函”，不超过 200 字。",
            "note": "印在落款下面的括号里。",
            "cc": "单位之间用“，”隔开，不写句号。",
        }
        error_messages = {
            "title": {"required": "请填写标题。", **too_long("标题")},
            "signed_on": {"invalid": NO_DAY},
            **{
                name: too_long(label)
                for name, label in (("to", "主送"), ("note", "附注"), ("cc", "抄送"), ("contact", "联系人"))
            },
        }

    def __init__(self, *args, user, draft=False, template=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.draft, self.template = user, draft, template
        self.initial.setdefault("version", self.instance.revision)
        self.fields["body"].required = not draft
        self.fields["form"].choices = [choice for choice in self.fields["form"].choices if choice[0]]
        self.fields["urgency"].choices = [("", "不标"), *(one for one in self.fields["urgency"].choices if one[0])]
        day = {"data-day-url": reverse("letter-reply-day"), "data-day": "reply-day"}
        self.fields["reply_workdays"].widget.attrs |= day
        if self.instance.kind != Kind.MINUTES:
            for name in OF_MINUTES:
                del self.fields[name]
        for name in ("everyone", "new_files"):
            self.fields[name].widget.attrs["class"] = "form-check-input" if name == "everyone" else "form-control"
        self._offer_units()
        self._offer_tables()
        kept = self.instance.files.all() if self.instance.pk else []
        self.files_kept = [self._add_file(file) for file in kept]

    @property
    def whom_fixed(self):
        """A letter of a batch or of a case has its one addressee, which is not chosen again."""
        return self.instance.pk is not None and bool(self.instance.batch_id or self.instance.case)

    def _offer_units(self):
        self.units, self.strangers = [], []
        if self.whom_fixed:
            self.units = list(self.instance.organizations)
            return
        self.whom = groups_of(self.instance.committee, timezone.localdate())
        self.unit_count = sum(len(group.units) for group in self.whom)
        if self.is_bound:
            self.units, self.strangers = asked_for(self.whom, self.data)
            chosen = {unit.pk for unit in self.units}
        else:
            chosen = set(self.instance.recipients.values_list("organization", flat=True)) if self.instance.pk else set()
            chosen |= set(self.initial.get("units", ()))
        mark(self.whom, chosen)

    def _offer_tables(self):
        kept = self.instance.tables or []
        for number in range(MOST_TABLES):
            table = kept[number] if number < len(kept) else None
            title, grid = f"table-{number}-title", f"table-{number}-grid"
            self.fields[title] = KeptLine(
                label="表格标题", required=False, max_length=200, initial=table["title"] if table else ""
            )
            self.fields[grid] = forms.CharField(
                label="表格内容",
                required=False,
                strip=False,
                initial=grid_of(table) if table else "",
                widget=text_area(6, **{"class": "lm-grid"}),
                help_text="从表格软件里复制后粘贴，第一行是表头；手写时用“|”隔开各栏。",
            )

    @property
    def tables(self):
        """The tables to show: those that say something, and one more to fill in."""
        shown = []
        for number in range(MOST_TABLES):
            title, grid = self[f"table-{number}-title"], self[f"table-{number}-grid"]
            filled = bool(title.value() or grid.value())
            rows = len((grid.value() or "").splitlines())
            words = f"{title.value() or ''} {max(rows - 1, 0)} 行" if filled else "粘贴表格"
            shown.append({"title": title, "grid": grid, "words": words, "open": bool(title.errors or grid.errors)})
            if not filled:
                break
        return shown

    def _add_file(self, file):
        name = f"file-{file.pk}-remove"
        self.fields[name] = forms.BooleanField(label="去掉", required=False)
        self.fields[name].widget.attrs["class"] = "form-check-input"
        return file, self[name]

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError("成文日期应在 2000 年以后，请核对。")
        return day

    def clean_new_files(self):
        passed, refused = [], []
        for file in self.cleaned_data["new_files"]:
            try:
                passed.append(check_attachment(file, file.name))
            except AttachmentRefused as refusal:
                refused.append(str(refusal))
        if refused:
            raise forms.ValidationError(refused)
        return passed

    def clean(self):
        cleaned = super().clean()
        if self.strangers:
            self.add_error("everyone", "有单位已撤销或不在本工委名册里，已从主送中去掉，请核对后再保存。")
        elif not self.units and not self.draft:
            self.add_error("everyone", "请选择主送单位：勾选单位、整个联盟或全部单位。")
        cleaned["tables"] = self._tables(cleaned)
        kept = [file for file, remove in self.files_kept if not cleaned.get(remove.name)]
        new = len(cleaned.get("new_files") or [])
        if new and len(kept) + new > Letter.MOST_FILES:
            self.add_error(
                "new_files", f"附件最多 {Letter.MOST_FILES} 个：已有 {len(kept)} 个，这次又选了 {new} 个，没有存入。"
            )
        return cleaned

    def _tables(self, cleaned):
        tables = []
        for number in range(MOST_TABLES):
            title, grid = cleaned.get(f"table-{number}-title", ""), cleaned.get(f"table-{number}-grid", "")
            if not grid.strip():
                continue
            try:
                table = table_of(title or f"附表{number + 1}", grid)
                if words := tables_refusal([table]):
                    raise ValueError(words)
            except ValueError as fault:
                self.add_error(f"table-{number}-grid", str(fault))
            else:
                tables.append(table)
        return tables

    def save(self, commit=True):
        """Into the database by the letter's own road, refused as the model refuses."""
        cleaned, letter = self.cleaned_data, self.instance
        if letter.pk is None:
            fields = {name: getattr(letter, name) for name in self._meta.fields}
            fields |= {"kind": letter.kind, "tables": cleaned["tables"], "template": self.template}
            files = cleaned["new_files"]
            self.instance = drafting.create(
                letter.committee, by=self.user, organizations=self.units, files=files, **fields
            )
            return self.instance
        letter.tables = cleaned["tables"]
        letter.edit(
            by=self.user,
            revision=cleaned["version"] if cleaned["version"] is not None else letter.revision,
            organizations=None if self.whom_fixed else self.units,
            files=cleaned["new_files"],
            drop=[file for file, remove in self.files_kept if cleaned[remove.name]],
        )
        return letter
