"""A citation as one object of JSON: what there is nothing to say of is left out."""

from __future__ import annotations

from typing import Any

from welfarekit.adapters.records import Record, given
from welfarekit.citation import Citation


def cite_data(cite: Citation | None) -> dict[str, Any] | None:
    """The citation as plain values; None for none."""
    if cite is None:
        return None
    return given(
        act=cite.act,
        article=cite.article or None,
        url=cite.url or None,
        read=cite.read,
        confirmed=cite.confirmed,
        since=cite.since,
        until=cite.until,
    )


def read_cite(record: Record) -> Citation | None:
    """The citation in a record."""
    known: dict[str, Any] = {
        "act": record.text("act"),
        "article": record.text("article", needed=False),
        "url": record.text("url", needed=False),
        "read": record.optional_day("read"),
        "confirmed": record.text("confirmed", needed=False) or "text",
        "since": record.optional_day("since"),
        "until": record.optional_day("until"),
    }
    return record.make(lambda: Citation(**known))
