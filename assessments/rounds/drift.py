"""数据已变动: what would the sources find today that a final round did not? The result stays as it is."""


def compare(round, *, day=None):
    """Number of facts that differ; each keeps what would be found today, or None once it agrees again."""
    raise NotImplementedError("follows")
