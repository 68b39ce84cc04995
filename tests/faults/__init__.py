"""The bot through faults, kills and jumps of its clock: what was said and kept is counted."""
