"""运行状态: how the portal is, for who runs it (a superuser)."""
