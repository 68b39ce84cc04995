"""What whoever runs the bot asks of it on the command line, beside running it."""
