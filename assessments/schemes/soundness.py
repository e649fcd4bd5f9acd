"""Can a round be opened with this scheme? Every fault at once, in words, with the place where to mend it."""

from dataclasses import dataclass

from portal.access import WrongState


@dataclass(frozen=True)
class Fault:
    """`where` is "scheme", "indicators", "indicator-<pk>", "grades" or "grade-<pk>"."""

    where: str
    text: str

    def __str__(self):
        return self.text


def faults(scheme):
    found = []
    if not scheme.indicators.exists():
        found.append(Fault("indicators", "还没有指标。"))
    return found


def require_sound(scheme):
    if found := faults(scheme):
        raise WrongState("".join(map(str, found)))
