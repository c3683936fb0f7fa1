"""Hypothesis profiles: quick by default, ``deep`` with ``--hypothesis-profile=deep``."""

from hypothesis import HealthCheck, settings

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=CALM)
settings.register_profile("deep", max_examples=3000, deadline=None, suppress_health_check=CALM)
settings.load_profile("quick")
