"""Yearly counts of employment work: workers placed, those abroad among them, and the training classes held.

>>> jobs = PlacedWorkers(7_125, overseas=24)
>>> jobs.workers, jobs.at_home
(7125, 7101)
>>> classes = TrainingClasses(non_farm=24, farm=11, learners=1_050)
>>> classes.classes, classes.learners_per_class
(35, Fraction(30, 1))
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import field, frozen

from welfarekit.administration.statements import poverty_words as words
from welfarekit.administration.statements.figures import decimals_of, figure
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.language.catalogue import catalogue


def _count(_: Any, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{attribute.name} is a whole number, not {value!r}")
    if value < 0:
        raise InvalidFacts([Problem("negative", attribute.name, str(value), "zero or more")])


@frozen
class PlacedWorkers:
    """Workers placed in work within a year. Those who went abroad under contract are among them and are never added to them."""

    workers: int = field(validator=_count)
    overseas: int = field(validator=_count)

    def __attrs_post_init__(self) -> None:
        if self.overseas > self.workers:
            expected = f"at most the {self.workers} workers placed, who include them"
            raise InvalidFacts([Problem("out_of_range", "overseas", str(self.overseas), expected)])

    @property
    def at_home(self) -> int:
        """Those who did not go abroad."""
        return self.workers - self.overseas

    def text(self, locale: str = "vi") -> str:
        """One sentence."""
        say = catalogue("welfarekit.administration", locale).text
        return say(words.JOBS, workers=figure(locale, self.workers), overseas=figure(locale, self.overseas))


@frozen
class TrainingClasses:
    """Vocational training classes held within a year, by field, and all who learned in them."""

    non_farm: int = field(validator=_count)
    farm: int = field(validator=_count)
    learners: int = field(validator=_count)

    def __attrs_post_init__(self) -> None:
        if self.learners and not self.classes:
            raise InvalidFacts([Problem("out_of_range", "learners", str(self.learners), "nobody, since no class was held")])

    @property
    def classes(self) -> int:
        """All classes; each is of one field."""
        return self.non_farm + self.farm

    @property
    def learners_per_class(self) -> Fraction | None:
        """The mean, exactly; None without a class."""
        return Fraction(self.learners, self.classes) if self.classes else None

    def text(self, locale: str = "vi") -> str:
        """One sentence; a mean that is no whole number has one decimal."""
        say, mean = catalogue("welfarekit.administration", locale).text, self.learners_per_class or Fraction(0)
        counts = {name: figure(locale, getattr(self, name)) for name in ("classes", "non_farm", "farm", "learners")}
        return say(words.CLASSES, mean=figure(locale, mean, 0 if decimals_of(mean) == 0 else 1), **counts)
