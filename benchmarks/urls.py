from django.urls import include, path

from benchmarks.floor import floor, gallery_floor, results_floor
from benchmarks.province.floors import bare_view

urlpatterns = [
    path("benchmarks/bare/", bare_view, name="bare"),
    path("benchmarks/floor/<slug:month>/", floor, name="floor"),
    path("benchmarks/gallery-floor/", gallery_floor, name="gallery-floor"),
    path("benchmarks/results-floor/<int:version>/", results_floor, name="results-floor"),
    path("", include("portal.urls")),
]
