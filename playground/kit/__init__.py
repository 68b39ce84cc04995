"""Block Kit as Slack accepts it: one table of rules, and one walker that applies it."""
