"""What it costs: each claim a small program that measures the bare library and the bot together."""
