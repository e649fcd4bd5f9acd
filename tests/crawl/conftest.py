from tests.test_permissions import world  # noqa: F401  one committee with a thing in every state, everybody signed in
