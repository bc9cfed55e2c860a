"""The draft report and the warnings in English and Russian. No rules."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

from artery import Dense
from head import THICK_MM

NAMES = {
    "C": ("caudate nucleus", "хвостатое ядро"),
    "L": ("lentiform nucleus", "чечевицеобразное ядро"),
    "IC": ("internal capsule", "внутренняя капсула"),
    "I": ("insular ribbon", "кора островка"),
    "M1": ("M1", "M1"), "M2": ("M2", "M2"), "M3": ("M3", "M3"),
    "M4": ("M4", "M4"), "M5": ("M5", "M5"), "M6": ("M6", "M6"),
}
LOOKED = {
    "en": "The ten ASPECTS regions and the stem of the middle cerebral artery were compared between the sides; "
    "haemorrhage, the posterior circulation, older infarcts and changes on both sides alike cannot be judged.",
    "ru": "Сопоставлены стороны по десяти областям ASPECTS и по стволу средней мозговой артерии; "
    "кровоизлияния, вертебробазилярный бассейн, давние инфаркты и симметричные изменения не оцениваются.",
}
Texts = Dict[str, str]


def regions(affected: Sequence[str], tag: str) -> str:
    """The names of regions."""
    return ", ".join(NAMES[name][0 if tag == "en" else 1] for name in affected)


def ischaemia(side: str, affected: Sequence[str]) -> Texts:
    """The finding by its regions."""
    return {
        "en": f"Early ischaemic change on the {'left' if side == 'L' else 'right'}: {regions(affected, 'en')}. "
        f"ASPECTS {10 - len(affected)}.",
        "ru": f"Ранние признаки ишемии {'слева' if side == 'L' else 'справа'}: {regions(affected, 'ru')}. "
        f"ASPECTS {10 - len(affected)}.",
    }


def artery(side: str, dense: Dense) -> Texts:
    """The finding of a dense artery."""
    return {
        "en": f"Hyperdense {'left' if side == 'L' else 'right'} middle cerebral artery: {dense.hu:.0f} HU, "
        f"{dense.more_hu:.0f} HU more than the other side.",
        "ru": f"Гиперденсная {'левая' if side == 'L' else 'правая'} средняя мозговая артерия: {dense.hu:.0f} HU, "
        f"на {dense.more_hu:.0f} HU плотнее другой стороны.",
    }


def findings(parts: Sequence[Texts], has_ischaemia: bool, has_artery: bool) -> Texts:
    """The section "findings": what was found, what was not, what was looked at."""
    lines = {tag: [part[tag] for part in parts] for tag in ("en", "ru")}
    if not has_ischaemia:
        lines["en"].append("No early ischaemic change found, ASPECTS 10.")
        lines["ru"].append("Ранние признаки ишемии не найдены, ASPECTS 10.")
    if not has_artery:
        lines["en"].append("No hyperdense middle cerebral artery found.")
        lines["ru"].append("Гиперденсная средняя мозговая артерия не найдена.")
    return {tag: "\n".join([*lines[tag], LOOKED[tag]]) for tag in lines}


def impression(side: Optional[str], affected: Sequence[str], artery_side: Optional[str]) -> Texts:
    """The section "impression"."""
    en: List[str] = []
    ru: List[str] = []
    if side is not None:
        where = ("left", "левой") if side == "L" else ("right", "правой")
        en.append(f"Early ischaemia in the territory of the {where[0]} middle cerebral artery, ASPECTS {10 - len(affected)}.")
        ru.append(f"Ранняя ишемия в бассейне {where[1]} средней мозговой артерии, ASPECTS {10 - len(affected)}.")
    if artery_side is not None:
        where = ("left", "левой") if artery_side == "L" else ("right", "правой")
        en.append(f"Sign of the dense {where[0]} middle cerebral artery.")
        ru.append(f"Симптом гиперденсной {where[1]} средней мозговой артерии.")
    if not en:
        en.append("No early ischaemia found by the service; this does not exclude a stroke.")
        ru.append("Сервис не нашёл ранней ишемии; инсульт этим не исключается.")
    return {"en": " ".join(en), "ru": " ".join(ru)}


def blood(volume_ml: float) -> Texts:
    """The warning on density like that of blood."""
    return {
        "en": f"Density like that of fresh blood, {volume_ml:.1f} ml: this service does not look for haemorrhage, "
        "and its regions may be wrong here.",
        "ru": f"Участок плотности свежей крови, {comma(volume_ml)} мл: сервис не ищет кровоизлияния, "
        "оценка областей здесь может быть неверной.",
    }


def thick_slices(apart_mm: float) -> Texts:
    """The warning on slices too far apart."""
    return {
        "en": f"Slices are {apart_mm:.1f} mm apart, more than {THICK_MM:.1f} mm: small regions and the artery are inexact.",
        "ru": f"Расстояние между срезами {comma(apart_mm)} мм, больше {comma(THICK_MM)} мм: "
        "оценка малых областей и артерии неточна.",
    }


def tilted(nod: float, roll: float, turn: float) -> Texts:
    """The warning on a head that is turned too far."""
    return {
        "en": f"The head is turned beyond the range tested (nod {nod:.0f}, roll {roll:.0f}, turn {turn:.0f} degrees): "
        "the sides are compared less exactly.",
        "ru": f"Поворот головы вне проверенного диапазона (наклон {nod:.0f}°, крен {roll:.0f}°, поворот {turn:.0f}°): "
        "стороны сопоставлены менее точно.",
    }


def ill_fitting(left_mm: float) -> Texts:
    """The warning on a skull that differs from the average one."""
    return {
        "en": f"The skull lies {left_mm:.1f} mm off the average shape: regions may be displaced.",
        "ru": f"Форма черепа отличается от средней на {comma(left_mm)} мм: области могут быть смещены.",
    }


def comma(value: float) -> str:
    """A number with one decimal as Russian writes it."""
    return f"{value:.1f}".replace(".", ",")
