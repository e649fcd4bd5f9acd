"""No judge learns anything of another's sheet before the stage is closed: not from a page, a title, a header, a length,
an order, a count, an export or an answer to a script. Nor does anybody else, until results are public.

Every address under /contests/ is tried as the resolver lists them, so that a new one is tried by itself.
"""

import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from assessments import sheets
from assessments.models import Sheet
from tests.assessments.judges.panel import Panel, client_of
from tests.factories import make_judge, make_member, make_officer, make_staff, score

pytestmark = pytest.mark.once

VOLATILE = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"csrf"),
    (re.compile(rb"/inbox/\d+/"), b"/inbox/"),
)
CLOCK = re.compile(rb"\b\d\d:\d\d\b")
SILENT_HEADERS = {"set-cookie", "date", "x-request-id"}  # session and CSRF cookie are renewed, each request has its id
ELSEWHERE = ("/", "/search/?q=%E5%93%81%E7%89%8C", "/brands/", "/inbox/", "/calendar/")
CURIOUS = "sort=-total&order=score&state=signed&q=7&format=json&page=1"
# What nobody but the committee may open while scores are coming in, if it exists at all.
CLOSED_TO_JUDGES = {
    "paper-sheets",
    "paper-type",
    "stage-live",
    "contest-severity",
    "contest-results",
    "contest-results-export",
    "result-passport",
    "contest-judges",
}


def routes(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "admin/":
                yield from routes(pattern.url_patterns, before + str(pattern.pattern))
        elif (before + str(pattern.pattern)).startswith("contests/"):
            yield before + str(pattern.pattern), pattern.name


def addresses(panel):
    """{address: URL name} of every page of the contest, of each sheet, entry, stage and judge there is."""
    things = {
        "": [panel.contest.pk],
        "stages": [panel.stage.pk],
        "sheets": list(Sheet.objects.values_list("pk", flat=True)),
        "entries": [entry.pk for entry in panel.entries[:2]],
        "turns": [turn.pk for turn in panel.turns[:2]],
        "judges": [judge.pk for judge in panel.judges],
    }
    second = {"number": panel.stage.number, "entry": panel.entries[0].pk, "stage": panel.stage.pk}
    found = {}
    for route, name in routes(get_resolver().url_patterns):
        arguments = re.findall(r"<(?:\w+:)?(\w+)>", route)
        kind = re.match(r"contests/(?:(\w+)/)?<", route)
        first = things.get(kind[1] or "", [1]) if kind else [None]
        for pk in first:
            values = [] if pk is None else [pk, *(second.get(argument, 1) for argument in arguments[1:])]
            found[reverse(name, args=values)] = name
    return found


def seen_by(user, panel, curious=False):
    """All that this person can get hold of: {address: (status, headers, body)}; the `curious` add odd words."""
    client = client_of(user)
    found = {}
    for address in [*addresses(panel), *ELSEWHERE]:
        for asked in (address, f"{address}{'&' if '?' in address else '?'}{CURIOUS}"):
            client.cookies.pop("messages", None)  # what the address before had to say is not this one's
            found[asked] = _everything(client.get(asked))
            if found[asked][0] != 200 or not curious:
                break
    return found


def _everything(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(body)):  # a workbook carries the second it was written in
        with ZipFile(BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in sorted(parts.namelist()) if not name.startswith("docProps/"))
    for pattern, plain in VOLATILE:
        body = pattern.sub(plain, body)
    headers = {key: value for key, value in response.headers.items() if key.lower() not in SILENT_HEADERS}
    if is_workbook := "spreadsheet" in headers.get("Content-Type", ""):
        headers.pop("Content-Length", None)
    headers["is workbook"] = is_workbook
    return response.status_code, headers, body


def differences(before, after):
    return sorted(address for address in before if before[address] != after[address])


def others_work(panel, high):
    """The second and third judge enter, change and sign marks; nothing of the first one's."""
    for judge in (1, 2):
        for entry in range(len(panel.entries)):
            sheet = panel.sheet(judge, entry)
            score(sheet, 11.1, 12.2, sign=False)
            for criterion, value in zip(panel.criteria, (57.7, 36.6) if high else (23.4, 13.5), strict=True):
                sheets.put_mark(sheet, criterion, str(value - entry), by=sheet.judge.user)
            sheets.sign(sheet, by=sheet.judge.user)


@pytest.fixture
def crowd(db):
    """An open stage of four judges: the first has begun, the last is of the committee's own staff."""
    panel = Panel(entries=2)
    judging_staff = make_staff(panel.contest.committee)
    make_judge(panel.contest, [panel.stage], user=judging_staff)
    panel.judges = list(panel.contest.judges.select_related("user").order_by("order_number"))
    score(panel.sheet(0, 0), 40, 30)
    score(panel.sheet(0, 1), 41, 31, sign=False)
    unit = panel.entries[0].organization
    panel.people = {
        "judge": panel.judges[0].user,
        "judging staff": judging_staff,
        "officer": make_officer(unit),
        "member": make_member(unit),
    }
    return panel


@pytest.mark.parametrize("who", ["judge", "judging staff", "officer", "member"])
def test_nothing_changes_for_anybody_while_others_enter_change_and_sign(crowd, who):
    person, curious = crowd.people[who], "judg" in who
    before = seen_by(person, crowd, curious)

    others_work(crowd, high=True)

    assert differences(before, seen_by(person, crowd, curious)) == []
    assert any(status == 200 for status, _, _ in before.values())


@pytest.mark.parametrize("who", ["judge", "officer", "member"])
def test_a_closed_stage_looks_the_same_whatever_the_others_gave(crowd, who):
    person = crowd.people[who]
    found = []
    for high in (True, False):
        with transaction.atomic():
            others_work(crowd, high)
            crowd.stage.close(by=crowd.staff, without_reason="演示")
            found.append(seen_by(person, crowd, curious=who == "judge"))
            transaction.set_rollback(True)
        crowd.stage.refresh_from_db()

    # Each time it was closed at a minute of its own.
    without_clock = [
        {address: (status, headers, CLOCK.sub(b"", body)) for address, (status, headers, body) in seen.items()}
        for seen in found
    ]
    assert differences(*without_clock) == []


def test_what_is_the_committee_s_is_closed_to_judges(crowd):
    others_work(crowd, high=True)
    for who in ("judge", "officer", "member"):
        client = client_of(crowd.people[who])
        answers = {
            address: client.get(address).status_code
            for address, name in addresses(crowd).items()
            if name in CLOSED_TO_JUDGES
        }
        assert set(answers.values()) <= {403, 404}, (who, answers)


@pytest.mark.parametrize("who", ["judge", "judging staff"])
def test_another_judge_s_sheet_does_not_exist(crowd, who):
    others_work(crowd, high=True)
    client, sheet = client_of(crowd.people[who]), crowd.sheet(1, 0)
    mark = {"criterion": crowd.criteria[0].pk, "value": "1"}

    answers = {
        name: client.post(reverse(name, args=[sheet.pk]), mark).status_code
        for name in ("sheet", "mark-save", "sheet-sign", "sheet-reopen", "sheet-void", "paper-compare")
    }
    answers["looked at"] = client.get(reverse("sheet", args=[sheet.pk])).status_code

    assert set(answers.values()) == {404}
    assert crowd.marks(sheet) == ["57.7", "36.6"]


def test_staff_sees_no_score_before_the_stage_is_closed(crowd):
    others_work(crowd, high=True)
    sheet, client = crowd.sheet(1, 0), client_of(crowd.staff)

    before = client.get(sheet.get_absolute_url()).content.decode()
    crowd.stage.close(by=crowd.staff, without_reason="演示")
    after = client.get(sheet.get_absolute_url()).content.decode()

    assert "57.7" not in before
    assert "评分还没有结束，工委看不到分数" in before
    assert "57.7" in after
    assert "11.1" in after  # each change, with who and when
