from django.urls import path

from desk.system import views

urlpatterns = [
    path("system/", views.system, name="system"),
    path("system/tasks/<int:pk>/seen/", views.failed_task_seen, name="failed-task-seen"),
    path("system/tasks/<int:pk>/retry/", views.failed_task_retry, name="failed-task-retry"),
]
