from desk.models.feedback import Feedback
from desk.models.report import DraftFigure, DraftParagraph, ReportDraft, ReportParagraph, ReportTemplate
from desk.models.snapshot import Snapshot, SnapshotFigure, SnapshotRow

__all__ = [
    "DraftFigure",
    "DraftParagraph",
    "Feedback",
    "ReportDraft",
    "ReportParagraph",
    "ReportTemplate",
    "Snapshot",
    "SnapshotFigure",
    "SnapshotRow",
]
