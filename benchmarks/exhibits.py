"""The gallery of brands against its floor."""

from functools import partial

from django.urls import reverse

from accounts.models import User
from benchmarks.requesting import Browser, medians
from branches.models import Brand

MORE_BRANDS = 214  # of each further size, in the committee itself


def measure():
    """Per page {"page", "floor": ms, "queries"}; "brands": how many there are."""
    staff = User.objects.get(username="staff")
    browser, bare = Browser(staff), Browser()
    pairs = {
        "gallery": (reverse("brand-list"), f"{reverse('gallery-floor')}?committee={staff.committee_id}"),
    }
    found = {"brands": Brand.objects.filter(committee=staff.committee).published().count()}
    for name, (page, floor) in pairs.items():
        status, *_ = browser.get(page)
        if status != 200:
            raise SystemExit(f"{page} answered {status}")
        page_ms, floor_ms = medians(partial(browser.get, page), partial(bare.get, floor), batches=4)
        found[name] = {"page": page_ms, "floor": floor_ms, "queries": browser.queries(page)}
    return found
