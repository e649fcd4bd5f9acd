"""Whatever is sent to the pages of results is answered politely: no server error, and nothing is written."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.models import Contest, ContestStep, Mark, MarkChange, Objection, ResultVersion, Stage, Turn
from assessments.results import objections
from assessments.results.locking import conclude, lock
from assessments.urls.results import urlpatterns
from branches.models import Honour
from tests.assessments.results.test_locking import closed
from tests.factories import make_member, make_organization, make_staff

pytestmark = pytest.mark.django_db

HUGE = "9" * 400
TOO_MUCH = "字" * 20_000
NUL = "示例\x00"
PAGES = [
    "contest-results",
    "contest-results-export",
    "result-passport",
    "contest-severity",
    "stage-live",
    "objection-list",
]
STEPS = {  # which answer with a redirect, whatever was sent; their fields
    "stage-lock": [],
    "contest-conclude": [],
    "turn-reveal": [],
    "turn-show": ["to"],
    "turn-time": ["seconds", "to"],
}
FORMS = {
    "contest-correct": ["reason", "void"],
    "contest-amend": ["code", "criterion", "mark", "reason"],
    "contest-publicize": ["day"],
    "contest-award": ["document_number", "on"],
    "objection-raise": ["raiser", "entry", "text"],
    "objection-answer": ["is_upheld", "text"],
}
OPTIONAL = {"void", "entry"}
FREE = {"reason", "text", "document_number"}  # in which people may write what they like, so much of it


def written():
    """All that the steps of a result write."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Contest, Stage, Turn, Mark, MarkChange, ResultVersion, Objection, ContestStep, Honour)
    }


class Shown:
    """A contest in publicity with an objection that waits, and its staff."""

    def __init__(self):
        self.stage = closed([(90, 85), (80, 81)])
        self.contest = self.stage.contest
        self.staff = make_staff(self.contest.committee)
        lock(self.stage, by=self.staff)
        conclude(self.contest, by=self.staff)
        today = {"publicity_since": localdate(), "publicity_until": localdate()}
        Contest.objects.filter(pk=self.contest.pk).update(state="publicity", **today)
        self.contest.refresh_from_db()
        self.turn = self.stage.turns.order_by("order_number").first()
        member = make_member(make_organization(committee=self.contest.committee))
        self.objection = objections.raise_(self.contest, by=member, text="请核对", raiser="person")

    def address(self, name):
        if name == "result-passport":
            return reverse(name, args=[self.contest.pk, self.turn.entry_id])
        if name == "objection-answer":
            return reverse(name, args=[self.objection.pk])
        row = {"stage": self.stage, "turn": self.turn}.get(name.split("-")[0], self.contest)
        return reverse(name, args=[row.pk])

    def fields(self, name):
        """What the step takes."""
        sound = {
            "code": self.turn.sheets.order_by("pk").first().code,
            "criterion": self.stage.criteria.get().pk,
            "mark": "70",
            "reason": "录入时看错",
            "void": "",
            "day": localdate().isoformat(),
            "document_number": "示例〔2026〕1号",
            "on": localdate().isoformat(),
            "raiser": "person",
            "entry": self.turn.entry_id,
            "text": "请核对",
            "is_upheld": "no",
            "seconds": "60",
            "to": "live",
        }
        return {field: sound[field] for field in {**STEPS, **FORMS}[name]}


@pytest.fixture
def shown(client, snapshot, media):
    made = snapshot("contest in publicity", Shown).restore()
    client.force_login(made.staff)
    return made


def test_every_page_of_results_is_tried_here():
    assert {one.name for one in urlpatterns} | {"turn-show", "turn-time"} == {*PAGES, *STEPS, *FORMS}


@pytest.mark.parametrize(
    "query",
    [
        "version=%00&page=%00&state=%00&part=%00&to=%00",
        f"version={HUGE}&page={HUGE}&state={HUGE}&part={HUGE}",
        "version=-1&page=-1&state=-1&part=-1",
        "version=%ff%fe&page=%ff&state=%ff&part=%ff",
        "version=²&page=²&state=²",
        "version[]=1&page[]=1&=&&%00=%00",
    ],
    ids=["NUL bytes", "huge numbers", "negative numbers", "no UTF-8", "odd digits", "odd names"],
)
def test_odd_queries_break_nothing(client, shown, query):
    for name in PAGES:
        assert client.get(f"{shown.address(name)}?{query}").status_code == 200, name
    for name in FORMS:
        assert client.get(f"{shown.address(name)}?{query}").status_code == 200, name
    before = written()
    for name in FORMS:
        assert client.post(f"{shown.address(name)}?{query}").status_code == 422, name
    assert written() == before
    for name in STEPS:
        assert client.post(f"{shown.address(name)}?{query}").status_code == 302, name


@pytest.mark.parametrize(
    "value",
    ["", NUL, HUGE, TOO_MUCH, "-1", "²", "NaN", "<b>'\";--"],
    ids=["nothing", "a NUL byte", "a huge number", "too much", "negative", "an odd digit", "no number", "markup"],
)
def test_odd_values_are_refused_beside_their_field(client, shown, value):
    tried = [
        (name, field)
        for name, fields in FORMS.items()
        for field in fields
        if not (value == "" and field in OPTIONAL) and not (field in FREE and value not in ("", NUL, TOO_MUCH))
    ]
    before = written()

    for name, field in tried:
        answer = client.post(shown.address(name), {**shown.fields(name), field: value})
        assert answer.status_code == 422, (name, field)

    for name, fields in STEPS.items():
        for field in fields:
            answer = client.post(shown.address(name), {**shown.fields(name), field: value})
            assert answer.status_code == 302, (name, field)
            assert answer.url in (shown.address("stage-live"), shown.stage.get_absolute_url())
    assert written() == before


def test_rows_of_another_contest_are_no_choice(client, shown):
    other = Shown()
    foreign = {name: other.fields("contest-amend")[name] for name in ("criterion", "code")}
    foreign |= {"entry": other.turn.entry_id, "void": foreign["code"]}
    before = written()

    for name, fields in FORMS.items():
        for field in foreign.keys() & set(fields):
            answer = client.post(shown.address(name), {**shown.fields(name), field: foreign[field]})
            assert answer.status_code == 422, (name, field)

    assert [name for name in PAGES if client.get(other.address(name)).status_code != 404] == []
    posted = {name: client.post(other.address(name), other.fields(name)).status_code for name in (*STEPS, *FORMS)}
    assert set(posted.values()) == {404}
    assert written() == before


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_numbers_of_nothing_are_not_found(client, shown, number):
    before = written()
    for name in (*STEPS, *FORMS):
        own = shown.address(name)
        address = f"{'/'.join(own.split('/')[:-3])}/{number}/{own.split('/')[-2]}/"
        if name == "objection-raise":  # its address ends in two words
            address = f"/contests/{number}/objections/new/"
        assert client.post(address, shown.fields(name)).status_code == 404, address
    assert client.get(f"/contests/{shown.contest.pk}/results/{number}/").status_code == 404
    assert written() == before


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"reason=%ff%00&void=%00&text=%ff", "application/x-www-form-urlencoded"),
        (b"not a part", "multipart/form-data; boundary=x"),
        (b"not a part", "multipart/form-data"),
        (b'{"reason": 1}', "application/json"),
    ],
)
def test_broken_bodies_are_refused(client, shown, body, kind):
    before = written()
    for name in FORMS:
        answer = client.generic("POST", shown.address(name), body, content_type=kind)
        assert answer.status_code in (400, 422), name
    assert written() == before
