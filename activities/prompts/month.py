"""This month's prompt for the home page: the published one, with `is_read`, whether the own unit has read it."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from activities.models import Prompt, PromptReceipt


def this_month(user, day):
    return _with_read(Prompt.objects.visible_to(user).published().of_month(day), user.organization_id).first()


def beside(rows, user, day):
    """Rows that have a committee, each with its committee's prompt of the month: a page that reads one of them anyway
    need not ask again."""
    prompts = Prompt.objects.filter(committee=OuterRef("committee")).published().of_month(day).order_by()
    found = _with_read(prompts, user.organization_id).values(
        found=JSONObject(
            id="pk", title="title", required_items="required_items", free_items="free_items", is_read="is_read"
        )
    )
    return rows.annotate(month_prompt=Subquery(found[:1]))


def taken_from(row, day):
    if not row.month_prompt:
        return None
    fields = dict(row.month_prompt)
    is_read = bool(fields.pop("is_read"))
    prompt = Prompt(**fields, month=day.replace(day=1), state=Prompt.State.PUBLISHED)
    prompt.is_read = is_read
    return prompt


def _with_read(prompts, organization):
    read = PromptReceipt.objects.filter(prompt=OuterRef("pk"), organization=organization)
    return prompts.annotate(is_read=Exists(read))
