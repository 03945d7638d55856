"""Chinese numerals, the everyday ones and the capital ones of cheques.

chinese_number("壹仟贰佰")  ->  1200
chinese_number("两万三")    ->  23000
"""

DIGITS = {
    digit: value
    for value, digits in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for digit in digits
}
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
LARGE_UNITS = {"万": 10_000, "亿": 100_000_000}
UNITS = SMALL_UNITS | LARGE_UNITS


class NotANumeralError(ValueError):
    """The text is not a Chinese numeral."""


def chinese_number(text: str) -> int:
    """The whole number that the numeral names; raises NotANumeralError for anything else."""
    if not text or any(sign not in DIGITS and sign not in UNITS for sign in text):
        raise NotANumeralError(text)
    if not any(sign in UNITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    return _with_units(_spell_out(text))


def _spell_out(text: str) -> str:
    """Complete the spoken short form: 两万三 is 两万三千, while 两万零三 is 20003."""
    if len(text) < 3 or text[-1] not in DIGITS or DIGITS[text[-1]] == 0 or text[-2] not in UNITS:  # noqa: PLR2004 - digit, unit, digit
        return text
    below = {10_000: "千", 1_000: "百", 100: "十", 100_000_000: "千万"}.get(UNITS[text[-2]], "")
    return text + below


def _with_units(text: str) -> int:
    total = section = 0
    digit: int | None = None
    for sign in text:
        if sign in DIGITS:
            if digit:
                raise NotANumeralError(text)
            digit = DIGITS[sign]
        elif sign in SMALL_UNITS:
            section += (1 if digit is None else digit) * SMALL_UNITS[sign]
            digit = None
        else:
            total, section, digit = _close_section(total, section + (digit or 0), LARGE_UNITS[sign], text)
    return total + section + (digit or 0)


def _close_section(total: int, section: int, unit: int, text: str) -> tuple[int, int, None]:
    """万 and 亿 multiply the section before them; 亿 multiplies all that was said before it (一万亿)."""
    if total and unit == LARGE_UNITS["亿"]:
        return (total + section) * unit, 0, None
    if not section:
        raise NotANumeralError(text)
    return total + section * unit, 0, None
