"""Pages of terms of office and of vacant posts."""

urlpatterns = []
