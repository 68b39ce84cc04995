"""What things look like in Slack: blocks, messages, forms and pages, drawn from the scripts."""
