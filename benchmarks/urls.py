from django.urls import include, path

from benchmarks.floor import floor, gallery_floor, results_floor

urlpatterns = [
    path("benchmarks/floor/<slug:month>/", floor, name="floor"),
    path("benchmarks/gallery-floor/", gallery_floor, name="gallery-floor"),
    path("benchmarks/results-floor/<int:version>/", results_floor, name="results-floor"),
    path("", include("portal.urls")),
]
