"""Terms of office, key tasks, prompts and a snapshot for the world of these tests: one row of everything."""

from datetime import date

from branches.models import Term, TermLength, TermReminder, TermReminderStep
from branches.terms import proposing, vacancies
from desk.statistics.figures import Scope
from desk.statistics.snapshots import sign
from tests.factories import make_prompt, make_staff, make_task


def term_rows(name, committee, unit, branch, officer):
    """By model name."""
    owner = {"committee": committee, "organization": unit}
    term = Term.objects.create(**owner, since=date(2022, 3, 1), years=5)
    unknown = Term.objects.create(**owner, branch=branch, said="不详")
    step = TermReminderStep.objects.create(committee=committee, name=f"{name}提前", months_left=24, wording="请准备。")
    reminder = TermReminder.objects.create(term=term, step=step, due_on=term.due_on, made_on=date(2026, 9, 1))
    vacancy = vacancies.enter(organization=unit, post=f"{name}委员", since=date(2026, 1, 5), by=officer)
    return {
        "term": term,
        "termlength": TermLength.objects.create(committee=committee, kind="general", years=3),
        "termreminderstep": step,
        "termproposal": proposing.propose_mend(unknown, by=officer, since=date(2024, 5, 6), years=3),
        "termreminder": reminder,
        "vacancy": vacancy,
        "task": make_task(unit, title=f"{name}重点任务"),
        "prompt": make_prompt(committee, title=f"{name}主题"),
        "snapshot": sign(
            Scope(committee, date(2026, 1, 1), date(2026, 6, 30)), f"{name}上半年", by=make_staff(committee)
        ),
    }


VIEW_ONLY = {"term", "termproposal", "termreminder", "vacancy", "task", "prompt", "snapshot"}
