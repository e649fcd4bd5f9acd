"""Each door that takes a file looks at what is in it: nothing that could run, burst or read other files comes in.

What the portal's own readers do with such files is tried in tests/imports and tests/activities/test_pictures.py; here
every door is knocked at, and a form that takes files without being here fails.
"""

import zipfile
from importlib import import_module
from io import BytesIO
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction

from activities.forms.files import FilesForm
from activities.forms.ledger import LedgerForm
from activities.forms.tasks import ReportForm as TaskReportForm
from assessments.forms.schemes_import import SchemeImportForm
from assessments.forms.scores import ClaimForm
from branches.brand_forms.pictures import PicturesForm
from branches.roster_forms import RosterImportForm
from letters.forms.letters import LetterForm
from letters.forms.replies import ReplyForm
from portal.admin.holidays import HolidayNoticeForm
from tests.activities.test_pictures import bomb
from tests.imports.workbooks import ROSTER
from tests.security.doors import signed_in_client, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MB = 1024 * 1024
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03" + bytes(200)
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>'


def zipped(**parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_workbook_xml(xml):
    """The sample roster with another xl/workbook.xml."""
    with zipfile.ZipFile(ROSTER) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(**{**parts, "xl/workbook.xml": xml})


WORKBOOKS = {
    "HTML named .xlsx": ("a.xlsx", HTML, "不是 .xlsx 工作簿"),
    "program": ("a.xlsx", EXE, "不是 .xlsx 工作簿"),
    "bomb": ("a.xlsx", zipped(**{"xl/workbook.xml": bytes(30 * MB)}), "压缩比异常"),
    "many parts": ("a.xlsx", zipped(**{f"xl/{number}": b"" for number in range(2500)}), "解压后过大"),
    "reads a file": ("a.xlsx", with_workbook_xml(XXE), "文件已损坏"),
    "a billion laughs": ("a.xlsx", with_workbook_xml(LAUGHS), "文件已损坏"),
}
ATTACHMENTS = {
    "HTML named .pdf": ("a.pdf", HTML, "不是可以接收的文件"),
    "SVG named .png": ("a.png", SVG, "不是可以接收的文件"),
    "program named .docx": ("a.docx", EXE, "不是可以接收的文件"),
    "PDF that runs": ("a.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "含有脚本"),
    "bomb": ("a.docx", zipped(**{"word/document.xml": bytes(30 * MB)}), "压缩比异常"),
    "macros": ("a.docx", zipped(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "带有宏"),
    "any archive": ("a.docx", zipped(**{"index.html": HTML}), "不是可以接收的文件"),
    "picture bomb": ("a.png", bomb(), "像素过多"),
}
PICTURES = {
    "HTML named .jpg": ("a.jpg", HTML, "不是能打开的图片"),
    "SVG": ("a.svg", SVG, "不是能打开的图片"),
    "PDF named .jpg": ("a.jpg", b"%PDF-1.7", "不是能打开的图片"),
    "picture bomb": ("a.png", bomb(), "像素过多"),
}
TABLES = {
    "HTML named .xlsx": ("a.xlsx", HTML, "不是 .xlsx 工作簿"),
    "bomb": WORKBOOKS["bomb"],
    "reads a file": WORKBOOKS["reads a file"],
}
DOORS = [  # URL name, thing, who, the field that takes the file, its form, what is tried
    ("roster-import", "", "staff", "file", RosterImportForm, WORKBOOKS),
    ("activity-import", "", "staff", "file", LedgerForm, WORKBOOKS),
    ("scheme-import", "", "staff", "file", SchemeImportForm, WORKBOOKS),
    ("letter-edit", "letter_draft", "staff", "new_files", LetterForm, ATTACHMENTS),
    ("recipient-reply", "letter_part", "unit", "files", ReplyForm, ATTACHMENTS),
    ("task-report", "task", "unit", "file", TaskReportForm, ATTACHMENTS),
    ("claim-add", "filled-leaf", "unit", "file", ClaimForm, ATTACHMENTS),
    ("report-edit", "held", "lead", "new_attachments", FilesForm, ATTACHMENTS),
    ("report-edit", "held", "lead", "new_pictures", FilesForm, PICTURES),
    ("brand-edit", "brand_draft", "unit", "new_pictures", PicturesForm, PICTURES),
    ("brand-edit", "brand_draft", "unit", "new_logo", PicturesForm, PICTURES),
    ("admin:portal_holidaynotice_add", "", "staff", "file", HolidayNoticeForm, TABLES),
]


@pytest.mark.parametrize(
    ("name", "thing", "who", "field", "form", "tried"), DOORS, ids=[f"{door[0]}-{door[3]}" for door in DOORS]
)
def test_nothing_harmful_comes_in(world, name, thing, who, field, form, tried):
    client, url, before = signed_in_client(world, who), url_of(world, name, thing), stored()
    said = {}

    for what, (file_name, content, _) in tried.items():
        with transaction.atomic():
            sent = {field: SimpleUploadedFile(file_name, content), "year": "2031", "document": "示例〔2030〕1号"}
            answer = client.post(url, sent, follow=True)
            said[what] = answer.content.decode()
            transaction.set_rollback(True)

    assert [what for what, (*_, words) in tried.items() if words not in said[what]] == []
    assert stored() == before


def stored():
    return sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_no_form_that_takes_files_is_forgotten():
    for app in ("accounts", "notices", "alliances", "letters", "branches", "activities", "assessments", "desk"):
        for module in walk_packages(import_module(app).__path__, f"{app}."):
            if "form" in module.name:
                import_module(module.name)

    assert {form for form in forms_below(forms.BaseForm) if takes_files(form)} == {door[4] for door in DOORS}


def forms_below(kind):
    for form in kind.__subclasses__():
        yield form
        yield from forms_below(form)


def takes_files(form):
    ours = form.__module__.partition(".")[0] in {config.name for config in apps.get_app_configs()}
    of_django = form.__module__.startswith("django.")
    return ours and not of_django and any(isinstance(field, forms.FileField) for field in form.base_fields.values())


def test_every_stored_file_has_a_name_that_cannot_be_guessed():
    fields = [field for model in apps.get_models() for field in model._meta.fields if is_file(field)]

    assert fields
    for field in fields:
        first, second = (field.generate_filename(field.model(), "示例 <b>.HTML") for _ in range(2))
        assert first != second, field
        assert "示例" not in first and "<" not in first, field


def is_file(field):
    return isinstance(field, models.FileField)
