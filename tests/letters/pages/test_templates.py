"""The committee's wordings: placeholders are listed, and checked when they are saved."""

import pytest

from letters.models import LetterTemplate
from tests.factories import make_letter_template, make_staff
from tests.letters.pages.office import page, send

pytestmark = pytest.mark.django_db


def words(**changed):
    return {
        "name": "示例模板",
        "kind": "reminder",
        "about": "",
        "form": "letter",
        "title": "关于{matter}的提醒函",
        "body": "{unit}：请办理。",
        "reply_workdays": "5",
        "order_number": "1",
        "is_active": "on",
    } | changed


def test_template_is_made_and_used(client, office):
    send(client, office.staff, "letter-template-create", **words())

    template = LetterTemplate.objects.get(name="示例模板")
    listed = page(client, office.staff, "letter-template-list").content.decode()
    shown = page(client, office.staff, "letter-template-edit", template.pk).content.decode()
    assert template.committee == office.committee
    assert f"template={template.pk}" in listed
    assert "{previous_deadline}" in shown
    assert "关于机关党委换届的提醒函" in shown  # filled with the examples


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"body": "{nobody}与{谁}"}, "不认识的占位符：{nobody}、{谁}"),
        ({"title": "{x}"}, "不认识的占位符：{x}"),
        ({"title": "题" * 201}, "标题最多 200 字"),
        ({"name": ""}, "请填写模板名称。"),
        ({"body": ""}, "请写正文。"),
        ({"reply_workdays": "251"}, "需要改正"),
        ({"order_number": "99999999999"}, "需要改正"),
        ({"kind": "诗"}, "需要改正"),
    ],
)
def test_bad_template_is_answered_in_words(client, office, changed, said):
    response = send(client, office.staff, "letter-template-create", **words(**changed))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not LetterTemplate.objects.filter(name="示例模板").exists()


def test_second_template_of_a_name_is_refused(client, office):
    make_letter_template(office.committee, name="示例模板")

    response = send(client, office.staff, "letter-template-create", **words())

    assert response.status_code == 422
    assert "已有同名模板" in response.content.decode()


def test_braces_of_others_are_text(client, office):
    send(client, office.staff, "letter-template-create", **words(body="{{ 7*7 }} {% x %} {0}"))
    response = send(client, office.staff, "letter-template-create", **words(body="{% x %} {unit.name} { }"))

    assert response.status_code == 302
    assert LetterTemplate.objects.get(name="示例模板").body == "{% x %} {unit.name} { }"


def test_retired_template_is_kept_and_not_offered(client, office):
    template = make_letter_template(office.committee)

    send(client, office.staff, "letter-template-retire", template.pk)

    template.refresh_from_db()
    assert not template.is_active
    assert page(client, office.staff, "letter-create", template=template.pk).context["template"] != template


def test_template_is_the_committees_own(client, office):
    template = make_letter_template(office.committee)

    assert page(client, make_staff(), "letter-template-edit", template.pk).status_code == 404
    assert send(client, make_staff(), "letter-template-retire", template.pk).status_code == 404
    assert page(client, office.officer, "letter-template-edit", template.pk).status_code == 404
