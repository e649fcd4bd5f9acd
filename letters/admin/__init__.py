"""The committee's pages for letters: what it may change, and what it may look up."""

from letters.admin.letters import LetterAdmin
from letters.admin.words import LetterTemplateAdmin, ReplyReminderAdmin, ReplyReminderStepAdmin

__all__ = ["LetterAdmin", "LetterTemplateAdmin", "ReplyReminderAdmin", "ReplyReminderStepAdmin"]
