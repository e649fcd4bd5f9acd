"""The committee's admin of contests: every page opens, nothing can be written, no score of an open stage is shown."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import sheets
from assessments.models import Conflict, MarkChange, Objection, ResultVersion, Sheet, Stage
from tests.factories import (
    make_contest,
    make_judge,
    make_open_stage,
    make_staff,
    score_all,
)

OF_SCORING = {"round", "assessment", "score", "appeal", "scheme", "indicator"}  # tests/admin tries those
MODELS = [
    model
    for model in apps.get_app_config("assessments").get_models()
    if admin.site.is_registered(model) and model._meta.model_name not in OF_SCORING
]
ids = [model._meta.model_name for model in MODELS]


class World:
    def __init__(self):
        self.stage = make_open_stage(judges=2, entries=2, score_decimals=3)
        self.contest = self.stage.contest
        self.staff = make_staff(self.contest.committee)
        judge, entry = self.stage.judges.first(), self.stage.turns.first().entry
        Conflict.objects.create(contest=self.contest, judge=judge, entry=entry, kind="declared", by=self.staff)
        ResultVersion.objects.create(contest=self.contest, stage=self.stage, by=self.staff)
        Objection.objects.create(contest=self.contest, entry=entry, text="示例异议", by=self.staff)
        self.mark = sheets.put_mark(judge.sheets.first(), self.stage.criteria.first(), "41.237", by=judge.user)


def page(client, model, place="changelist", *args):
    return client.get(reverse(f"admin:assessments_{model._meta.model_name}_{place}", args=args))


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_lists_and_rows_open_for_the_own_committee_and_cannot_be_written(client, model):
    world = World()
    Stage.objects.update(state="closed")
    client.force_login(world.staff)
    row = model.objects.visible_to(world.staff).first()

    assert page(client, model).status_code == 200
    assert page(client, model, "change", row.pk).status_code == 200
    assert client.post(reverse(f"admin:assessments_{model._meta.model_name}_change", args=[row.pk])).status_code == 403
    assert page(client, model, "add").status_code == 403
    assert page(client, model, "delete", row.pk).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_staff_of_another_committee_find_nothing(client, model):
    world = World()
    Stage.objects.update(state="closed")
    row = model.objects.visible_to(world.staff).first()
    client.force_login(make_staff())

    response = page(client, model)

    assert response.context["cl"].result_count == 0
    assert page(client, model, "change", row.pk).status_code == 302


@pytest.mark.django_db
def test_scores_of_an_open_stage_stand_nowhere_in_the_admin(client):
    world = World()
    client.force_login(world.staff)
    url = reverse("admin:assessments_sheet_change", args=[world.mark.sheet_id])

    while_open = client.get(url).content.decode()
    log_while_open = page(client, MarkChange).context["cl"].result_count
    Stage.objects.update(state="closed")

    assert "41.237" not in while_open
    assert log_while_open == 0
    assert "41.237" in client.get(url).content.decode()
    assert page(client, MarkChange).context["cl"].result_count == 1


@pytest.mark.django_db
def test_staff_who_judge_find_only_their_own_sheets_in_the_admin(client):
    world = World()
    late = make_judge(world.contest, [world.stage], user=world.staff)
    client.force_login(world.staff)

    rows = page(client, Sheet).context["cl"].queryset

    assert set(rows) == set(late.sheets.all())


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_lists_ask_the_same_for_many_rows(client, model):
    world = World()
    Stage.objects.update(state="closed")
    client.force_login(world.staff)
    page(client, model)

    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, model)
    Stage.objects.update(state="open")
    stage = make_open_stage(
        judges=3, entries=3, contest=make_contest(state="judging", committee=world.contest.committee)
    )
    score_all(stage)
    for judge in stage.judges.all():
        Conflict.objects.create(contest=stage.contest, judge=judge, entry=stage.turns.first().entry, kind="declared")
        Objection.objects.create(contest=stage.contest, entry=stage.turns.first().entry, text="示例", by=world.staff)
    ResultVersion.objects.create(contest=stage.contest, stage=stage, by=world.staff)
    Stage.objects.update(state="closed")
    with CaptureQueriesContext(connection) as many:
        page(client, model)

    assert len(many) == len(few)
