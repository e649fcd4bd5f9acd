"""Calendars: one filter, read from the query string, before month, agenda, year and feeds."""
