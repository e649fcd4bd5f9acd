"""What the 述职评议 gave."""

from fractions import Fraction

from assessments.facts.source import BRANCH, ORGANIZATION, Source
from assessments.facts.sources.chosen import AWAY
from assessments.models import Speaker
from assessments.scoring.facts import Facts, Item

FORMS = dict(Speaker.Form.choices)


def review_meeting(records, unit, params):
    """One item a meeting; the last one counts, its points are the figure and its best level the whole."""
    items, last = [], None
    for speaker, total in reversed(records.review_points.get(unit.key, ())):
        meeting = speaker.meeting
        why = AWAY if not unit.sits_on(meeting.held_on) else "以最近一次为准，不计" if last else ""
        if not why:
            last = speaker, total
        text = f"{meeting.title}，{FORMS[speaker.form]}，得{total.normalize():f}分{f'，{why}' if why else ''}"
        items.insert(0, Item(f"review:{meeting.pk}", text, amount=Fraction(total), day=meeting.held_on, counts=not why))
    if last is None:
        return Facts(tuple(items))
    best = records.best_points[last[0].meeting_id]
    return Facts(tuple(items), whole=Fraction(best), points=last[1])


REVIEW_MEETING = Source(
    key="review_meeting",
    label="述职评议得分",
    sentence="考核期间召开、已结束投票的述职评议会，单位（支部）述职的得分；多次述职的以最近一次为准，会议当日在席才计。",
    audiences=frozenset({ORGANIZATION, BRANCH}),
    gives=frozenset({"items", "amount", "whole", "points"}),
    find=review_meeting,
)
