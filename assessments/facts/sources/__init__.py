"""Every source by its key, in the order in which a form offers them."""

from assessments.facts.sources.activities import ACTIVE_PERIODS, CROSS_ALLIANCE, THEME_DAYS
from assessments.facts.sources.attendance import ATTENDANCE
from assessments.facts.sources.brands import BRAND_COVERAGE, BRAND_LEVEL
from assessments.facts.sources.contests import CONTEST_PLACE
from assessments.facts.sources.duties import DUTIES_MET, DUTIES_ON_TIME, YEARLY_DUTIES
from assessments.facts.sources.letters import LETTERS_ANSWERED
from assessments.facts.sources.outcomes import OUTCOME
from assessments.facts.sources.reports import REPORT_DELAY
from assessments.facts.sources.reviews import REVIEW_MEETING
from assessments.facts.sources.stars import BRANCH_STARS
from assessments.facts.sources.tasks import TASKS_CLOSED
from assessments.facts.sources.terms import TERMS_ON_TIME

SOURCES = {
    source.key: source
    for source in (
        DUTIES_MET,
        DUTIES_ON_TIME,
        YEARLY_DUTIES,
        THEME_DAYS,
        ACTIVE_PERIODS,
        CROSS_ALLIANCE,
        ATTENDANCE,
        REPORT_DELAY,
        OUTCOME,
        BRAND_COVERAGE,
        BRAND_LEVEL,
        CONTEST_PLACE,
        TERMS_ON_TIME,
        LETTERS_ANSWERED,
        TASKS_CLOSED,
        BRANCH_STARS,
        REVIEW_MEETING,
    )
}
