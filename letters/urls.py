"""Pages of letters: the register, a letter and its steps, what a unit receives and answers, batches, templates."""

urlpatterns = []
