"""Pages of the statistics and of snapshots."""

urlpatterns = []
