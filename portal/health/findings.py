"""A probe asks one question about the portal; what it finds has a state, a sentence, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    GOOD = "good", "正常"
    WARNS = "warns", "注意"
    FAILING = "failing", "故障"
    UNKNOWN = "unknown", "不明"


@dataclass(frozen=True)
class Finding:
    state: State
    says: str  # for the administrator: may name hosts and paths
    cure: str = ""
    public: str = ""  # for /healthz, which strangers read
    href: str = ""  # where the administrator sees more
    numbers: dict = field(default_factory=dict)  # for the monitoring: name of the figure → value


@dataclass(frozen=True)
class Probe:
    name: str
    label: str
    meaning: str
    look: Callable[[], Finding]
    may_hang: bool = False  # asks something outside this process: gets a thread and a limit of time
    needs_database: bool = False


def restart(part):
    """What to type to start a part of the portal again; the embedded default is one command."""
    if settings.PRODUCTION:
        return f"在服务器上运行 systemctl restart {part}，再用 journalctl -u {part} 看原因"
    return "停止门户后重新运行 make run，并看它打印的原因"
