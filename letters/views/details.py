"""One letter: as it will look, where it stands, who has it, and the one next step of whoever looks."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from letters import actions, permissions, standing, trail
from letters.cautions import cautions
from letters.facts import facts
from letters.forms.replies import ReplyForm
from letters.lines import lines
from letters.models import LetterStep
from letters.models.states import State
from letters.papers import document_of, paper_of
from letters.texts import has_unfilled
from letters.views.common import docx_response, found

FEW = 3  # units whose own steps are told in the letter's trail


@login_required
@require_safe
def letter_detail(request, pk):
    user, today = request.user, timezone.localdate()
    letter = found(request, pk)
    steps = letter.steps.select_related("by__organization", "recipient__organization")
    if permissions.sees_all_parts(user, letter):
        context = _for_committee(letter, list(steps), user, today)
    else:
        context = _for_unit(letter, steps, user, today)
    context |= {"letter": letter, "today": today, "files": list(letter.files.all()), **shown(letter)}
    return render(request, "letters/detail.html", context)


@login_required
@require_safe
def letter_print(request, pk):
    letter = found(request, pk)
    return render(request, "letters/print.html", {"letter": letter, **shown(letter)})


@login_required
@require_safe
def letter_document(request, pk):
    return docx_response(*document_of(found(request, pk)))


def shown(letter):
    """What letters/_paper.html reads."""
    paper = paper_of(letter)
    annexes = [
        {
            "title": one.title,
            "text": one.text,
            "columns": one.columns,
            "rows": [list(zip(row, one.columns, strict=False)) for row in one.rows],
        }
        for one in paper.attachments
    ]
    return {"paper": paper, "lines": lines(paper.body), "annexes": annexes}


def _for_committee(letter, steps, user, today):
    parts = _parts(letter)
    for part in parts:
        part.shown = standing.part_shown(part, today)
        part.received_words, part.replied_words = standing.received_words(part), standing.replied_words(part)
        part.act = actions.of_part(part, user, today)
    return {
        "shown": letter.status,
        "handle": actions.handle(letter, user, parts, today),
        "other_actions": actions.other_actions(letter, user),
        "progress": trail.progress(letter, steps),
        "facts": facts(letter, parts, user),
        "trail": trail.trail(
            letter, _of_all(steps, parts), user, sum(part.state != part.State.CLOSED for part in parts)
        ),
        "recipients": parts,
        "sums": standing.sums(letter, parts, today) if letter.issued_on else "",
        "notes": _notes(letter, user, today),
    }


def _for_unit(letter, steps, user, today):
    """The unit's own part alone; who else got it and what they answered is not its business."""
    part = next(part for part in _parts(letter, organization=user.organization_id))
    replies = list(part.replies.select_related("by__organization").prefetch_related("files"))
    return {
        "own": part,
        "own_shown": standing.part_shown(part, today),
        "handle": actions.handle_of_unit(letter, part, user, today),
        "facts": facts(letter, [part], user),
        "trail": trail.trail(letter, [step for step in steps if _is_of(step, part)], user, 1),
        "replies": replies,
        "reply_form": ReplyForm() if letter.state == State.ISSUED and actions.owes_reply(part) else None,
        "notes": [],
    }


def _of_all(steps, parts):
    """What each of many units did stands in the table, and on the page of its part."""
    return steps if len(parts) <= FEW else [step for step in steps if step.recipient_id is None]


def _is_of(step, part):
    """How the committee wrote it is its own business: a unit reads when it was issued or voided, and its own lines."""
    outward = (LetterStep.Verb.ISSUE, LetterStep.Verb.VOID)
    return step.recipient_id == part.pk or (step.recipient_id is None and step.verb in outward)


def _parts(letter, **narrowed):
    parts = letter.recipients.filter(**narrowed).select_related("organization__committee", "received_by")
    parts = list(parts.order_by("organization__order_number", "organization"))
    for part in parts:
        part.letter = letter
    return parts


def _notes(letter, user, today):
    """What a person should know before the next step; none of it blocks."""
    notes = []
    gaps = has_unfilled(f"{letter.title}{letter.body}{letter.note}{letter.contact}{letter.cc}{letter.to}")
    if letter.state == State.DRAFT and gaps:
        notes.append({"text": "标出来的“【待填：…】”还没有内容，补上才能送审。", "kind": "amber"})
    if letter.state in (State.SUBMITTED, State.APPROVED, State.ISSUED) and permissions.can_edit(user, letter):
        notes += [{"text": words, "kind": "amber"} for words in cautions(letter, today)]
    return notes
