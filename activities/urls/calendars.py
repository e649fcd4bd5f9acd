"""The calendar in its three forms, and the feeds that bring it to the phone."""

from django.urls import path

from activities.views import calendars

urlpatterns = [
    path("calendar/", calendars.calendar_month, name="calendar-month"),
    path("calendar/agenda/", calendars.calendar_agenda, name="calendar-agenda"),
    path("calendar/year/", calendars.calendar_year, name="calendar-year"),
    path("calendar/feeds/", calendars.feed_list, name="feed-list"),
    path("calendar/feeds/<int:pk>/revoke/", calendars.feed_revoke, name="feed-revoke"),
    path("calendar/feeds/<slug:token>.ics", calendars.feed_ics, name="feed-ics"),
    path("activities/<int:pk>/calendar.ics", calendars.activity_ics, name="activity-ics"),
]
