"""空缺: posts nobody holds. That of the 书记 counts by itself, wherever the roster names none."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliances.models import Organization
from branches.models import Branch, Vacancy
from branches.terms.dates import FIRST_DAY, day_words
from letters.texts import one_line
from portal.access import WrongState

SECRETARY = "书记"


def enter(*, organization, branch=None, post, since, by, note="", today=None):
    today = today or timezone.localdate()
    post = one_line(post)
    if not post or len(post) > 30:
        raise WrongState("请写明空缺的职务，30字以内。")
    if not FIRST_DAY <= since <= today:
        raise WrongState(f"空缺起始不能晚于今天，也不能早于{day_words(FIRST_DAY)}。")
    vacancy = Vacancy(
        committee=organization.committee,
        organization=organization,
        branch=branch,
        post=post,
        since=since,
        note=one_line(note, 200),
        entered_by=by,
    )
    vacancy._history_user = by
    try:
        with transaction.atomic():
            vacancy.save()
    except IntegrityError as twice:
        raise WrongState(f"“{vacancy.subject}”的{post}空缺已经登记。") from twice
    return vacancy


@transaction.atomic
def fill(vacancy, *, by, filled_on, document_number="", today=None):
    today = today or timezone.localdate()
    held = Vacancy.objects.select_for_update(no_key=True, of=("self",)).with_names().get(pk=vacancy.pk)
    if held.filled_on:
        raise WrongState(f"“{held}”已于{day_words(held.filled_on)}补齐。")
    if filled_on < held.since:
        raise WrongState(f"补齐日期不能早于空缺起始（{day_words(held.since)}）。")
    if filled_on > today:
        raise WrongState("补齐日期不能晚于今天。")
    held.filled_on, held.document_number = filled_on, one_line(document_number, 60)
    held._history_user = by
    held.save()
    return held


def without_secretary(organizations, branches, day):
    """([organization], [branch]) of these that stand on the day and for which the roster names no 书记."""
    units = organizations.on(day).units().filter(secretary_name="")
    return units, branches.on(day).filter(secretary_name="").select_related("organization")


def bodies_for(user, day):
    """(organizations, branches) for which the person may enter a vacancy."""
    organizations, branches = Organization.objects.visible_to(user).on(day).units(), Branch.objects.visible_to(user)
    branches = branches.on(day).select_related("organization")
    if user.is_staff:
        return organizations, branches
    return organizations.filter(pk=user.organization_id), branches.filter(organization=user.organization_id)
