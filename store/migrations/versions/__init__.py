"""The tables' revisions, run by Alembic."""
