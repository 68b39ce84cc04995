"""What lasts as long as the process is kept out of the garbage collector's rounds."""

import gc

# What a claim or a command leaves behind is freed by itself; looking at it again costs a tenth.
ROUNDS = (20_000, 20, 20)


def keep() -> None:
    """Keep all there is now for good, and look for cycles in what is new less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*ROUNDS)
