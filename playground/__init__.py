"""A Slack on this machine: the same wire, a company to try things in, and a clock to turn."""
