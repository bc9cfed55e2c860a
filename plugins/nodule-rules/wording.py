"""The draft report in English and Russian. No rules."""

from __future__ import annotations

from typing import Dict, List

from overread_sdk import Laterality

from candidates import Candidate
from chest import THICK_MM, Chest


def findings(shown: List[Candidate], chest: Chest) -> Dict[str, str]:
    """The section "findings"."""
    if not shown:
        return {"en": "Lungs searched for dense spots: none found.", "ru": "Поиск плотных участков в лёгких выполнен: не найдены."}
    lines = [spot(one, chest) for one in shown]
    return {tag: "\n".join(f"{n}. {line[tag]}" for n, line in enumerate(lines, 1)) for tag in ("en", "ru")}


def impression(shown: List[Candidate]) -> Dict[str, str]:
    """The section "impression"."""
    if not shown:
        return {"en": "No spot marked by the service.", "ru": "Сервис ничего не отметил."}
    n = len(shown)
    return {
        "en": f"Spots marked by the service: {n}. Each may be a nodule or a vessel.",
        "ru": f"Отмечено сервисом: {n}. Каждая отметка может быть очагом или сосудом.",
    }


def spot(one: Candidate, chest: Chest) -> Dict[str, str]:
    """One spot."""
    is_left = chest.side(one.centre) is Laterality.LEFT
    return {
        "en": f"Round dense spot in the {'left' if is_left else 'right'} lung, diameter {one.diameter_mm:.1f} mm.",
        "ru": f"Округлый плотный участок в {'левом' if is_left else 'правом'} лёгком, "
        f"диаметр {comma(one.diameter_mm)} мм.",
    }


def thick_slices(apart_mm: float) -> Dict[str, str]:
    """The warning on slices too far apart."""
    return {
        "en": f"Slices are {apart_mm:.1f} mm apart, more than {THICK_MM:.0f} mm: small nodules are missed and sizes are inexact.",
        "ru": f"Расстояние между срезами {comma(apart_mm)} мм, больше {THICK_MM:.0f} мм: "
        "мелкие очаги пропускаются, размеры неточны.",
    }


def comma(mm: float) -> str:
    """A number with one decimal as Russian writes it."""
    return f"{mm:.1f}".replace(".", ",")
