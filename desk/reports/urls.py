"""Pages of report drafts and of their templates."""

urlpatterns = []
