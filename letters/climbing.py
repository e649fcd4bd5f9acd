"""The next letter of the ladder, drafted from the one that stayed without an answer: 提醒函 → 督办函 → 约谈通知.

Only when a person presses. What it is about stands in the title of the letter before; whatever else the template asks
for and nobody knows stays marked, for a person to write.
"""

from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from alliances.models import Organization
from letters import drafting, ladder
from letters.cases import Case
from letters.models.following import is_behind, standing_of
from letters.models.states import LADDER, Kind
from letters.texts import one_line
from portal.access import WrongState

NEXT = dict(pairwise(LADDER))


def kind_after(part, day):
    """The kind that may follow this unit's part now, or None."""
    kind = NEXT.get(part.letter.kind)
    return kind if kind and is_behind(part, day) else None


@transaction.atomic
def climb(part, *, by):
    """A draft to that unit alone; of two presses at once the second one finds the first one's draft."""
    hold_unit(part.organization_id)
    day, before = timezone.localdate(), part.letter
    kind = kind_after(part, day)
    if kind is None:
        raise WrongState(f"{standing_of(part, day)}，不能起草下一步的函。")
    if open_ := before.followed_by.unissued().filter(recipients__organization=part.organization).first():
        raise WrongState(f"已有《{open_}》（{open_.get_state_display()}），请先办完。")
    if before.case:
        allowed, why = ladder.next_kind(before.case, part.organization, day)
        if allowed != kind:
            raise WrongState(f"现在不能起草{Kind(kind).label}：{why}")
    template = drafting.template_for(before.committee, kind, before.case)
    case = Case(before.case, part.organization, matter_of(before))
    words = drafting.fill(template, case, before.committee, day=day, previous=part)
    words["title"] = one_line(words["title"], 200)
    return drafting.create(
        before.committee,
        by=by,
        organizations=[part.organization],
        kind=kind,
        case=before.case,
        follows=before,
        template=template,
        form=template.form,
        reply_workdays=template.reply_workdays,
        contact=before.contact,
        **words,
    )


def hold_unit(pk):
    """Until the transaction ends, as whoever drafts from a case does."""
    Organization.objects.select_for_update(no_key=True).get(pk=pk)


def matter_of(letter):
    """按期换届 of “关于按期换届的提醒函”; the whole title where it is written otherwise."""
    kind = letter.get_kind_display()
    if letter.title.startswith("关于") and letter.title.endswith(f"的{kind}"):
        return letter.title.removeprefix("关于").removesuffix(f"的{kind}")
    return letter.title
