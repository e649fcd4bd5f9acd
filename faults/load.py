"""People at work while something breaks: two judges, one approver, one who uploads pictures.

Each repeats a click until it is accepted, as people do who read that it did not succeed. `accepted` keeps when.
"""

import re
import threading
import time

from faults.browser import Browser
from faults.machine import wait_for
from tests.factories import make_photo

PAUSE = 0.6  # enough to do for two and a half minutes
PATIENCE = 120


class Load:
    def __init__(self, tried, port):
        self.round, self.port = tried, port
        self.accepted, self.refused, self.stuck = {}, 0, []
        self.is_over = threading.Event()
        people = [(sheet.judge.user, self._judging(sheet)) for sheet in tried.sheets]
        people += [(tried.uploader, self._uploading())]
        people += [(tried.staff, self._approving())] if tried.plans else []
        self.browsers = [Browser(person, port) for person, _ in people]
        self.threads = [
            threading.Thread(target=self._work, args=(number, browser, clicks), daemon=True)
            for number, (browser, (_, clicks)) in enumerate(zip(self.browsers, people, strict=True))
        ]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        wait_for(lambda: len(self.accepted) == len(self.threads), "the first click of everybody")
        return self

    def __exit__(self, *_):
        self.is_over.set()
        for thread in self.threads:
            thread.join(PATIENCE)

    def well_since(self, blow):
        """When everybody's clicks were accepted again after this moment; None as long as somebody's was not."""
        after = [moment for moment in self.accepted.values() if moment > blow]
        return max(after) if len(after) == len(self.threads) else None

    @property
    def unclear(self):
        return [one for browser in self.browsers for one in browser.unclear]

    def _work(self, number, browser, clicks):
        """A click is (send, done): `send(browser)` says whether it was accepted, `done()` writes that down."""
        for send, done in clicks:
            deadline = time.monotonic() + PATIENCE
            asked = time.monotonic()
            while not send(browser):
                self.refused += 1
                if time.monotonic() > deadline:
                    self.stuck.append(number)
                    return
                time.sleep(PAUSE)
                asked = time.monotonic()
            done()
            self.accepted[number] = asked
            if self.is_over.wait(PAUSE):
                return

    def _judging(self, sheet):
        path, seen = f"/contests/sheets/{sheet.pk}/marks/", [""]
        for tenth in range(1, 600):
            value = f"{tenth / 10:g}"

            def send(browser, value=value):
                data = {"criterion": self.round.criterion.pk, "value": value, "seen": seen[0], "tried": value}
                status, body = browser.post(path, data)
                if status == 200:
                    seen[0] = re.search(r'"seen": "([^"]*)"', body)[1]
                return status == 200

            yield send, lambda value=value: self.round.marks[sheet.pk].append(value)

    def _approving(self):
        for plan in self.round.plans:
            path = f"/activities/{plan.pk}/publish/"
            yield (
                lambda browser, path=path: browser.post(path, {})[0] == 302,
                lambda pk=plan.pk: self.round.published.append(pk),
            )
        while True:
            yield lambda browser: browser.get("/activities/")[0] == 200, lambda: None

    def _uploading(self):
        photo = make_photo().read()
        for activity in self.round.held:
            path = f"/activities/{activity.pk}/report/"
            caption = f"图{activity.pk}"
            revision = []

            def send(browser, path=path, caption=caption, revision=revision):
                """The form is opened once: sent again, the portal sees from its revision that it has it already."""
                if not revision:
                    status, page = browser.get(path)
                    if status != 200:
                        return False
                    revision.append(re.search(r'name="version" value="(\d+)"', page)[1])
                data = {
                    "version": revision[0],
                    "text": "示例。",
                    "head_count": "3",
                    "new_captions": caption,
                    "draft": "1",
                }
                status, _ = browser.post(path, data, {"new_pictures": ("photo.jpg", photo)})
                return status in {302, 409}

            yield send, lambda caption=caption: self.round.captions.append(caption)
        while True:
            yield lambda browser: browser.get("/activities/")[0] == 200, lambda: None
