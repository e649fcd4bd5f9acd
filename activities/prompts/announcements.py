"""Who is told of a prompt? The officers of every unit when it is published; of those that have not read it, once more
when the committee asks for it."""

from accounts.models import User
from notices.models import Notice
from notices.outbox import notify


def tell_units(prompt, *, by):
    from_units = User.objects.active().filter(committee=prompt.committee_id, post=User.Post.OFFICER)
    _tell(from_units.exclude(pk=by.pk), prompt, f"{prompt}已发布", Notice.Kind.NEWS, "published")


def tell_unread(prompt, organizations):
    _tell(User.objects.officers_of(organizations), prompt, f"请阅{prompt}", Notice.Kind.REMINDER, "unread")


def _tell(users, prompt, title, kind, key):
    notify(
        users,
        kind=kind,
        title=title,
        body="\n".join([f"主题：{prompt.title}", *prompt.required]),
        link=prompt.get_absolute_url(),
        key=f"prompt-{prompt.pk}-{key}",
    )
