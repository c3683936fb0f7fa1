"""What the columns of a bank's file can hold, and how each locale heads them where the bank has no words of its own."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from welfarekit.language.locale import Locale

Kind: TypeAlias = Literal["text", "day", "amount", "count"]

KINDS: Final[dict[str, Kind]] = {
    "number": "count", "reference": "text", "payee": "text", "payee_name": "text", "account": "text", "channel": "text",
    "amount": "amount", "currency": "text", "due_on": "day", "period_start": "day", "period_end": "day", "program": "text",
    "award": "text", "subject": "text", "purpose": "text", "state": "text", "on": "day", "reason": "text", "other": "text",
}  # fmt: skip
"""What a column may hold. ``other`` may stand several times: it is written empty and read past."""

ANSWERS: Final = ("state", "on", "reason")
"""Columns of a result file: they say what became of an instruction, and cannot be written."""

PERSONAL: Final = frozenset(("payee", "payee_name", "account", "subject", "award"))
"""Columns whose cells are never shown in an error."""

_COLUMNS: Final = tuple(KINDS)
_WORDS: Final[dict[Locale, str]] = {
    "en": (
        "Number|Reference|Payee id|Payee|Account|Channel|Amount|Currency|Due on|Period from|Period to|Program|"
        "Award|Household|Purpose|Result|Date|Reason|"
    ),
    "zh_Hans": (
        "序号|交易编号|收款人编号|收款人姓名|收款账号|发放渠道|金额|币种|应发日期|所属期起|所属期止|项目|"
        "待遇编号|家庭编号|用途|结果|处理日期|原因|"
    ),
    "zh_Hant": (
        "序號|交易編號|收款人編號|收款人姓名|收款帳號|發放渠道|金額|幣種|應發日期|所屬期起|所屬期止|項目|"
        "待遇編號|家庭編號|用途|結果|處理日期|原因|"
    ),
    "vi": (
        "STT|Mã giao dịch|Mã người nhận|Họ và tên người nhận|Số tài khoản|Hình thức chi trả|Số tiền|Loại tiền|Ngày phải trả|"
        "Từ ngày|Đến ngày|Chương trình|Mã quyết định|Mã hộ|Nội dung|Kết quả|Ngày xử lý|Lý do|"
    ),
}


def heading(column: str, locale: Locale) -> str:
    """The words over a column.

    >>> heading("payee_name", "zh_Hans"), heading("amount", "vi")
    ('收款人姓名', 'Số tiền')
    """
    return _WORDS[locale].split("|")[_COLUMNS.index(column)]
