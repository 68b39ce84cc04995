"""How scripted people are: the numbers that make one diligent and another forgetful."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Temper:
    """Likelihoods from 0 to 1 of what somebody does when a day and a screen are before them.

    acts: does anything at all that day. first: goes for the button that is meant for them.
    fills: fills a field well. wanders: does what nobody asked for instead; players never do.
    leaves: months after which the account is closed, None for never.
    breaks: would tap what is drawn as dangerous.
    """

    acts: float
    first: float
    fills: float
    wanders: float
    leaves: int | None = None
    breaks: bool = False


TEMPERS = {
    "diligent": Temper(acts=0.95, first=0.97, fills=0.97, wanders=0.1),
    "forgetful": Temper(acts=0.4, first=0.6, fills=0.7, wanders=0.2),
    "silent": Temper(acts=0.06, first=0.5, fills=0.6, wanders=0.1),
    "contrary": Temper(acts=0.8, first=0.15, fills=0.5, wanders=0.6, breaks=True),
    "leaving": Temper(acts=0.85, first=0.85, fills=0.9, wanders=0.1, leaves=7, breaks=True),
}
