"""How a delivery reads as a mail: alone, or several of a day in one."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage


def compose(deliveries):
    first = deliveries[0]
    if len(deliveries) == 1:
        subject, body = first.title, first.body
    else:
        subject = f"您有 {len(deliveries)} 项待办与提醒"
        body = "\n\n".join(f"{number}. {one.title}\n{one.body}" for number, one in enumerate(deliveries, start=1))
    # The same number at every try: should a kill come between sending and noting it, mail programs see one message.
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    headers = {"Message-ID": f"<delivery-{first.pk}@{host}>"}
    return EmailMessage(" ".join(subject.split()), f"{body}\n", to=[first.address], headers=headers)
