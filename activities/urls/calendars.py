"""The calendar in its three forms, and the feeds that bring it to the phone."""

from django.urls import path

from activities import views_calendar

urlpatterns = [
    path("calendar/", views_calendar.calendar_month, name="calendar-month"),
    path("calendar/agenda/", views_calendar.calendar_agenda, name="calendar-agenda"),
    path("calendar/year/", views_calendar.calendar_year, name="calendar-year"),
    path("calendar/feeds/", views_calendar.feed_list, name="feed-list"),
    path("calendar/feeds/<int:pk>/revoke/", views_calendar.feed_revoke, name="feed-revoke"),
    path("calendar/feeds/<slug:token>.ics", views_calendar.feed_ics, name="feed-ics"),
    path("activities/<int:pk>/calendar.ics", views_calendar.activity_ics, name="activity-ics"),
]
