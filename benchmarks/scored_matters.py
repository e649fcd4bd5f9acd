"""What the committee asked of the units in a year: two letters each that want an answer, three tasks each."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.models import Task, TaskStep
from letters.models import Letter, Recipient

BATCH = 1000
LETTERS, TASKS = 2, 3
ANSWERED = (-2, 3, None)  # days after the term, or never


def create_matters(committee, units, year):
    _letters(committee, units, year)
    _tasks(committee, units, year)


def _letters(committee, units, year):
    letters = _bulk(
        Letter,
        (
            Letter(
                committee=committee,
                kind=Letter.Kind.REMINDER,
                form=Letter.Form.LETTER,
                title=f"关于报送第{turn + 1}批材料的提醒函",
                body="请按期报送。",
                issuer=committee.name,
                state=Letter.State.ISSUED,
                issued_on=date(year, 3 + turn * 4, 2),
                reply_workdays=5,
            )
            for _ in units
            for turn in range(LETTERS)
        ),
    )
    _bulk(
        Recipient,
        (
            Recipient(
                letter=letter,
                organization=units[at // LETTERS],
                due_on=letter.issued_on + timedelta(days=7),
                replied_on=_after(letter.issued_on + timedelta(days=7), ANSWERED[at % len(ANSWERED)]),
            )
            for at, letter in enumerate(letters)
        ),
    )


def _tasks(committee, units, year):
    tasks = _bulk(
        Task,
        (
            Task(
                committee=committee,
                organization=unit,
                title=f"第{turn + 1}季度重点任务",
                quarter=f"{year}Q{turn + 1}",
                due_on=date(year, turn * 3 + 3, 28),
                state=Task.State.CLOSED if (at + turn) % len(ANSWERED) < 2 else Task.State.ASSIGNED,
            )
            for at, unit in enumerate(units)
            for turn in range(TASKS)
        ),
    )
    _bulk(
        TaskStep,
        (
            TaskStep(task=task, verb=verb, state=task.state, at=_moment(task.due_on + timedelta(days=days)))
            for at, task in enumerate(tasks)
            for verb, days in _way(ANSWERED[(at // TASKS + at % TASKS) % len(ANSWERED)])
        ),
    )


def _way(late):
    """Given a month before its term; reported so many days after it and closed the day after that."""
    given = [(TaskStep.Verb.ASSIGN, -30)]
    return given if late is None else [*given, (TaskStep.Verb.REPORT, late), (TaskStep.Verb.CLOSE, late + 1)]


def _after(day, days):
    return None if days is None else day + timedelta(days=days)


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(10)))


def _bulk(model, rows):
    return model.objects.bulk_create(rows, batch_size=BATCH)
