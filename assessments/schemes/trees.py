"""The indicators of a scheme as the tree that scoring computes with."""


def tree_of(scheme, indicators=None):
    """Roots in order, from one query; `indicators` if somebody has read them already.

    Node.id is the indicator's pk. A rule that cannot be read is None here; `faults` says why.
    """
    raise NotImplementedError("waits for scoring.tree")
