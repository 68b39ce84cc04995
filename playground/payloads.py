"""What travels on the wire, as Python sees it."""

from typing import Any

Payload = dict[str, Any]
