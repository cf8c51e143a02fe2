"""Kubernetes' quantities: `500m`, `1Gi`, `2e9`.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_BINARY = {unit: 1024**power for power, unit in enumerate("Ki Mi Gi Ti Pi Ei".split(), 1)}
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}


def amount(text: str) -> Decimal | None:
    """What a quantity is, in bytes or in processors; None where it is none."""
    factor = Decimal(1)
    if text[-2:] in _BINARY:
        text, factor = text[:-2], Decimal(_BINARY[text[-2:]])
    elif text[-1:] in _DECIMAL:
        text, factor = text[:-1], Decimal(10) ** _DECIMAL[text[-1:]]
    try:
        value = Decimal(text) * factor
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def larger(first: str, second: str) -> str:
    """The larger of two quantities; the first where the second is none."""
    other, own = amount(second), amount(first)
    return second if other is not None and own is not None and other > own else first
