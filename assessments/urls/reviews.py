"""述职评议: meetings, ballots."""

urlpatterns = []
