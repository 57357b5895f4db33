"""Results by hand: what the surveys app would hand out, for pictures and reports without a database."""

from datetime import date
from math import sqrt

from surveys.bank import BANK, SCALES
from surveys.questions import Better, Kind
from surveys.results.types import (
    Band,
    Change,
    Distribution,
    Indicator,
    IndicatorResult,
    Level,
    Measure,
    NationalFigure,
    Profile,
    ResponseSummary,
    Shown,
    Strip,
    StripPoint,
    Tone,
    TrendPoint,
    UnitKind,
    UnitRef,
    UnitResult,
    Verdict,
    WaveRef,
)

CODES = ["V1", "V2", "V3", "V4", "O1", "O2", "O3", "O4", "O5", "O6", "S1", "P1", "R1"]


def wave_ref(year: int, note: str = "") -> WaveRef:
    return WaveRef(str(year), f"Meting {year}", date(year, 9, 19), date(year, 10, 14), note)


def level(value: float | None, n: int = 44, top: float = 10.0) -> Level:
    """A level with a plausible margin."""
    if value is None:
        return Level(Shown.TOO_FEW)
    half = (
        1.96 * (top / 4) / sqrt(n) if top > 1 else 1.96 * sqrt(max(value * (1 - value), 0.02) / n)
    )
    shown = Shown.INDICATIVE if n < 30 else Shown.FULL
    return Level(shown, value, max(value - half, 0), min(value + half, top), n)


def change(
    earlier: Level, later: Level, against: WaveRef | None, *, better: Better, near: float
) -> Change:
    """The verdict from the margins alone: good enough to look at."""
    if earlier.value is None or later.value is None:
        return Change(Verdict.TOO_FEW, Tone.NEUTRAL, against, earlier)
    difference = later.value - earlier.value
    half = sqrt((later.high - later.low) ** 2 + (earlier.high - earlier.low) ** 2) / 2
    found = Verdict.NO_CHANGE
    if abs(difference) > half:
        found = Verdict.HIGHER if difference > 0 else Verdict.LOWER
    elif half + abs(difference) < near:
        found = Verdict.ABOUT_EQUAL
    tone = Tone.NEUTRAL
    if found in (Verdict.HIGHER, Verdict.LOWER) and better is not Better.NEITHER:
        good = (difference > 0) == (better is Better.HIGHER)
        tone = Tone.BETTER if good else Tone.WORSE
    return Change(found, tone, against, earlier, difference, difference - half, difference + half)


def indicator(key: str, *, is_key: bool = False) -> Indicator:
    """ "R1", "V3a", "V4:share", "OV" as the bank names them."""
    name, _, share = key.partition(":")
    scale = next((one for one in SCALES if one.code == name), None)
    if scale:
        return Indicator(
            key,
            name,
            name,
            "",
            Measure.SCORE,
            scale.label["nl"],
            "",
            scale.label["nl"],
            Better.HIGHER,
            is_key,
        )
    question = BANK.get(name) or BANK[name[:2]]
    variable = next(one for one in question.variables() if one.name == name)
    measure = Measure.MARK if question.kind is Kind.MARK else Measure.SCORE
    label = question.share.label["nl"] if share and question.share else ""
    return Indicator(
        key, name, question.code, question.theme, Measure.SHARE if share else measure,
        variable.label(), label, question.says("nl"),
        question.share.better if share and question.share else Better.HIGHER, is_key,
    )  # fmt: skip


def indicator_result(
    key: str, values: list[float | None], waves: list[WaveRef], *, n: int = 44, rest: float | None = None,
    is_key: bool = False, breaks: str = "",
) -> IndicatorResult:  # fmt: skip
    """`values` oldest first, one per wave; None where nothing may be shown; `breaks`: a wave's code."""
    about = indicator(key, is_key=is_key)
    top = 1.0 if about.measure is Measure.SHARE else 10.0
    near = 0.1 if top == 1.0 else 0.5
    levels = [level(value, n, top) for value in values]
    changes = [
        change(earlier, levels[-1], wave, better=about.better, near=near)
        for earlier, wave in zip(levels[:-1], waves[:-1], strict=True)
    ]
    changes.reverse()
    return IndicatorResult(
        about, levels[-1], changes[0] if changes else None, tuple(changes),
        tuple(TrendPoint(w, at, w.code == breaks) for w, at in zip(waves, levels, strict=True)),
        change(level(rest, 400, top), levels[-1], None, better=about.better, near=near) if rest else None,
        (NationalFigure(2021, 0.34, "Veiligheidsmonitor", "CBS", "voelt zich wel eens onveilig"),)
        if key == "V4:share" else (),
    )  # fmt: skip


def distribution(wave: WaveRef, variable: str, score: float, *, n: int = 44) -> Distribution:
    """Answers that lean towards `score` (0–10)."""
    question = BANK.get(variable) or BANK[variable[:2]]
    options = [one for one in question.options if one.points is not None]
    weights = [max(0.02, 1 - abs(one.points - score) / 6) ** 2 for one in options]
    total = sum(weights)
    tones = {3: [2, 0, -2], 4: [2, 1, -1, -2], 5: [2, 1, 0, -1, -2], 2: [-2, 2]}[len(options)]
    bands = [
        Band(one.says("nl"), weight / total, tone, (one.code,))
        for one, weight, tone in zip(options, weights, tones, strict=True)
    ]
    if variable != "L1":
        bands.reverse()
    return Distribution(wave, Shown.FULL, n, tuple(bands), (Band("weet ik niet", 0.06),))


def several(wave: WaveRef, variable: str) -> Distribution:
    shares = [0.41, 0.32, 0.5, 0.2, 0.27, 0.11, 0.36, 0.3, 0.08]
    bands = tuple(
        Band(one.says("nl"), share, None, (one.code,))
        for one, share in zip(BANK[variable].options, shares, strict=False)
    )
    return Distribution(wave, Shown.FULL, 44, bands, several=True)


def unit_result(
    waves: list[WaveRef] | None = None, *, n: int = 44, dwellings: int | None = 96, name: str = "Korenbloemhof",
    code: str = "C2",
) -> UnitResult:  # fmt: skip
    """A whole result that looks like Korenbloemhof: marks and darkness worse, entrance better."""
    waves = waves or [wave_ref(2018), wave_ref(2020, "corona: geen huisbezoek"), wave_ref(2022)]
    k = len(waves)

    def run(*values: float) -> list[float | None]:
        return ([values[0]] * 9 + list(values))[-k:]

    made = [
        indicator_result("R1", run(7.1, 7.0, 6.1), waves, n=n, rest=6.9, is_key=True),
        indicator_result("V4:share", run(0.18, 0.19, 0.36), waves, n=n, rest=0.24, is_key=True),
        indicator_result("V2", run(7.0, 6.9, 4.9), waves, n=n, rest=6.0, is_key=True),
        indicator_result("OV", run(7.4, 7.2, 6.6), waves, n=n, rest=7.0, is_key=True),
        indicator_result("S1", run(6.6, 6.7, 6.8), waves, n=n, rest=6.4, is_key=True),
        indicator_result("PL", run(6.5, 6.6, 6.2), waves, n=n, rest=6.6),
    ]
    ends = {"V1": (7.6, 6.9), "V3a": (5.6, 7.3), "V3b": (6.4, 6.0), "V3c": (6.9, 6.8), "V3d": (6.1, 4.4),
            "V3e": (5.9, 5.6), "V3f": (6.8, 6.6), "V4": (7.9, 6.8), "O1": (8.1, 7.7), "O2": (7.1, 7.0),
            "O3": (7.8, 7.5), "O4": (5.9, 6.3), "O5": (7.0, 7.1), "O6": (7.2, 6.1), "P1": (5.0, 5.4)}  # fmt: skip
    made += [
        indicator_result(
            key,
            run(a, a, b),
            waves,
            n=n,
            rest=6.6,
            breaks=waves[1].code if key == "P1" and k > 2 else "",
        )
        for key, (a, b) in ends.items()
    ]
    scores = {**{key: b for key, (_a, b) in ends.items()}, "V2": 4.9, "S1": 6.8}
    found = {
        key: tuple(distribution(w, key, score + (0 if w is waves[-1] else 1), n=n) for w in waves)
        for key, score in sorted(scores.items())
    }
    found["M3"] = (several(waves[-1], "M3"),)
    return UnitResult(
        wave=waves[-1],
        unit=UnitRef(UnitKind.COMPLEX, code, name),
        corporation="Woonstichting Zilverbeek",
        response=ResponseSummary(
            Shown.INDICATIVE if n < 30 else Shown.FULL, n, dwellings, n / dwellings if dwellings else None,
            32 if k > 1 else None, 32 / 96 if k > 1 else None, detectable_share=0.27,
        ),  # fmt: skip
        indicators=tuple(made),
        distributions=found,
        profiles=(
            Profile("Leeftijd", Distribution(waves[-1], Shown.FULL, n, (
                Band("jonger dan 35 jaar", 0.16), Band("35 tot en met 54 jaar", 0.39), Band("55 jaar of ouder", 0.45))),
                (Band("jonger dan 35 jaar", 0.31), Band("35 tot en met 54 jaar", 0.33), Band("55 jaar of ouder", 0.36))),
            Profile("Woonduur", Distribution(waves[-1], Shown.FULL, n, (
                Band("korter dan 2 jaar", 0.14), Band("2 tot 5 jaar", 0.28), Band("langer dan 5 jaar", 0.58)))),
        ),
        texts=("De lamp bij de achterdeur is al maanden stuk.", "Sinds de inbraken doe ik ’s avonds de deur niet meer open.",
               "Fijne buren, we letten op elkaar."),
        earlier=tuple(waves[:-1]),
    )  # fmt: skip


def strip_of(result: UnitResult, key: str, others: list[float]) -> Strip:
    """The result among complexes with these values."""
    found = result.indicator(key)
    assert found is not None
    top = 1.0 if found.indicator.measure is Measure.SHARE else 10.0
    points = [StripPoint(result.unit, found.level, result.response, found.change, found.rest)]
    points += [
        StripPoint(
            UnitRef(UnitKind.COMPLEX, f"X{k}", f"Complex {k}"),
            level(value, 50, top),
            result.response,
        )
        for k, value in enumerate(others)
    ]
    return Strip(found.indicator, tuple(points), level(sum(others) / len(others), 400, top))
