"""What does a unit get at a stage? Facts less what was struck out, claims and answers through the scheme's tree."""


def outcome_of(assessment, stage):
    """scoring.tree.Outcome at this stage, from what is entered now."""
    raise NotImplementedError("follows")
