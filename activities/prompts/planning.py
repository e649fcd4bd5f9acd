"""What a plan takes over from a prompt: theme, type and the items as lines to be changed."""

from activities.models import Prompt


def prompt_for(user, pk):
    """The published one that an address names, or None."""
    return Prompt.objects.visible_to(user).published().filter(pk=pk).select_related("type").first() if pk else None


def fill_in(plan, prompt):
    plan.prompt, plan.title, plan.plan = prompt, prompt.title, plan_text(prompt)
    if prompt.type_id and prompt.type.is_active:
        plan.type = prompt.type
    return plan


def plan_text(prompt):
    lines = ["规定动作：", *_numbered(prompt.required)]
    if prompt.free:
        lines += ["自选动作（留下选做的）：", *_numbered(prompt.free)]
    return "\n".join(lines)


def _numbered(items):
    return [f"{number}. {item}" for number, item in enumerate(items, start=1)]
