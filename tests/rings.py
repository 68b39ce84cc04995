"""The keys that the tests' databases are sealed with; they keep nothing from anybody."""

from store.keys import Ring

KEYS = "c2Vjb25kIGNvZmZlZSwgYSBrZXkgZm9yIHRlc3RzLi4="
OTHER = "616e6f74686572206b65792c20666f722074657374732061732077656c6c2e2e"
RING = Ring.read(KEYS)
