"""Rows of another committee guessed in the admin: no field offers one, none takes one, no search finds one."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.admin.conftest import form_values, page
from tests.admin.test_pages import NOT_ADDED, OURS, VIEW_ONLY

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WRITTEN = [(name, "change") for name in sorted(OURS.keys() - VIEW_ONLY)]
WRITTEN += [(name, "add") for name in sorted(OURS.keys() - NOT_ADDED)]


def forms_of(answer):
    """(form, is it read when posted) of an admin page, those included by which a row could be added to a list in it."""
    yield answer.context["adminform"].form, True
    for inline in answer.context["inline_admin_formsets"]:
        yield from ((form, inline.has_change_permission) for form in inline.formset.forms)
        if inline.has_add_permission:
            yield inline.formset.empty_form, True


def fields_with_rows(answer):
    for form, is_read in forms_of(answer):
        for bound in form:
            if hasattr(bound.field, "queryset") and bound.name != "id":
                yield bound, is_read


@pytest.mark.parametrize(("name", "part"), WRITTEN)
def test_no_field_takes_a_row_of_another_committee(client, staff, ours, theirs, name, part):
    url = page(ours[name], part)
    values, wrong = form_values(client, url), {}

    for bound, is_read in fields_with_rows(client.get(url)):
        rows = bound.field.queryset
        foreign = theirs.rows.get(rows.model._meta.model_name)
        if foreign is None:
            wrong[bound.html_name] = "no row of that kind in these tests"
        elif rows.filter(pk=foreign.pk).exists():
            wrong[bound.html_name] = "offered"
        elif "__prefix__" not in bound.html_name:
            with transaction.atomic():
                answer = client.post(url, values | {bound.html_name: [foreign.pk]})
                has_it = holds(bound, foreign)
                transaction.set_rollback(True)
            if has_it or (is_read and bound.html_name not in refused(answer)):
                wrong[bound.html_name] = answer.status_code

    assert wrong == {}


def holds(bound, foreign):
    row = bound.form.instance
    return (
        row.pk is not None and getattr(type(row)._base_manager.get(pk=row.pk), f"{bound.name}_id", None) == foreign.pk
    )


def refused(answer):
    if answer.status_code != 200:
        return set()
    return {bound.html_name for bound, _ in fields_with_rows(answer) if bound.errors}


def test_search_for_a_choice_finds_rows_of_the_own_committee_alone(client, staff, ours, theirs):
    found = {}
    for model, name in sorted(searched(), key=str):
        meta = model._meta
        asked = {"app_label": meta.app_label, "model_name": meta.model_name, "field_name": name, "term": ""}
        answer = client.get(reverse("admin:autocomplete"), asked)
        foreign = theirs.rows.get(meta.get_field(name).related_model._meta.model_name)
        if foreign is None or str(foreign.pk) in {row["id"] for row in answer.json()["results"]}:
            found[meta.label, name] = answer.json()

    assert found == {}


def searched():
    """(model, field) of every field in the admin that is filled by typing."""
    for model, pages in admin.site._registry.items():
        yield from ((model, name) for name in pages.autocomplete_fields)
        for inline in pages.inlines:
            yield from ((inline.model, name) for name in inline.autocomplete_fields)
