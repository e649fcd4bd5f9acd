"""A province on PostgreSQL: 120 committees with ten years of records each, measured beside ten of them and one."""

# role → the sample's account; chamber and administrator are made where they are missing.
ROLES = {
    "staff": "staff",
    "liaison": "liaison",
    "lead": "lead",
    "deputy": "deputy",
    "unit": "unit",
    "chamber": "chamber",
    "member": "member",
    "judge": "judge",
    "administrator": "root",
    "nobody": None,
}
