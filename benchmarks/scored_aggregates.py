"""One bare aggregate of SQL for each source: the rows that it rests on, read once and added up by unit."""

from datetime import datetime, time, timedelta

from django.utils import timezone

HELD = (
    "FROM activities_participation p JOIN activities_activity a ON a.id = p.activity_id "
    "WHERE a.committee_id = %(committee)s AND a.starts_at >= %(since)s AND a.starts_at < %(until)s "
    "AND a.state = 'accepted'"
)
CAME = "(p.present_count > 0 OR p.present_count IS NULL AND p.answer = 'attending')"
BRANCHES = (
    "FROM branches_branch b JOIN alliances_organization o ON o.id = b.organization_id "
    "WHERE o.committee_id = %(committee)s AND b.until IS NULL"
)
ALL = {
    "duties_met": f"SELECT p.organization_id, a.type_id, COUNT(*) {HELD} AND {CAME} GROUP BY 1, 2",
    "duties_on_time": f"SELECT p.organization_id, a.type_id, MIN(a.starts_at) {HELD} AND {CAME} GROUP BY 1, 2",
    "yearly_duties": f"SELECT p.organization_id, COUNT(DISTINCT a.type_id) {HELD} AND {CAME} GROUP BY 1",
    "theme_days": f"SELECT p.organization_id, COUNT(*) {HELD} AND {CAME} GROUP BY 1",
    "active_periods": f"SELECT p.organization_id, COUNT(DISTINCT a.starts_at) {HELD} AND {CAME} GROUP BY 1",
    "attendance": f"SELECT p.organization_id, COUNT(*), SUM(CASE WHEN {CAME} THEN 1 ELSE 0 END) {HELD} GROUP BY 1",
    "cross_alliance": "SELECT p.organization_id, COUNT(DISTINCT a.id) "
    + HELD.replace("WHERE", "JOIN activities_activity_partners q ON q.activity_id = a.id WHERE")
    + " GROUP BY 1",
    "report_delay": "SELECT a.host_id, MIN(s.at) FROM activities_step s JOIN activities_activity a ON "
    "a.id = s.activity_id WHERE a.committee_id = %(committee)s AND s.verb = 'report' AND a.starts_at >= %(since)s "
    "AND a.starts_at < %(until)s GROUP BY 1",
    "outcome": "SELECT p.organization_id, t.measure_id, SUM(t.value) "
    + HELD.replace(
        "WHERE",
        "JOIN activities_report r ON r.activity_id = a.id JOIN activities_outcome t ON t.report_id = r.id WHERE",
    )
    + f" AND {CAME} GROUP BY 1, 2",
    "brand_coverage": "SELECT b.organization_id, COUNT(*), COUNT(d.id) "
    + BRANCHES.replace("WHERE", "LEFT JOIN branches_brand d ON d.branch_id = b.id WHERE")
    + " GROUP BY 1",
    "brand_level": "SELECT d.organization_id, MIN(l.order_number) FROM branches_honour h JOIN branches_brand d "
    "ON d.id = h.brand_id JOIN branches_brandlevel l ON l.id = h.level_id "
    "WHERE d.committee_id = %(committee)s AND h.withdrawn_on IS NULL GROUP BY 1",
    "contest_place": "SELECT e.organization_id, COUNT(*) FROM assessments_placing p JOIN assessments_entry e "
    "ON e.id = p.entry_id JOIN assessments_contest c ON c.id = p.contest_id "
    "WHERE c.committee_id = %(committee)s AND p.award_id IS NOT NULL GROUP BY 1",
    "terms_on_time": f"SELECT b.organization_id, COUNT(*), MIN(b.term_since) {BRANCHES} GROUP BY 1",
    "letters_answered": "SELECT r.organization_id, COUNT(*), SUM(CASE WHEN r.replied_on <= r.due_on THEN 1 ELSE 0 END) "
    "FROM letters_recipient r JOIN letters_letter l ON l.id = r.letter_id "
    "WHERE l.committee_id = %(committee)s AND l.state IN ('issued', 'closed') "
    "AND r.due_on >= %(since)s AND r.due_on < %(until)s GROUP BY 1",
    "tasks_closed": "SELECT t.organization_id, COUNT(*), MAX(s.at) FROM activities_taskstep s JOIN activities_task t "
    "ON t.id = s.task_id WHERE t.committee_id = %(committee)s AND t.due_on >= %(since)s AND t.due_on < %(until)s "
    "GROUP BY 1",
    "branch_stars": "SELECT b.organization_id, SUM(s.stars) "
    + BRANCHES.replace("WHERE", "JOIN branches_star s ON s.branch_id = b.id WHERE")
    + " GROUP BY 1",
    "review_meeting": "SELECT s.organization_id, t.group_id, SUM(t.count * l.points) FROM assessments_tally t "
    "JOIN assessments_speaker s ON s.id = t.speaker_id JOIN assessments_ratinglevel l ON l.id = t.level_id "
    "JOIN assessments_reviewmeeting m ON m.id = s.meeting_id WHERE m.committee_id = %(committee)s GROUP BY 1, 2",
}


def aggregates(scheme):
    """(statement, words) of each source that the scheme uses."""
    words = {
        "committee": scheme.committee_id,
        "since": _midnight(scheme.since),
        "until": _midnight(scheme.until + timedelta(days=1)),
    }
    used = scheme.indicators.exclude(source="").order_by("source").values_list("source", flat=True).distinct()
    for source in used:
        named = [name for name in words if f"%({name})s" in ALL[source]]
        yield ALL[source], {name: words[name] for name in named}


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
