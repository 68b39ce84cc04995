"""Failures of ours, logged under a short code: where it happened, never what people wrote."""

import logging
import secrets
import traceback

log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """Log where a failure happened, not what it said, and give its code."""
    code = secrets.token_hex(3).upper()
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("failure", extra={"code": code, "error": type(error).__name__, "where": where})
    return code
