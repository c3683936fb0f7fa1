"""JSON Schemas (draft 2020-12) of what goes in and what comes out.

The schema of a household is made from the declarations of the domain classes, those of a determination, a worked case and a
law file are written here. A schema can say less than the readers check: that a day exists, that ids are unique and that the
currency is that of the place is theirs to find out.

>>> json_schema("household")["$defs"]["Person"]["properties"]["seriously_ill"]
{'type': 'boolean', 'description': 'serious illness'}
"""

from __future__ import annotations

from typing import Any, Final, Literal

from welfarekit.adapters.award_schema import KINDS, award_schema
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.domain.household import Household
from welfarekit.domain.index_month import IndexMonth
from welfarekit.errors import WelfarekitError
from welfarekit.money import MINOR_DIGITS, MODES, PERIODS

What = Literal["household", "determination", "case", "law", "award", "ledger", "payment", "reconciliation"]
Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
CURRENCIES: Final = "|".join(MINOR_DIGITS)
DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
TEXT: Final[Schema] = {"type": "string", "minLength": 1}
MONEY: Final[Schema] = {
    "description": "An exact amount: a text with its currency, a plain one in the currency of the place, or value and currency.",
    "anyOf": [
        {"type": "string", "pattern": rf"^[0-9]{{1,15}}(\.[0-9]+)?( ({CURRENCIES}))?$"},
        {
            "type": "object",
            "properties": {
                "value": {"type": "string", "pattern": r"^[0-9]{1,15}(\.[0-9]+)?$"},
                "currency": {"enum": list(MINOR_DIGITS)},
            },
            "required": ["value", "currency"],
            "additionalProperties": False,
        },
    ],
}
PLACE: Final[Schema] = {"type": "string", "pattern": "^(CN(-[0-9]{6})?|VN(-[0-9]{2}(-[0-9]{5})?)?|XD(-[1-9]{1,2})?)$"}


def json_schema(what: What) -> Schema:
    """The JSON Schema of a ``household``, a ``determination``, a ``case`` (cases.toml) or a ``law`` (law.toml), or of an
    ``award``, a ``ledger``, a ``payment`` or a ``reconciliation``.
    """
    if what in KINDS:
        return {"$schema": DRAFT, "title": f"welfarekit {what}", **award_schema(what)}
    makers = {"household": _household, "determination": _determination, "case": _cases, "law": _law}
    if what not in makers:
        raise WelfarekitError(f"there is no schema of {what!r}; use one of {', '.join((*makers, *KINDS))}")
    return {"$schema": DRAFT, "title": f"welfarekit {what}", **makers[what]()}


def _household() -> Schema:
    defs: Schema = {"Money": MONEY}
    return {"description": "What is left out is unknown; null says there is none.", **_object(Household, defs), "$defs": defs}


def _object(cls: type[Any], defs: Schema, toml: bool = False) -> Schema:
    """The schema of a domain class, its parts in ``defs``. In TOML "none" is null, and defaults may fill what is required."""
    specs = specs_of(cls)
    schema: Schema = {
        "type": "object",
        "properties": {name: _fact(spec, defs, toml) for name, spec in specs.items()},
        "required": [name for name, spec in specs.items() if spec.required],
        "additionalProperties": False,
    }
    if toml or not schema["required"]:
        del schema["required"]
    return schema


def _fact(spec: Spec, defs: Schema, toml: bool) -> Schema:
    unit = f" ({spec.unit})" if spec.unit else ""
    schema: Schema = {**_kind(spec, defs, toml), "description": spec.label + unit}
    if not spec.none:
        return schema
    description = {"description": schema.pop("description")}
    return {"anyOf": [schema, {"const": "none"} if toml else {"type": "null"}], **description}


def _kind(spec: Spec, defs: Schema, toml: bool) -> Schema:
    match spec.kind:
        case "flag":
            return {"type": "boolean"}
        case "money":
            return {"$ref": "#/$defs/Money"}
        case "count":
            return {"type": "integer", "minimum": spec.least} | ({} if spec.most is None else {"maximum": spec.most})
        case "number":
            return {"type": ["string", "integer"], "pattern": r"^[0-9]{1,12}(\.[0-9]+)?$", "minimum": 0}
        case "rate":
            return {"type": "string", "pattern": r"^-?[0-9]{1,9}(\.[0-9]+)?%?$"}
        case "day":
            return dict(DAY)
        case "choice":
            return {"enum": list(spec.choices)}
        case "place":
            return dict(PLACE)
        case "text":
            return dict(TEXT)
    name = spec.type.__name__
    if name not in defs:
        defs[name] = _object(spec.type, defs, toml)
    return {"$ref": f"#/$defs/{name}"} if spec.kind == "part" else {"type": "array", "minItems": 1, "items": _ref(name)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _closed(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _open(properties: Schema, *required: str) -> Schema:
    """An object to which later versions may add keys."""
    return {"type": "object", "properties": properties, "required": list(required)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _determination() -> Schema:
    paid = _open(
        {"value": {"type": "string"}, "currency": {"enum": list(MINOR_DIGITS)}, "per": {"enum": [*PERIODS, None]}}, "value"
    )
    cite = _open({key: {"type": "string"} for key in ("act", "article", "url", "read", "confirmed")}, "act")
    fact = _open({"path": TEXT, "known": {"type": "boolean"}, "value": {}}, "path", "known")
    law = _open(
        {"key": TEXT, "value": {}, "from": DAY, "place": PLACE, "inherited": {"type": "boolean"}, "cite": _ref("Cite")}, "key"
    )
    reason = _open(
        {
            "rule": TEXT,
            "value": {},
            "truth": {"enum": ["yes", "no", "unknown"]},
            "member": TEXT,
            "text": TEXT,
            "cite": _ref("Cite"),
            "facts": {"type": "array", "items": _ref("Fact")},
            "law": {"type": "array", "items": _ref("Law")},
            "children": {"type": "array", "items": _ref("Reason")},
        },
        "rule",
    )
    need = _open({"path": TEXT, "label": TEXT, "kind": TEXT, "choices": {"type": "array"}, "member": TEXT}, "path")
    outcome = {"enum": ["eligible", "not_eligible", "undetermined", "discretionary"]}
    required = ("schema", "program", "subject", "on", "outcome", "amount", "span", "needs", "reasons", "warnings")
    properties = {
        "schema": {"const": "welfarekit.determination/1"},
        "program": {"type": "string", "pattern": r"^[a-z_]+\.[a-z0-9_]+$"},
        "subject": TEXT,
        "on": DAY,
        "outcome": outcome,
        "status": {"type": ["string", "null"]},
        "amount": _or_null(_ref("Money")),
        "span": _or_null(_open({"lowest": _ref("Money"), "highest": _ref("Money")}, "lowest", "highest")),
        "needs": {"type": "array", "items": _ref("Need")},
        "reasons": _ref("Reason"),
        "warnings": {"type": "array", "items": _open({"code": TEXT, "about": TEXT, "detail": {"type": "string"}}, "code")},
        "members": {
            "type": "array",
            "items": _open({"id": TEXT, "outcome": outcome, "amount": _or_null(_ref("Money"))}, "id", "outcome"),
        },
        "text": {"type": "string"},
    }
    defs = {"Money": paid, "Cite": cite, "Fact": fact, "Law": law, "Reason": reason, "Need": need}
    return {**_open(properties, *required), "$defs": defs}


def _cases() -> Schema:
    defs: Schema = {"Money": MONEY}
    household = _object(Household, defs, toml=True)
    household["properties"]["members"].pop("minItems")
    amount = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
    words = {"type": "array", "items": TEXT}
    expect = _closed(
        {
            "outcome": {"enum": ["eligible", "not_eligible", "undetermined", "discretionary"]},
            "amount": amount,
            "lowest": amount,
            "highest": amount,
            "status": TEXT,
            "needs": words,
            "needs_include": words,
            "warnings": words,
            "error": TEXT,
        }
    )
    case = _closed(
        {
            "id": TEXT,
            "text": TEXT,
            "source": TEXT,
            "program": TEXT,
            "on": DAY,
            "decided": DAY,
            "member": TEXT,
            "household": household,
            "month": _object(IndexMonth, defs, toml=True),
            "law": {"type": "object"},
            "expect": expect,
        },
        *("id", "on", "household", "expect"),
    )
    defaults = _closed({"household": household, "member": _ref("Person")})
    properties = {"program": TEXT, "defaults": defaults, "case": {"type": "array", "items": case}}
    return {
        "description": 'The tables of a cases.toml, its days written as texts; "none" stands for null.',
        **_closed(properties),
        "$defs": defs,
    }


def _law() -> Schema:
    cite = {"act": TEXT, "article": {"type": "string"}, "url": {"type": "string"}, "read": DAY}
    cite["confirmed"] = {"enum": ["text", "secondary", "known"]}
    cite["since"] = cite["until"] = DAY
    kinds = ["amount", "rate", "count", "flag"]
    row = {
        "from": DAY,
        "until": DAY,
        "in_force": DAY,
        "place": {"anyOf": [PLACE, {"type": "array", "items": PLACE, "minItems": 1}]},
        "value": _ref("Value"),
        "cite": {"anyOf": [TEXT, _closed({"source": TEXT, **cite})]},
        "note": {"type": "string"},
        "repeal": {"type": "boolean"},
    }
    facts = {"type": "string", "description": "the value of a fact named under `by`"}
    since = {
        **_open(row, "from", "cite"),
        "additionalProperties": facts,
        "anyOf": [{"required": ["value"]}, {"required": ["repeal"]}],
    }
    parameter = _closed(
        {
            "kind": {"enum": [*kinds, "choice", "rounding", "table", "schedule"]},
            "unit": TEXT,
            "text": TEXT,
            "by": {"type": "array", "items": TEXT},
            "choices": {"type": "array", "items": TEXT},
            "keys": {"type": "array", "items": TEXT},
            "of": {"enum": kinds},
            "optional": {"type": "boolean"},
            "continues": {"enum": ["last", "nothing"]},
            "since": {"type": "array", "items": _ref("Since")},
        },
        *("kind", "unit", "text"),
    )
    plain = {"type": ["string", "integer", "boolean"]}
    rounding = _closed({"mode": {"enum": list(MODES)}, "step": TEXT})
    schedule = {"type": "array", "items": _closed({"from": {"type": "integer"}, "value": plain}, "from", "value")}
    value = {"anyOf": [plain, rounding, {"type": "object", "additionalProperties": plain}, schedule]}
    return {
        "description": "The tables of a law.toml, its days written as texts.",
        "type": "object",
        "properties": {"sources": {"type": "object", "additionalProperties": _ref("Source")}},
        "additionalProperties": _ref("Parameter"),
        "$defs": {"Source": _closed(cite, "act", "read"), "Since": since, "Parameter": parameter, "Value": value},
    }
