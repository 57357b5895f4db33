"""What plays at each complex of the demo, per wave: the story that the figures tell."""

from config.demo.answers import Scene

# Points above (+) or below (−) the mood of the complex, per variable, for the three closed waves.
SHIFTS: dict[str, tuple[dict[str, float], dict[str, float], dict[str, float]]] = {
    "C1": (  # drugs in the hall, then lighting, cameras and a new entrance
        {"O1": -2.5, "O6": -1.5, "V3a": -1.5, "V3d": -1.5, "V2": -0.8, "S1": 1.0, "R2": -0.5},
        {"O1": 0.3, "O6": 0.4, "V3a": 0.8, "V3d": 0.2, "S1": 0.4, "R2": 0.5},
        {"O1": 0.6, "O6": 0.6, "V3a": 1.0, "V3d": 0.5, "S1": 0.3, "R2": 0.6},
    ),
    "C2": (  # burglaries in the winter before the third wave
        {"V1": 0.8, "L1": 2.4, "L2": 2.6, "S1": 0.2},
        {"V1": 0.8, "L1": 2.4, "L2": 2.6, "S1": 0.2},
        {"V1": 0.9, "V2": -1.0, "V3d": -1.0, "L1": -0.4, "L2": 2.8, "S1": 1.0, "O6": -0.8},
    ),
    "C3": (
        {"S1": 0.6, "O2": 1.0, "L2": 1.5},
        {"S1": 0.5, "O2": 1.0, "L2": 1.5},
        {"S1": 0.6, "O2": 1.0, "L2": 1.5},
    ),
    "C4": (  # youths, and a fire in the storage that stays in mind
        {"O2": -2.0, "V3e": -1.5, "S1": 0.3, "R2": -0.4},
        {"O2": -1.8, "V3e": -1.6, "S1": 0.2, "R2": -0.5},
        {"O2": -1.6, "V3e": -1.6, "V3d": -1.8, "S1": 0.2, "R2": -1.0},
    ),
    "C5": (
        {"V3f": 0.4, "S1": 0.6},
        {"V3f": 0.6, "S1": 0.6},
        {"V3f": 0.5, "S1": 0.5},
    ),
    "C6": ({}, {}, {}),
}
ABSENT = {
    "C2": frozenset({"V3c", "V3e"}),
    "C3": frozenset({"V3e"}),
    "C5": frozenset({"V3a", "V3b", "V3c", "V3d"}),
    "C6": frozenset({"V3c", "V3e"}),
}
SENIORS = {"C3": 0.97, "C5": 0.3}

# What residents wrote, invented: (complex, wave, text, how a reader shortened it; "" = not yet read).
TEXTS = (
    ("C1", "2018", "In de hal staan elke avond jongens te dealen, ik durf er niet langs.",
     "In de hal wordt ’s avonds gedeald, ik durf er niet langs."),
    ("C1", "2020", "De nieuwe deur valt eindelijk goed dicht. Dat scheelt.",
     "De nieuwe deur valt eindelijk goed dicht."),
    ("C1", "2022", "Het licht op de galerij is fijn, nu de berging nog schoon.",
     "Het licht op de galerij is fijn, nu de berging nog schoon."),
    ("C1", "2022", "Er wordt weer gegroet in de lift.", "Er wordt weer gegroet in de lift."),
    ("C1", "2022", "Wie kijkt er eigenlijk naar de beelden van de camera's?", ""),
    ("C2", "2022", "Sinds de inbraken slaap ik slecht. Wanneer komen de nieuwe sloten?",
     "Sinds de inbraken slaap ik slecht. Wanneer komen de nieuwe sloten?"),
    ("C2", "2022", "Achter het huis is het stikdonker, daar loop ik om.",
     "Achter het huis is het donker, daar loop ik om."),
    ("C2", "2022", "Met de buren letten we nu beter op elkaar.", ""),
    ("C3", "2022", "Graag nog een ochtend over babbeltrucs.", "Graag nog een ochtend over babbeltrucs."),
    ("C4", "2022", "De garage voelt niet fijn na de brand.", "De garage voelt niet fijn na de brand."),
    ("C4", "2022", "Er is beloofd met de jongeren te praten. Is dat gebeurd?", ""),
    ("C5", "2022", "De lampen op het achterpad doen het goed.", "De lampen op het achterpad doen het goed."),
)  # fmt: skip


def scene(code: str, wave: int, facts: dict[str, list[float]], measures: tuple[int, ...]) -> Scene:
    """The scene of complex `code` in closed wave number `wave` (0, 1, 2)."""
    return Scene(
        respondents=int(facts["n"][wave]),
        mark=facts["mark"][wave],
        unsafe=int(facts["unsafe"][wave]),
        shifts=SHIFTS[code][wave],
        absent=ABSENT.get(code, frozenset()),
        measures=measures,
        seniors=SENIORS.get(code, 0.35),
    )
