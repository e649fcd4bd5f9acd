"""What can this person do with a task now? The box “现在由您办理”, and the quiet buttons beside it."""

from django.urls import reverse

from activities.tasklist import permissions
from activities.tasklist.states import EDITABLE, IN_HAND, OPEN, TaskState
from activities.tasklist.trail import holder
from portal.moments import moment_words


def handle(task, user, day):
    """The box, or None for whoever cannot act now."""
    now = holder(task)
    actions = _actions(task, user) if now else []
    if not actions:
        return None
    own = _has_it(task, user)
    note = _waiting(now, day) + ("" if own else "，您可以代办，轨迹里会标明")
    return {"who": "您" if own else now.name, "what": now.task, "note": note, "actions": actions}


def other_actions(task, user, day):
    actions = []
    if task.state in EDITABLE and permissions.can_edit(user, task):
        actions.append(_to("修改", "task-edit", task))
    if task.state == TaskState.REPORTED and permissions.owns(user, task):
        actions.append(_post("撤回报办", "task-withdraw", task, primary=False))
    if task.is_overdue(day) and permissions.can_draft_letter(user, task):
        actions.append(_post("起草提醒函", "task-letter", task, primary=False))
    if task.state in OPEN and permissions.can_drop(user, task):
        actions.append(_to("撤销任务", "task-drop", task))
    return actions


def _actions(task, user):
    if task.state == TaskState.RAISED and permissions.can_assign(user, task):
        return [_post("交办", "task-assign", task)]
    if task.state in IN_HAND and permissions.can_report(user, task):
        return [_to("报办结", "task-report", task, primary=True)]
    if task.state == TaskState.REPORTED and permissions.can_check(user, task):
        return [_post("核查通过，办结", "task-close", task), _to("退回再办", "task-return", task)]
    return []


def _has_it(task, user):
    if task.state in IN_HAND:
        return permissions.owns(user, task)
    return user.is_staff if task.raiser_id is None else user.organization_id == task.raiser_id


def _waiting(now, day):
    words = [f"{moment_words(now.since)}起"]
    if waited := now.days_waited(day):
        words.append(f"已等 {waited} 天")
    if now.until:
        left = (now.until - day).days
        over = f"，已超过 {-left} 天" if left < 0 else ""
        words.append(f"期限{now.until.month}月{now.until.day}日{over}")
    return "，".join(words)


def _post(label, name, task, primary=True):
    """The button knows which revision was on the page, so that nothing unseen is closed."""
    return {"label": label, "post": f"{reverse(name, args=[task.pk])}?seen={task.revision}", "primary": primary}


def _to(label, name, task, **look):
    return {"label": label, "href": reverse(name, args=[task.pk]), **look}
