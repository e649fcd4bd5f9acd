"""Accounts for the 党务干部 of every organization, opened in one act and handed out on paper with one-time codes.

A code is a first password: made here, shown once on the printed sheet, kept nowhere but as the hash of the account,
good for one thing only, choosing a password (accounts.middleware), and for some days only.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from alliances.models import Committee
from notices.outbox import notify
from portal.pinyin import search_key

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike: i l o 0 1
CODE_LENGTH = 10
FIRST_LASTS = timedelta(days=14)  # the sheet of a whole city is cut up and handed out at the next meeting
RENEWED_LASTS = timedelta(days=3)  # asked for by telephone, perhaps before a weekend
MOBILE = re.compile(r"1\d{10}", re.ASCII)


@dataclass(frozen=True)
class Handout:
    """One strip of the sheet: to whom, and what to type."""

    organization: str
    name: str
    username: str
    code: str
    until: datetime


def without_officer(organizations):
    """Organizations nobody can yet work the portal for."""
    return organizations.exclude(users__in=User.objects.active().filter(post=User.Post.OFFICER))


@transaction.atomic
def open_accounts(organizations):
    """An officer for each organization that has none; a second run opens none. Returns the strips in official order."""
    # One at a time everywhere: user names and phone numbers are taken from all committees.
    list(Committee.objects.select_for_update(no_key=True).order_by("pk"))
    organizations = list(without_officer(organizations).select_related("committee"))
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    phones = set(User.objects.exclude(phone=None).values_list("phone", flat=True))
    users, strips, until = [], [], timezone.now() + FIRST_LASTS
    for organization in organizations:
        code = _new_code()
        user = User(
            username=_free_name(_initials(organization.short_name), taken),
            phone=_free_phone(organization.phone, phones),
            name=organization.officer_name or f"{organization.short_name}党务干部",
            post=User.Post.OFFICER,
            committee=organization.committee,
            organization=organization,
            must_change_password=True,
            code_until=until,
            password=make_password(code),
        )
        users.append(user)
        strips.append(_handout(organization.short_name, user, code))
    bulk_create_with_history(users, User)
    return strips


@transaction.atomic
def open_account(name, committee, post, phone=""):
    """One account for one person of no organization, such as a judge from outside. The user, and the strip with the
    code."""
    list(Committee.objects.select_for_update(no_key=True).order_by("pk"))
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    code = _new_code()
    user = User(
        username=_free_name(_initials(name), taken),
        phone=phone or None,
        name=name,
        post=post,
        committee=committee,
        must_change_password=True,
        code_until=timezone.now() + FIRST_LASTS,
        password=make_password(code),
    )
    user.save()
    return user, _handout(user.get_post_display(), user, code)


@transaction.atomic
def renew_codes(users):
    """New one-time codes for people who lost theirs; the old password stops working at once."""
    users = list(users.select_related("organization").order_by("organization__order_number", "pk"))
    strips, until = [], timezone.now() + RENEWED_LASTS
    for user in users:
        code = _new_code()
        user.set_password(code)
        user.must_change_password, user.code_until = True, until
        strips.append(_handout(user.unit, user, code))
    fields = ["password", "must_change_password", "code_until"]
    bulk_update_with_history(users, User, fields, default_change_reason="重发一次性登录码")
    notify(
        users,
        title="一次性登录码已重发",
        body="如果不是你本人提出的，请马上联系工委工作人员。",
        link="/account/sessions/",
    )
    return strips


def _handout(unit, user, code):
    return Handout(unit, user.name, user.phone or user.username, code, user.code_until)


def _new_code():
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def _initials(name):
    """swxcb for 市委宣传部."""
    return (search_key(name).split() or ["unit"])[-1]


def _free_name(wanted, taken):
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{number}", number + 1
    taken.add(name)
    return name


def _free_phone(phone, taken):
    """The roster's number when it is a mobile number and nobody has it yet."""
    if MOBILE.fullmatch(phone) and phone not in taken:
        taken.add(phone)
        return phone
    return None
