"""Many relationships lived in advance: people who act by what they are shown, with no Slack."""
