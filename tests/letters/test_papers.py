"""What stands on the paper of a letter."""

from datetime import date

import pytest

from letters.documents.paper import Attachment
from letters.papers import document_of, paper_of
from tests.factories import make_committee, make_letter, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return make_committee(name="中共示例市直属机关工作委员会")


def test_letter_form_is_a_letter_to_one_unit_by_its_full_name(committee):
    unit = make_organization(committee=committee, name="中共示例市示例局机关委员会", short_name="市示例局")
    letter = make_letter(
        [unit],
        title="关于按期换届的提醒函",
        number="示例工委函〔2026〕3号",
        signed_on=date(2026, 9, 1),
        contact="联系人：示例，电话：0559-0000000",
    )

    paper = paper_of(letter)
    name, data = document_of(letter, letter.recipients.get())

    assert (paper.form, paper.to, paper.issuer, paper.number, paper.signed_on, paper.note) == (
        "letter",
        "中共示例市示例局机关委员会",
        "中共示例市直属机关工作委员会",
        "示例工委函〔2026〕3号",
        date(2026, 9, 1),
        "联系人：示例，电话：0559-0000000",
    )
    assert (paper.printed_by, paper.printed_on) == ("", None)  # 信函格式 has neither
    assert (name, data[:2]) == ("关于按期换届的提醒函（市示例局）.docx", b"PK")


def test_head_form_names_who_printed_it_and_when(committee):
    letter = make_letter(
        committee=committee, kind="notice", title="关于会议的通知", cc="示例市委办公室", signed_on=date(2026, 9, 1)
    )

    paper = paper_of(letter)

    assert (paper.form, paper.cc, paper.printed_by, paper.printed_on) == (
        "head",
        "示例市委办公室",
        "中共示例市直属机关工作委员会",
        date(2026, 9, 1),
    )


def test_addressees_stand_in_official_order_or_as_the_letter_says(committee):
    units = [
        make_organization(committee=committee, short_name=name, order_number=place)
        for name, place in (("乙局", 2), ("甲局", 1))
    ]
    letter = make_letter(units)
    named = paper_of(letter).to
    letter.to = "各联盟片长单位党组织"

    assert (named, paper_of(letter).to) == ("甲局、乙局", "各联盟片长单位党组织")
    assert paper_of(letter, letter.recipients.get(organization=units[0])).to == units[0].name


def test_tables_and_files_are_attachments(committee):
    table = {"title": "完成情况表", "columns": ["单位", "场次"], "rows": [["甲局", "3"], ["=1+1", "0"]]}
    letter = make_letter(committee=committee, kind="bulletin", title="通报", tables=[table])
    letter.files.create(file="x.pdf", name="实施方案.pdf", size=1)

    assert paper_of(letter).attachments == (
        Attachment("完成情况表", columns=("单位", "场次"), rows=(("甲局", "3"), ("=1+1", "0"))),
        Attachment("实施方案", text="（另附文件：实施方案.pdf）"),
    )


def test_minutes_name_who_was_there_and_nobody_they_go_to(committee):
    letter = make_letter(
        committee=committee, kind="minutes", title="会议纪要", attended="示例甲、示例乙", away="示例丙"
    )

    paper = paper_of(letter)

    assert (paper.form, paper.to, paper.attended, paper.away) == ("minutes", "", "示例甲、示例乙", "示例丙")
