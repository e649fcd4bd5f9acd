"""The logo and up to nine pictures with captions; none of them is asked for. New ones are judged by what is in them."""

from django import forms

from branches import brand_pictures
from branches.models import BrandVersion
from portal.fields import FilesField
from portal.pictures import PictureRefused, clean_picture

ACCEPT = "image/jpeg,image/png,image/webp"
LONGEST_CAPTION = 40


class PicturesForm(forms.Form):
    new_logo = FilesField(label="上传标识", accept=ACCEPT, help_text="品牌的标志图形，JPG、PNG 或 WebP。没有可以不传。")
    remove_logo = forms.BooleanField(label="去掉现在的标识", required=False)
    new_pictures = FilesField(label="添加图片", accept=ACCEPT, help_text="可一次选几张。位置、设备信息会自动去除。")
    new_captions = forms.CharField(
        label="新图片的说明",
        required=False,
        max_length=BrandVersion.MOST_PICTURES * 50,
        widget=forms.Textarea({"rows": 2}),
        help_text="一行一张，按所选顺序；也可以存草稿后再写。",
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["new_logo"].widget.allow_multiple_selected = False
        for name in ("new_logo", "new_pictures", "new_captions"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["remove_logo"].widget.attrs["class"] = "form-check-input"
        self.pictures = [self._add(picture) for picture in version.pictures.all()]

    @property
    def added(self):
        return [(self[name], "") for name in ("new_pictures", "new_captions")]

    def clean_new_logo(self):
        files = self._judge("new_logo")
        if len(files) > 1:
            raise forms.ValidationError("标识只能有一个。")
        return files

    def clean_new_pictures(self):
        return self._judge("new_pictures")

    def clean_new_captions(self):
        captions = [line.strip() for line in self.cleaned_data["new_captions"].splitlines()]
        if any(len(caption) > LONGEST_CAPTION for caption in captions):
            raise forms.ValidationError(f"每张图片的说明不超过 {LONGEST_CAPTION} 字。")
        return captions

    def clean(self):
        new, kept = len(self.cleaned_data.get("new_pictures") or []), len(self._kept())
        most = BrandVersion.MOST_PICTURES
        if new and kept + new > most:
            there = f"已有 {kept} 张，" if kept else ""
            self.add_error("new_pictures", f"图片最多 {most} 张：{there}这次又选了 {new} 张，没有存入。")
        return self.cleaned_data

    def save(self):
        data = self.cleaned_data
        brand_pictures.remove([row for row, *_, remove in self.pictures if data[remove.name]])
        self._arrange(self._kept())
        brand_pictures.add_pictures(self.version, data["new_pictures"], data["new_captions"])
        if data["new_logo"]:
            brand_pictures.set_logo(self.version, data["new_logo"][0])
        elif data["remove_logo"]:
            brand_pictures.remove_logo(self.version)

    def save_words(self):
        """Captions and places alone, while somebody writes: what is added or taken out waits for a click."""
        self._arrange(self.pictures)

    def _arrange(self, rows):
        data = self.cleaned_data
        brand_pictures.arrange(
            self.version,
            captions={row.pk: data[caption.name] for row, caption, _, _ in rows},
            places={row.pk: data[place.name] for row, _, place, _ in rows},
        )

    def _kept(self):
        return [row for row in self.pictures if not self.cleaned_data.get(row[-1].name)]

    def _judge(self, name):
        passed, refused = [], []
        for file in self.cleaned_data[name]:
            try:
                passed.append(clean_picture(file, file.name))
            except PictureRefused as refusal:
                refused.append(str(refusal))
        if refused:
            raise forms.ValidationError(refused)
        return passed

    def _add(self, picture):
        caption, place, remove = (f"picture-{picture.pk}-{part}" for part in ("caption", "place", "remove"))
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), "次序填 1 到 99 的整数。")
        self.fields[caption] = forms.CharField(
            label="说明", required=False, max_length=LONGEST_CAPTION, initial=picture.caption
        )
        self.fields[place] = forms.IntegerField(
            label="次序",
            required=False,
            min_value=1,
            max_value=99,
            initial=picture.order_number,
            error_messages=wrong,
            widget=forms.TextInput({"inputmode": "numeric"}),
        )
        self.fields[remove] = forms.BooleanField(label="去掉这张", required=False)
        self.fields[caption].widget.attrs["class"] = "form-control"
        self.fields[place].widget.attrs["class"] = "form-control lm-w-count"
        self.fields[remove].widget.attrs["class"] = "form-check-input"
        return picture, self[caption], self[place], self[remove]
