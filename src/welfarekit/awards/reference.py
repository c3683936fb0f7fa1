"""The reference of a payment: sixteen characters that follow from what the payment is, so that it cannot be made twice."""

from __future__ import annotations

import datetime as dt
from base64 import b32encode
from hashlib import blake2b

from welfarekit.domain.payment import PaymentKind


def reference_for(award: str, period_start: dt.date, kind: PaymentKind, sequence: int) -> str:
    """The reference of one payment, of letters A-Z and digits 2-7; it shows nothing of the award's identifier.

    >>> reference_for("cn.dibao/hh-1/2025-08-20", dt.date(2025, 9, 1), PaymentKind.REGULAR, 1)
    'Z4BL5MK4FVYUH6TY'
    """
    text = f"{award}\n{period_start.isoformat()}\n{kind.value}\n{sequence}"
    return b32encode(blake2b(text.encode(), digest_size=10).digest()).decode()
