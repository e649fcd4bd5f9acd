from django.urls import path

from desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search_page, name="search"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/<int:pk>/answer/", views.feedback_answer, name="feedback-answer"),
    path("manual/", views.manual, name="manual"),
]
