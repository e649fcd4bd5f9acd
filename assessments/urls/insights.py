"""What stands beside the scores: replay, sharing table, stars."""

urlpatterns = []
