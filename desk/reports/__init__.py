"""Drafts of reports: the committee's own paragraphs, filled with the figures of a snapshot."""
