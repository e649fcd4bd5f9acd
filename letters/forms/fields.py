"""Texts as they can be kept: what no database and no document can hold is left out before anything is judged."""

from datetime import date

from django import forms

from letters.texts import kept, one_line

DAY = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
NO_DAY = "没有这一天，请按 2026-09-20 这样填写。"
LATEST = date(2100, 12, 31)


class KeptText(forms.CharField):
    def to_python(self, value):
        return kept(super().to_python(value))


class KeptLine(forms.CharField):
    def to_python(self, value):
        return one_line(super().to_python(value))


def text_area(rows, **attrs):
    return forms.Textarea({"rows": rows, **attrs})


def too_long(name):
    return {"max_length": f"{name}最多 %(limit_value)d 字，现在有 %(show_value)d 字，请精简。"}
