"""What can this person do with an activity now? The box “现在由您办理”, and the quiet buttons beside it."""

from django.urls import reverse
from django.utils import timezone

from activities import permissions
from activities.holders import holder
from activities.models import Participation, Step
from activities.models.states import PUBLIC, WAITING, State
from portal.holding import limit_words
from portal.moments import moment_words


def handle(activity, user, participation, day):
    """The box “现在由您办理”, or None for whoever cannot act now. `participation` is that of the person's own unit."""
    now = holder(activity)
    actions = _actions(activity, user) if now else []
    if actions:
        own = _has_it(activity, user)
        note = _waiting(activity, now, day) + ("" if own else "，您可以代办，轨迹里会标明")
        return {"who": "您" if own else now.name, "what": now.task, "note": note, "actions": actions}
    waits_for_answer = participation and participation.answer == Participation.Answer.NONE and user.is_officer
    if waits_for_answer and activity.state == State.PUBLISHED and not activity.is_over():
        answer = {"label": "答复", "href": reverse("participation-answer", args=[activity.pk]), "primary": True}
        note = "说明是否参加、来几个人；活动结束前可以改。"
        return {"who": "您", "what": "答复邀请", "note": note, "actions": [answer]}
    return None


def _has_it(activity, user):
    """Whether the next step is this person's own, not one that may be done for somebody else."""
    if activity.state == State.PROPOSED:
        return permissions.leads(user, activity.alliance_id)
    if activity.state in WAITING or activity.host_id is None:
        return user.is_staff
    return permissions.is_host(user, activity)


def _waiting(activity, now, day):
    waited = now.days_waited(day)
    words = [f"{moment_words(now.since)}起"]
    if waited:
        words.append(f"已等 {waited} 天")
    if now.until:
        words.append(limit_words(now.until))
    if activity.state == State.SUBMITTED:
        words.append("审定通过即再次确认八项规定事项")
    return "，".join(words)


def _actions(activity, user):
    state, works = activity.state, permissions.works_on(user, activity)
    if state == State.PROPOSED and permissions.can_review(user, activity):
        return [_post("审核通过", "activity-review", activity), _to("退回修改", "activity-return", activity)]
    if state == State.SUBMITTED and permissions.can_publish(user, activity):
        mend = _to("代录补正", "activity-edit", activity, quiet=True)
        return [_post("审定通过", "activity-publish", activity), _to("退回修改", "activity-return", activity), mend]
    if state == State.REPORTED and permissions.can_accept(user, activity):
        mend = _to("代录补正", "report-edit", activity, quiet=True)
        back = _to("退回修改", "activity-return-report", activity)
        return [_post("审定通过", "activity-accept", activity), back, mend]
    if not works:
        return []
    if state in (State.DRAFT, State.RETURNED):
        words = "继续填写" if state == State.DRAFT else "修改计划"
        drop = _to("作废", "activity-cancel", activity, quiet=True)
        late = [_to("写总结", "report-edit", activity)] if activity.is_late_record else []
        return [_to(words, "activity-edit", activity, primary=True), *late, drop]
    if state == State.PUBLISHED:
        return [_to("写总结", "report-edit", activity, primary=True), _to("点名", "roll-call", activity)]
    if state == State.REPORT_RETURNED:
        return [_to("修改总结", "report-edit", activity, primary=True)]
    return []


def other_actions(activity, user, steps):
    """What may be done although nothing waits: quiet buttons at the head of the page."""
    if not permissions.works_on(user, activity):
        return []
    if activity.state == State.PUBLISHED:
        edit = _to("修改", "activity-edit", activity)
        if activity.is_over():
            return [edit]
        return [edit, _to("改期", "activity-postpone", activity), _to("取消活动", "activity-cancel", activity)]
    is_handed_in = activity.state in (State.PROPOSED, State.SUBMITTED, State.REPORTED)
    if is_handed_in and not user.is_staff and permissions.can_withdraw(user, activity) and not _is_passed_on(steps):
        return [_post("撤回", "activity-withdraw", activity, primary=False)]
    return []


def _is_passed_on(steps):
    """Whether the 片长单位 has reviewed what was handed in last; from then on it is only returned. Newest first."""
    handed = (step.verb for step in steps if step.verb in (Step.Verb.SUBMIT, Step.Verb.REVIEW, Step.Verb.REPORT))
    return next(handed, None) == Step.Verb.REVIEW


def _post(label, name, activity, primary=True):
    """The button knows which revision was on the page, so that nothing unseen is approved."""
    return {"label": label, "post": f"{reverse(name, args=[activity.pk])}?seen={activity.revision}", "primary": primary}


def _to(label, name, activity, **look):
    return {"label": label, "href": reverse(name, args=[activity.pk]), **look}


def roll(activity, user):
    """The sheet to print before it begins, the roll call from then on; for who works on it."""
    if (
        activity.state not in PUBLIC
        or activity.state == State.CANCELLED
        or not permissions.can_call_roll(user, activity)
    ):
        return None
    begun = activity.starts_at <= timezone.now()
    return _to("点名册", "roll-call", activity) if begun else _to("签到表", "sign-in-sheet", activity)
