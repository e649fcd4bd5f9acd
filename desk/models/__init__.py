from desk.models.feedback import Feedback
from desk.models.snapshot import Snapshot, SnapshotFigure, SnapshotRow

__all__ = ["Feedback", "Snapshot", "SnapshotFigure", "SnapshotRow"]
