"""The mentoring itself: people, time and words; no Slack payloads, no SQL."""
