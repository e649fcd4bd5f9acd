"""A feed of exactly 1,000 events, made and taken back in one transaction, so that the province stays as it is."""

from functools import partial
from statistics import median

from accounts.models import User
from activities.models import Feed
from benchmarks.feeds import fill
from benchmarks.requesting import Browser, in_one_transaction


def measure(requests, timed):
    """{"events", "kb", "full", "unchanged": ms, "queries": [full, 304]}"""
    with in_one_transaction():
        feed = Feed.subscribe(by=User.objects.get(username="unit"), name="党建联盟活动", filters={}, with_alarm=True)
        fill(feed)
        browser, path = Browser(), feed.get_absolute_url()
        _, headers, body = browser.get(path)
        known = {"if-none-match": headers["ETag"]}
        if (status := browser.get(path, **known)[0]) != 304:
            raise SystemExit(f"an unchanged feed answered {status}")
        found = {
            "events": body.count(b"BEGIN:VEVENT"),
            "kb": len(body) / 1024,
            "full": median(timed(partial(browser.get, path)) for _ in range(requests)),
            "unchanged": median(timed(partial(browser.get, path, **known)) for _ in range(3 * requests)),
            "queries": [browser.queries(path), browser.queries(path, **known)],
        }
    return found
