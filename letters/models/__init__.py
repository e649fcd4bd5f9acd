from letters.models.batch import Batch, BatchDocument
from letters.models.letter import Letter
from letters.models.recipient import LetterFile, Recipient, Reply, ReplyFile
from letters.models.reminder import ReplyReminder, ReplyReminderStep
from letters.models.template import LetterTemplate
from letters.models.trail import LetterStep

__all__ = [
    "Batch",
    "BatchDocument",
    "Letter",
    "LetterFile",
    "LetterStep",
    "LetterTemplate",
    "Recipient",
    "Reply",
    "ReplyFile",
    "ReplyReminder",
    "ReplyReminderStep",
]
