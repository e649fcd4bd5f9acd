"""The form of a letter: what it takes, what it refuses in words, and what it never loses."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from letters.models import Letter, LetterFile
from portal.workdays import add_workdays
from tests.factories import make_letter_template, make_organization, make_seat, make_staff
from tests.letters.pages.office import PDF, page, said, send

pytestmark = pytest.mark.django_db


def test_letter_is_written_and_submitted_at_once(client, office, media):
    data = office.form(
        reply_workdays="5",
        contact="联系人：示例",
        new_files=[SimpleUploadedFile("方案.pdf", PDF)],
        **{"table-0-title": "情况表", "table-0-grid": "单位\t场次\n市示例局\t3\n市另一局"},
    )

    send(client, office.staff, "letter-create", **data)

    letter = Letter.objects.get()
    assert (letter.state, letter.kind, letter.reply_workdays, letter.created_by) == (
        "submitted",
        "notice",
        5,
        office.staff,
    )
    assert list(letter.organizations) == [office.unit]
    assert letter.tables == [
        {"title": "情况表", "columns": ["单位", "场次"], "rows": [["市示例局", "3"], ["市另一局", ""]]}
    ]
    assert LetterFile.objects.get().name == "方案.pdf"


def test_whole_alliance_and_everybody(client, office):
    other = make_organization(committee=office.committee)

    send(client, office.staff, "letter-create", **office.form(units=[], alliances=[office.alliance.pk]))
    send(client, office.staff, "letter-create", **office.form(units=[], everyone="1"))

    everybody, alliance = Letter.objects.all()
    assert set(alliance.organizations) == {office.unit, office.next_unit}
    assert set(everybody.organizations) == {office.unit, office.next_unit, other}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "请填写标题。"),
        ({"title": "题" * 201}, "标题最多 200 字，现在有 201 字"),
        ({"body": " \n"}, "请写正文。"),
        ({"body": "字" * 50_001}, "正文最多 50000 字"),
        ({"units": []}, "请选择主送单位"),
        ({"units": ["1; drop"]}, "已撤销或不在本工委名册里"),
        ({"units": ["99999999999999999999"]}, "已撤销或不在本工委名册里"),
        ({"reply_workdays": "0"}, "至少 1 个工作日"),
        ({"reply_workdays": "九"}, "只填数字"),
        ({"reply_workdays": "9" * 5000}, "有 1 处需要改正"),
        ({"form": "红"}, "有 1 处需要改正"),
        ({"table-0-grid": "单位\t\t场次\n甲\t1\t2"}, "每一栏都要有名称"),
        ({"table-0-grid": "单位\n甲\t1"}, "第 2 行有 2 格"),
        ({"table-0-grid": "\t".join("栏" * 21)}, "最多 20 栏"),
        ({"table-0-grid": "\n".join("行" * 1002)}, "最多 1000 行"),
        ({"version": "-1"}, "有 1 处需要改正"),
    ],
)
def test_bad_input_is_answered_in_words(client, office, changed, words):
    response = send(client, office.staff, "letter-create", **office.form(**changed))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Letter.objects.exists()


def test_title_of_200_and_odd_characters_are_kept(client, office):
    send(client, office.staff, "letter-create", **office.form(title="题" * 200))
    send(
        client,
        office.staff,
        "letter-create",
        **office.form(title="关\x00于\x07\n{{ 7*7 }}{unit}的通知", body="一、\x0b=1+1\r\n{% x %}"),
    )

    odd, long = Letter.objects.all()
    assert len(long.title) == 200
    assert (odd.title, odd.body) == ("关于 {{ 7*7 }}{unit}的通知", "一、=1+1\n{% x %}")


def test_ended_unit_and_other_committees_unit_are_not_taken(client, office):
    office.unit.until = timezone.localdate() - timedelta(days=1)
    office.unit.save()
    foreign = make_organization()

    for unit in (office.unit, foreign):
        response = send(client, office.staff, "letter-create", **office.form(units=[unit.pk]))
        assert response.status_code == 422
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("大.pdf", b"%PDF-1.4" + b"0" * (21 * 1024 * 1024), "20MB"),
        ("页.html", b"<script>alert(1)</script>", "页.html"),
        ("宏.docm", b"PK\x03\x04" + b"0" * 100, "宏.docm"),
    ],
)
def test_file_that_cannot_be_taken_is_named(client, office, media, name, data, words):
    sent = office.form(new_files=[SimpleUploadedFile(name, data)])

    response = send(client, office.staff, "letter-create", **sent)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_eleven_files_are_too_many(client, office, media):
    files = [SimpleUploadedFile(f"{number}.pdf", PDF) for number in range(11)]

    response = send(client, office.staff, "letter-create", **office.form(new_files=files))

    assert "附件最多 10 个" in response.content.decode()
    assert not LetterFile.objects.exists()


def test_blank_keeps_the_draft_from_being_submitted(client, office):
    response = send(client, office.staff, "letter-create", **office.form(body="于【待填：时间】召开。"))

    letter = Letter.objects.get()
    assert letter.state == "draft"
    assert "还没有送审" in said(response)[-1]


def test_draft_needs_its_title_only(client, office):
    send(client, office.staff, "letter-create", **office.form(body="", units=[], draft="1"))

    assert Letter.objects.get().state == "draft"


def test_template_is_filled_and_what_nobody_knows_is_marked(client, office):
    template = make_letter_template(
        office.committee, kind="notice", title="关于{matter}的通知", body="{committee}定于{deadline}。"
    )

    form = page(client, office.staff, "letter-create", kind="notice", template=template.pk).context["form"]

    assert form["title"].value() == "关于【待填：事项】的通知"
    assert form["body"].value() == f"{office.committee.name}定于【待填：事项期限】。"
    assert form["reply_workdays"].value() == 5


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"kind": "supervision"}, {"template": "999999999999"}, {"template": "-1"}]
)
def test_odd_address_of_a_new_letter_begins_a_notice(client, office, query):
    response = page(client, office.staff, "letter-create", **query)

    assert (response.status_code, response.context["letter"].kind) == (200, "notice")


def test_nobody_overwrites_what_another_saved(client, office):
    letter = office.letter()
    letter.title = "先存的"
    letter.edit(by=office.staff, revision=letter.revision)

    response = send(
        client, make_staff(office.committee), "letter-edit", letter.pk, **office.form(title="后存的", version="0")
    )

    letter.refresh_from_db()
    assert (response.status_code, letter.title) == (409, "先存的")
    text = response.content.decode()
    assert "您写的还在下面" in text
    assert "后存的" in text


def test_draft_is_changed_and_files_are_taken_out(client, office, media):
    letter = office.letter()
    letter.edit(by=office.staff, revision=letter.revision, files=[SimpleUploadedFile("旧.pdf", PDF)])
    file = letter.files.get()
    sent = office.form(
        units=[office.next_unit.pk], version=letter.revision, draft="1", **{f"file-{file.pk}-remove": "on"}
    )

    send(client, office.staff, "letter-edit", letter.pk, **sent)

    letter.refresh_from_db()
    assert (list(letter.organizations), letter.files.count()) == ([office.next_unit], 0)


@pytest.mark.parametrize("state", ["submitted", "approved", "issued", "closed", "void"])
def test_only_a_draft_is_changed(client, office, state):
    letter = office.letter(state=state)

    response = send(client, office.staff, "letter-edit", letter.pk, **office.form(version=letter.revision))

    letter.refresh_from_db()
    assert "要修改请先撤回或退回" in said(response)[-1]
    assert letter.title != "关于示例事项的通知"


def test_addressee_of_a_case_is_not_chosen_again(client, office):
    letter = office.letter(case="term:1")

    send(
        client, office.staff, "letter-edit", letter.pk, **office.form(units=[office.next_unit.pk], version=0, draft="1")
    )

    assert list(letter.organizations) == [office.unit]


def test_day_of_the_reply_is_computed_while_writing(client, office):
    due = add_workdays(timezone.localdate(), 5)

    words = page(client, office.staff, "letter-reply-day", workdays="5").content.decode()

    assert f"请于{due.year}年{due.month}月{due.day}日前回复" in words
    for odd in ("", "0", "-1", "九", "99999999999"):
        assert page(client, office.staff, "letter-reply-day", workdays=odd).status_code == 200
    assert page(client, office.staff, "letter-reply-day", workdays="251").content.decode() == "最多 250 个工作日。"


@pytest.mark.parametrize("who", ["leader", "officer", "member"])
def test_only_staff_write(client, office, who):
    for name in ("letter-create", "letter-reply-day", "letter-register", "letter-batch-create", "letter-template-list"):
        assert page(client, getattr(office, who), name).status_code == 403


def test_form_asks_as_much_for_many_units(client, office, django_assert_max_num_queries):
    client.force_login(office.staff)
    with django_assert_max_num_queries(12) as one:
        client.get("/letters/new/")
    for _ in range(5):
        make_seat(alliance=office.alliance)

    with django_assert_max_num_queries(12) as many:
        client.get("/letters/new/")

    assert len(many) == len(one)
