"""Pages of the statistics and of snapshots."""

from django.urls import path

from desk.statistics import snapshot_views, views

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/rows/", views.statistics_rows, name="statistics-rows"),
    path("statistics/export/", views.statistics_export, name="statistics-export"),
    path("statistics/snapshots/", snapshot_views.snapshot_list, name="snapshot-list"),
    path("statistics/snapshots/sign/", snapshot_views.snapshot_sign, name="snapshot-sign"),
    path("statistics/snapshots/<int:pk>/", snapshot_views.snapshot_detail, name="snapshot-detail"),
    path("statistics/snapshots/<int:pk>/rows/", snapshot_views.snapshot_rows, name="snapshot-rows"),
    path("statistics/snapshots/<int:pk>/export/", snapshot_views.snapshot_export, name="snapshot-export"),
    path("statistics/snapshots/<int:pk>/void/", snapshot_views.snapshot_void, name="snapshot-void"),
]
