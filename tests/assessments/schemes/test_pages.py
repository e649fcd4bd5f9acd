"""The pages of schemes: who reaches them, what they show, how a scheme is built on them."""

import pytest
from django.urls import reverse

from assessments.models import Indicator, Scheme
from tests.factories import (
    make_scheme,
    make_staff,
)

pytestmark = pytest.mark.django_db
DEDUCT = {"kind": "deduct_per_occurrence", "each": "5"}


def basics(**changed):
    return {
        "title": "示例考核办法",
        "audience": "organization",
        "period_key": "2026",
        "basis_title": "关于印发考核办法的通知",
        "basis_number": "示例〔2026〕1号",
        "valid_until": "",
        "full": "100",
        "decimals": "2",
        "first_review": "lead",
        "sharing": "full",
        "midway": "period",
        "midway_days": "",
        "quota_tie": "extend",
        "shows": "grades",
        "shown_to": "own",
        "publicity_days": "5",
        "appeal_days": "5",
        **changed,
    }


def indicator_form(**changed):
    return {
        "name": "参加联合活动",
        "parent": "",
        "points": "40",
        "weight": "100",
        "cap": "",
        "floor": "",
        "standard": "无故缺席每次扣5分",
        "takes_claims": "on",
        "rule-kind": "deduct_per_occurrence",
        "rule-shown": "deduct_per_occurrence",
        "rule-p_each": "5",
        "rule-p_unit": "次",
        "rule-p_base": "full",
        "rule-p_end": "empty",
        "source-key": "attendance",
        "source-shown": "attendance",
        "source-p_count": "missed",
        **changed,
    }


def test_scheme_is_made_by_staff(client):
    staff = make_staff()
    client.force_login(staff)

    answer = client.post(reverse("scheme-create"), basics())

    scheme = Scheme.objects.get()
    assert answer.url == scheme.get_absolute_url()
    assert (scheme.committee, scheme.title, scheme.state) == (staff.committee, "示例考核办法", "draft")
    assert client.get(answer.url).status_code == 200


def test_indicator_is_made_with_rule_and_source(client):
    scheme = make_scheme()
    client.force_login(make_staff(scheme.committee))

    answer = client.post(reverse("indicator-create", args=[scheme.pk]), indicator_form())

    indicator = Indicator.objects.get()
    assert answer.status_code == 302
    assert (indicator.name, indicator.points, indicator.rule) == ("参加联合活动", 40, DEDUCT)
    assert (indicator.source, indicator.source_params) == ("attendance", {"count": "missed"})
    assert client.get(reverse("indicator-edit", args=[indicator.pk])).status_code == 200
