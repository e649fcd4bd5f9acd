"""A cell that begins like a formula stays a text in every workbook the portal hands out.

The workbooks come from the permission matrix and the admin: every address that answers with one.
"""

from io import BytesIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models, transaction
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit import AuditEntry
from portal.workbooks.writing import RISKY, XLSX, write_table
from tests.security.doors import doors, signed_in_client, url_of

pytestmark = pytest.mark.once
NAMES = {"name", "short_name", "title", "text", "note", "body", "lesson", "venue", "address"}
EXPORTS = [door for door in doors("GET") if "export" in door[0] or "download" in door[0] or "workbook" in door[0]]
ADMINS = [model for model, pages in admin.site._registry.items() if "export_xlsx" in (pages.actions or ())]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("words", FORMULAS)
def test_formula_becomes_a_text(words):
    [cell] = cells(write_table("表", ["列"], [[words]]), words.strip())

    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.fixture
def named_like_formulas(world):
    with transaction.atomic():
        name_rows_like_formulas()
        yield world
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_export_keeps_formulas_as_texts(named_like_formulas):
    for name, thing, role in EXPORTS:
        answer = signed_in_client(named_like_formulas, role).get(url_of(named_like_formulas, name, thing))
        if answer.headers.get("Content-Type") == XLSX:
            assert_texts(b"".join(answer) if answer.streaming else answer.content)


@pytest.mark.django_db
def test_every_export_of_the_admin_keeps_formulas_as_texts(named_like_formulas):
    client = signed_in_client(named_like_formulas, "staff")
    for model in ADMINS:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        chosen = {"action": "export_xlsx", "_selected_action": list(model.objects.values_list("pk", flat=True)[:20])}
        answer = client.post(url, chosen)
        if answer.headers.get("Content-Type") == XLSX:
            assert_texts(answer.content)


def test_there_are_exports_to_try():
    assert len(EXPORTS) > 5
    assert len(ADMINS) > 20


def name_rows_like_formulas():
    """Whatever people may have written as a name or a text of a row."""
    for model in apps.get_models():
        if model.__name__.startswith("Historical") or model._meta.app_label in {"auth", "sessions", "contenttypes"}:
            continue
        if model is AuditEntry:  # which nobody changes
            continue
        fields = [
            field.name
            for field in model._meta.concrete_fields
            if field.name in NAMES and isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        for row in model._base_manager.all()[:20] if fields else []:
            model._base_manager.filter(pk=row.pk).update(**dict.fromkeys(fields, f"={row.pk}+1"))


def assert_texts(data):
    risky = cells(data)
    assert [cell.coordinate for cell in risky if (cell.data_type, cell.quotePrefix) != ("s", True)] == []


def cells(data, words=None):
    """Those that begin like a formula."""
    return [
        cell
        for sheet in load_workbook(BytesIO(data)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
        and (cell.value.startswith(RISKY) if words is None else cell.value.strip() == words)
    ]
