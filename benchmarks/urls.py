from django.urls import include, path

from benchmarks.floor import floor

urlpatterns = [
    path("benchmarks/floor/<slug:month>/", floor, name="floor"),
    path("", include("portal.urls")),
]
