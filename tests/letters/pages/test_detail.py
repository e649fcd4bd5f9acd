"""One letter: what each person sees of it, the next step, the paper and the .docx."""

from io import BytesIO

import pytest
from docx import Document

from letters.models import Letter
from tests.factories import make_seat
from tests.letters.pages.office import page

pytestmark = pytest.mark.django_db


def html(client, user, letter):
    return page(client, user, "letter-detail", letter.pk).content.decode()


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("draft", "核对后送审"),
        ("submitted", "审批这份公文"),
        ("approved", "填写文号，印发"),
        ("issued", None),
        ("closed", None),
        ("void", None),
    ],
)
def test_committee_is_shown_the_one_next_step(client, office, state, what):
    letter = office.letter(state=state)

    handle = page(client, office.staff, "letter-detail", letter.pk).context["handle"]

    assert (handle and handle["what"]) == what
    if handle:
        assert sum(bool(action.get("primary")) for action in handle["actions"]) == 1


def test_leader_approves_but_does_not_issue(client, office):
    submitted, approved = office.letter(state="submitted"), office.letter(state="approved")

    assert page(client, office.leader, "letter-detail", submitted.pk).context["handle"]["what"] == "审批这份公文"
    assert page(client, office.leader, "letter-detail", approved.pk).context["handle"] is None
    assert page(client, office.leader, "letter-detail", office.letter().pk).status_code == 404


def test_blanks_are_marked_and_asked_for(client, office):
    letter = office.letter(body="会议于【待填：时间】召开。")

    text = html(client, office.staff, letter)

    assert "<mark>【待填：时间】</mark>" in text
    assert "标出来的" in text
    assert "继续填写" in text


def test_unit_sees_its_own_part_and_not_how_it_was_written(client, office):
    letter = office.letter(office.unit, office.next_unit, state="submitted")
    letter.return_(by=office.staff, reason="措辞再斟酌。")
    letter.submit(by=office.staff)
    letter.approve(by=office.staff)
    letter.issue(by=office.staff)

    response = page(client, office.officer, "letter-detail", letter.pk)

    text = response.content.decode()
    assert "措辞再斟酌" not in text
    assert "主送单位</h2>" not in text
    assert office.staff.name not in text
    assert response.context["handle"]["what"] == "签收"


def test_unit_and_member_do_not_see_what_is_not_theirs(client, office):
    draft, others = office.letter(), office.letter(office.next_unit, state="issued")

    assert page(client, office.officer, "letter-detail", draft.pk).status_code == 404
    assert page(client, office.officer, "letter-detail", others.pk).status_code == 404
    assert page(client, office.member, "letter-detail", office.letter(state="issued").pk).status_code == 404


def test_unit_reads_that_it_was_voided(client, office):
    letter = office.letter(state="void")

    text = html(client, office.officer, letter)

    assert "作废" in text
    assert "recipient-reply" not in text


@pytest.mark.parametrize(
    "text", ["{{ 1234*5678 }}", "{% now 'Y' %}", "<script>alert(1)</script>", "{unit.__class__}", "𠮷" * 50]
)
def test_texts_are_shown_as_they_were_written(client, office, text):
    letter = office.letter(title=text[:200], body=text, state="issued")

    for name in ("letter-detail", "letter-print"):
        shown = page(client, office.officer, name, letter.pk).content.decode()
        assert "<script>alert" not in shown
        assert "7006652" not in shown


def test_document_opens(client, office):
    letter = office.letter(
        state="issued",
        title="题" * 200,
        body="一、要求\n{{ x }}\n（一）办理。",
        number="示例〔2026〕3号",
        tables=[{"title": "附表", "columns": ["单位", "数"], "rows": [["=1+1", "2"]]}],
    )

    for user in (office.staff, office.leader, office.officer):
        response = page(client, user, "letter-document", letter.pk)
        document = Document(BytesIO(response.content))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "题题题" in text
        assert "{{ x }}" in text
        assert response["Content-Disposition"].startswith("attachment")
    assert document.tables[-1].cell(1, 0).text == "=1+1"


def test_table_is_shown_with_its_head(client, office):
    letter = office.letter(
        kind="bulletin", tables=[{"title": "情况表", "columns": ["单位", "场次"], "rows": [["市示例局", "3"]]}]
    )

    text = html(client, office.staff, letter)

    assert '<th scope="col">场次</th>' in text
    assert '<td data-label="场次">3</td>' in text


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_detail_asks_as_much_for_many_units_as_for_two(client, office, who, django_assert_max_num_queries):
    few = office.letter(office.unit, office.next_unit, state="issued")
    units = [*few.organizations, *_more_units(office, 12)]
    many = Letter.objects.get(pk=office.letter(*units, state="issued").pk)
    for part in [*few.recipients.all(), *many.recipients.all()]:
        part.reply("已办。", by=office.staff)
    client.force_login(getattr(office, who))

    with django_assert_max_num_queries(12) as one:
        client.get(few.get_absolute_url())
    with django_assert_max_num_queries(12) as more:
        client.get(many.get_absolute_url())

    assert len(more) == len(one)


def _more_units(office, number):
    return [make_seat(alliance=office.alliance).organization for _ in range(number)]
