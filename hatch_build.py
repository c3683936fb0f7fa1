"""Build hook: compile every catalogue (.po to .mo) and refuse a broken one."""
from __future__ import annotations

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Placeholder replaced by the language work."""

    def initialize(self, version, build_data):  # type: ignore[no-untyped-def]
        """Nothing yet."""
