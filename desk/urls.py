from django.urls import include, path

from desk import alliance_pages, brand_page, views

urlpatterns = [
    path("", views.home, name="home"),
    path("alliances/<int:pk>/", alliance_pages.alliance_detail, name="alliance-detail"),
    path("organizations/<int:pk>/", alliance_pages.organization_detail, name="organization-detail"),
    path("brands/<int:pk>/", brand_page.brand_detail, name="brand-detail"),
    path("brands/<int:pk>/activities/", brand_page.brand_activities, name="brand-activities"),
    path("search/", views.search_page, name="search"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/<int:pk>/answer/", views.feedback_answer, name="feedback-answer"),
    path("", include("desk.audit.urls")),
    path("", include("desk.statistics.urls")),
    path("", include("desk.reports.urls")),
    path("", include("desk.system.urls")),
    path("manual/", views.manual, name="manual"),
]
