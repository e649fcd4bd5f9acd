"""What is wrong with a rule, a line of notation, a tree or a set of grades: all of it at once, each with its place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleFault:
    """`path` leads to the place in words people see: ("分档", "档次", "第2档"), or the indicators down to a node."""

    text: str
    path: tuple[str, ...] = ()

    def under(self, *path):
        return RuleFault(self.text, (*path, *self.path))

    def __str__(self):
        return f"{' › '.join(self.path)}：{self.text}" if self.path else self.text


class RuleFaults(ValueError):
    """Raised with every fault found; `faults` is a tuple of RuleFault."""

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
