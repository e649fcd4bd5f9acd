"""What can this person do with a brand now? The box “现在由您办理”, and the quiet buttons beside it."""

from django.urls import reverse
from django.utils import timezone

from branches import brand_permissions as permissions
from branches.models import BrandStep
from branches.models.brand_states import IN_HAND, WAITING, State
from portal.holding import limit_words


def handle(version, now, user, day):
    """The box for whoever can act on the version in the making now (`now`: its holder), or None."""
    actions = _actions(version, user) if now else []
    if not actions:
        return None
    own = _has_it(version, user)
    waited = now.days_waited(day)
    since = timezone.localtime(now.since)
    words = [f"{since.month}月{since.day}日 {since:%H:%M}起"]
    if waited:
        words.append(f"已等 {waited} 天")
    if now.until:
        words.append(limit_words(now.until))
    if not own:
        words.append("您可以代办，轨迹里会标明")
    return {"who": "您" if own else now.name, "what": now.task, "note": "，".join(words), "actions": actions}


def other_actions(brand, version, steps, user):
    """What may be done although nothing waits. `steps`: the trail, newest first."""
    actions = []
    if version and _may_withdraw(version, steps, user):
        actions.append(_to("撤回", "brand-withdraw", brand))
    if brand.ended_on or not brand.published_id:
        return actions
    if permissions.can_revise(user, brand):
        if version is None:
            actions.append({"label": "修订", "post": reverse("brand-revise", args=[brand.pk])})
        actions.append(_to("停用", "brand-end", brand))
    if permissions.can_grant(user, brand):
        actions.append(_to("授予等次", "brand-honour-grant", brand))
    return actions


def _may_withdraw(version, steps, user):
    """Until the 片长单位 has passed it on; from then on it is only returned."""
    if version.state not in WAITING or user.is_staff or not permissions.can_withdraw(user, version):
        return False
    handed = (step.verb for step in steps if step.verb in (BrandStep.Verb.SUBMIT, BrandStep.Verb.REVIEW))
    return version.state == State.PROPOSED or next(handed, None) != BrandStep.Verb.REVIEW


def _actions(version, user):
    brand = version.brand
    if version.state in IN_HAND and permissions.can_edit(user, version):
        words = "继续填写" if version.state == State.DRAFT else "修改品牌"
        return [_to(words, "brand-edit", brand, primary=True), _to("作废", "brand-drop", brand, quiet=True)]
    if version.state == State.PROPOSED and permissions.can_review(user, version):
        return [_post("初审通过", "brand-review", version), _to("退回修改", "brand-return", brand)]
    if version.state == State.SUBMITTED and permissions.can_publish(user, version):
        return [_post("审定并发布", "brand-publish", version), _to("退回修改", "brand-return", brand)]
    return []


def _has_it(version, user):
    """Whether the next step is this person's own, not one that may be done for somebody else."""
    if version.state in IN_HAND:
        return permissions.is_writer(user, version.brand)
    return user.is_staff == (version.state == State.SUBMITTED)


def _post(label, name, version):
    """The button knows which revision was on the page, so that nothing unseen is approved."""
    return {
        "label": label,
        "post": f"{reverse(name, args=[version.brand_id])}?seen={version.revision}",
        "primary": True,
    }


def _to(label, name, brand, **look):
    return {"label": label, "href": reverse(name, args=[brand.pk]), **look}
