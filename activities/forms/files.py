from django import forms

from activities import gallery
from activities.forms.fields import FigureField
from activities.models import Report
from portal.fields import FilesField
from portal.pictures import AttachmentRefused, PictureRefused, check_attachment, clean_picture


class FilesForm(forms.Form):
    """Pictures with captions and attachments; none of them is asked for. New ones are judged by what is in them."""

    new_pictures = FilesField(
        label="添加图片", accept="image/jpeg,image/png,image/webp", help_text="可一次选几张。位置、设备信息会自动去除。"
    )
    new_captions = forms.CharField(
        label="新图片的说明",
        required=False,
        max_length=9 * 50,
        widget=forms.Textarea({"rows": 2}),
        help_text="一行一张，按所选顺序；也可以存草稿后再写。",
    )
    new_attachments = FilesField(
        label="添加附件", help_text="如签到表、购买单据，可传 PDF、Word、Excel 文件和扫描图片。"
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report
        pictures = report.pictures.all() if report.pk else []
        attachments = report.attachments.all() if report.pk else []
        self.pictures = [self._add_picture(picture) for picture in pictures]
        self.attachments = [self._add_attachment(attachment) for attachment in attachments]

    def clean_new_pictures(self):
        return self._judge("new_pictures", clean_picture)

    def clean_new_attachments(self):
        return self._judge("new_attachments", check_attachment)

    def clean_new_captions(self):
        captions = [line.strip() for line in self.cleaned_data["new_captions"].splitlines()]
        if any(len(caption) > 40 for caption in captions):
            raise forms.ValidationError("每张图片的说明不超过 40 字。")
        return captions

    def clean(self):
        self._limit("new_pictures", self._kept(self.pictures), Report.MOST_PICTURES, "图片", "张")
        self._limit("new_attachments", self._kept(self.attachments), Report.MOST_ATTACHMENTS, "附件", "个")
        return self.cleaned_data

    def save(self):
        data = self.cleaned_data
        gallery.remove([row for row, *_, remove in self.pictures + self.attachments if data[remove.name]])
        kept = self._kept(self.pictures)
        gallery.arrange(
            self.report,
            captions={row.pk: data[caption.name] for row, caption, _, _ in kept},
            places={row.pk: data[place.name] for row, _, place, _ in kept},
        )
        gallery.add_pictures(self.report, data["new_pictures"], data["new_captions"])
        gallery.add_attachments(self.report, data["new_attachments"])

    def _kept(self, rows):
        return [row for row in rows if not self.cleaned_data.get(row[-1].name)]

    def _judge(self, name, judge):
        passed, refused = [], []
        for file in self.cleaned_data[name]:
            try:
                passed.append(judge(file, file.name))
            except (PictureRefused, AttachmentRefused) as refusal:
                refused.append(str(refusal))
        if refused:
            raise forms.ValidationError(refused)
        return passed

    def _limit(self, name, kept, most, what, unit):
        new = len(self.cleaned_data.get(name) or [])
        if new and len(kept) + new > most:
            there = f"已有 {len(kept)} {unit}，" if kept else ""
            self.add_error(name, f"{what}最多 {most} {unit}：{there}这次又选了 {new} {unit}，没有存入。")

    def _add_picture(self, picture):
        caption, place, remove = (f"picture-{picture.pk}-{part}" for part in ("caption", "place", "remove"))
        self.fields[caption] = forms.CharField(label="说明", required=False, max_length=40, initial=picture.caption)
        self.fields[place] = FigureField(label="次序", decimals=0, whole_digits=3, initial=picture.order_number)
        self.fields[remove] = forms.BooleanField(label="去掉这张", required=False)
        self.fields[caption].widget.attrs["class"] = "form-control"
        self.fields[place].widget.attrs["class"] = "form-control lm-w-count"
        self.fields[remove].widget.attrs["class"] = "form-check-input"
        return picture, self[caption], self[place], self[remove]

    def _add_attachment(self, attachment):
        remove = f"attachment-{attachment.pk}-remove"
        self.fields[remove] = forms.BooleanField(label="去掉", required=False)
        self.fields[remove].widget.attrs["class"] = "form-check-input"
        return attachment, self[remove]
