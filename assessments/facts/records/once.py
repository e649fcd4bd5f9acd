class Once(dict):
    """Equal texts and days once in memory, however many rows say them: `once[value]` is the first one that was seen."""

    def __missing__(self, value):
        self[value] = value
        return value
