"""考核方案: list, building, workbook."""

urlpatterns = []
