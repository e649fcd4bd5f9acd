"""From scores to the result: loaded, computed, locked, made public, objected to, awarded."""
