"""Days off and make-up workdays: the whole notice of a year from its file, single days by hand."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from portal.admin.base import CommitteeAdmin
from portal.holiday_notices import enter, read_days, rename
from portal.models import HolidayNotice, SpecialDay
from portal.workbooks import Faults

SHOWN_FAULTS = 30


class HolidayNoticeForm(forms.ModelForm):
    file = forms.FileField(
        label="放假调休安排表",
        help_text="每行一天，列为：日期、星期（可省）、类别（休或班）、节日；.csv 或 .xlsx。再次上传时以新表为准。",
    )

    class Meta:
        model = HolidayNotice
        fields = ["year", "document", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = self.instance.pk is None

    def clean(self):
        """The table is read for its year; its faults stand beside the file, as many as anybody mends at once."""
        data = super().clean()
        file, year = data.get("file"), data.get("year") or self.instance.year
        if not file or not year:
            return data
        try:
            data["days"] = read_days(file, file.name, year)
        except Faults as found:
            words = [str(fault) for fault in found.faults]
            more = len(words) - SHOWN_FAULTS
            rest = [f"还有{more}处问题。"] if more > 0 else []
            raise ValidationError({"file": [*words[:SHOWN_FAULTS], *rest]}) from found
        return data


@admin.register(HolidayNotice)
class HolidayNoticeAdmin(CommitteeAdmin):
    menu_place = 46
    form = HolidayNoticeForm
    fields = ["year", "document", "file", "note"]
    list_display = ["year", "document", "note"]
    search_fields = ["document"]

    def get_readonly_fields(self, request, obj=None):
        return ["year"] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        rename(obj, before=form.initial.get("document"))
        if days := form.cleaned_data.get("days"):
            enter(obj, days)


@admin.register(SpecialDay)
class SpecialDayAdmin(CommitteeAdmin):
    menu_place = 47
    deletable = True
    list_display = ["day", "kind", "festival", "document", "note"]
    list_filter = ["kind"]
    search_fields = ["festival", "document", "note"]
    date_hierarchy = "day"
    fields = ["day", "kind", "festival", "document", "note"]

    def delete_queryset(self, request, queryset):
        for special in queryset:
            special.delete()
