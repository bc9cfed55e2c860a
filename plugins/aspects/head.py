"""Which series is read, whether it shows a whole head, and how the head lies. No ischaemia.

Attenuation in HU is not touched by PhotometricInterpretation, which concerns the display only: MONOCHROME1 reads alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Tuple, Union

from overread_sdk import Interpolation, Job, NotRun, NotRunReason, Series, Vec3, Volume
from overread_sdk.space import region_of_box

import pose
from grid import Grid, Point
from pose import Pose, Table

# The service was made for adults.
MIN_AGE = 18
# The territory of the middle cerebral artery from the stem to the level above the ganglia with its skull.
MIN_SLICES, MIN_LENGTH_MM = 10, 90.0
# A head with its neck at most: of a scan of the trunk or the whole body only the top would be of use.
MAX_LENGTH_MM = 600.0
MAX_SLICE_SPACING_MM = 8.0
# Beyond this the reader is warned.
THICK_MM = 5.5
MAX_PIXEL_MM, MIN_WIDTH_MM = 2.5, 120.0
# The grid on which the skull is sought; its slices are at least so far apart.
GRID_MM, MIN_STEP_MM = 2.0, 2.5
# HU of bone after the mean over a voxel of the grid, and of the densest thing of a head at least.
BONE_HU, MAX_HU, SKULL_HU = 150.0, 4000.0, 300.0
AIR_HU = -700.0
# Rays from the middle of the head: elevations and how many at elevation 0; they meet the skull between these, mm.
ELEVATIONS = tuple(range(-25, 90, 10))
N_AROUND = 32
NEAREST_MM, FARTHEST_MM, RAY_STEP_MM = 38.0, 120.0, 1.5
# Share of the upward rays that must meet bone; what may be left of the fit, mm; scales that heads have.
MIN_SHARE, MAX_LEFT_MM, SCALES = 0.85, 5.0, (0.78, 1.22)
# Brain in the middle of the head, HU, and how even it is.
BRAIN_HU, MAX_BRAIN_SD = (12.0, 60.0), 45.0
# Turns from which on the sides are no longer alike, degrees: nod, roll, turn.
TILTS = (20.0, 10.0, 15.0)


@dataclass(frozen=True)
class Head:
    """How the head lies, how well that is known (mm), and how far it is turned in degrees: nod, roll, turn."""

    pose: Pose
    left_mm: float
    scan: Grid

    def turns(self) -> Tuple[float, float, float]:
        return tuple(math.degrees(v) for v in self.pose.turns)

    def is_tilted(self) -> bool:
        return any(abs(v) > most for v, most in zip(self.turns(), TILTS))


def series(all_series: List[Series]) -> Union[Series, NotRun]:
    """The CT series of the study that is long enough, the thinnest of 2.5 mm or more first; or why none can be read."""
    own = [one for one in all_series if one.study == 0]
    if not own:
        return NotRun(NotRunReason.MISSING_SERIES, "a CT series of the head was expected, the study has no series")
    ct = [one for one in own if one.modality == "CT"]
    if not ct:
        found = ", ".join(sorted({one.modality for one in own}))
        return NotRun(NotRunReason.OUT_OF_SCOPE, f"a CT of the head was expected, found {found}")
    young = [age for age in (years(one.attribute("PatientAge")) for one in ct) if age is not None and age < MIN_AGE]
    if young:
        why = f"made for patients of {MIN_AGE} years and more, found {young[0]:.0f} years"
        return NotRun(NotRunReason.UNSUPPORTED_AGE, why)
    spaced = [one for one in ct if is_spaced(one)]
    if not spaced:
        worst = ct[0].geometry.spacing
        return NotRun(
            NotRunReason.BAD_INPUT,
            f"pixels up to {MAX_PIXEL_MM} mm and slices up to {MAX_SLICE_SPACING_MM:.0f} mm apart were expected, "
            f"found {worst.x:.2f} x {worst.y:.2f} x {worst.z:.2f} mm",
        )
    long = [one for one in spaced if one.frames >= MIN_SLICES and length_mm(one) >= MIN_LENGTH_MM]
    if not long:
        best = max(spaced, key=length_mm)
        return NotRun(
            NotRunReason.OUT_OF_SCOPE,
            f"at least {MIN_SLICES} slices over {MIN_LENGTH_MM:.0f} mm of the head were expected, "
            f"found {best.frames} over {length_mm(best):.0f} mm",
        )
    own_length = [one for one in long if length_mm(one) <= MAX_LENGTH_MM]
    if not own_length:
        return NotRun(
            NotRunReason.OUT_OF_SCOPE,
            f"a scan of the head with its neck of at most {MAX_LENGTH_MM:.0f} mm was expected, "
            f"found one of {min(map(length_mm, long)):.0f} mm",
        )
    # Much thinner slices than 2.5 mm add noise and no knowledge: the grid averages them.
    return min(own_length, key=lambda one: (max(one.geometry.spacing.z, MIN_STEP_MM), -length_mm(one), one.id))


def years(age: Optional[str]) -> Optional[float]:
    """DICOM's age string, e.g. 055Y or 018M."""
    text = (age or "").strip()
    parts = {"Y": 1.0, "M": 12.0, "W": 52.18, "D": 365.25}
    if len(text) < 2 or text[-1] not in parts or not text[:-1].isdigit():
        return None
    return int(text[:-1]) / parts[text[-1]]


def is_spaced(one: Series) -> bool:
    """Whether pixels and slices are fine enough; 0 and less is no spacing."""
    x, y, z = one.geometry.spacing
    return 0.0 < x <= MAX_PIXEL_MM and 0.0 < y <= MAX_PIXEL_MM and 0.0 < z <= MAX_SLICE_SPACING_MM


def length_mm(one: Series) -> float:
    """How much a series covers along its slices."""
    return one.geometry.size.z * one.geometry.spacing.z


def coarse(turned: Volume, xy_mm: float) -> Volume:
    """An axial volume on voxels of `xy_mm`, its slices at least 2.5 mm apart."""
    spacing = turned.geometry().spacing
    return turned.resample(Vec3(xy_mm, xy_mm, max(spacing.z, MIN_STEP_MM)), Interpolation.LINEAR)


def find(turned: Volume, table: Table) -> Union[Head, NotRun]:
    """The head in an axial volume ("LPH"), or how it shows that there is no whole head."""
    grid = turned.geometry()
    wide = min(grid.size.x * grid.spacing.x, grid.size.y * grid.spacing.y)
    if wide < MIN_WIDTH_MM:
        return out(f"a field of view of at least {MIN_WIDTH_MM:.0f} mm was expected, found {wide:.0f} mm")
    with coarse(turned, GRID_MM) as volume:
        whole = volume.stats()
        if whole.min > AIR_HU or whole.max < SKULL_HU:
            return NotRun(
                NotRunReason.BAD_INPUT,
                f"values in HU with air (below {AIR_HU:.0f}) and bone (above {SKULL_HU:.0f}) were expected, "
                f"found {whole.min:.0f} to {whole.max:.0f}",
            )
        with volume.threshold(BONE_HU, MAX_HU) as bone:
            blobs = bone.blobs(None, 1000, 1)
        if not blobs:
            return out("a skull was expected, found no large bone")
        scan = Grid(volume)
        low, high = blobs[0].low, blobs[0].high
        middle = ((low.x + high.x) / 2, (low.y + high.y) / 2, high.z - 75.0)
        found = seek(scan, table, middle)
        if isinstance(found, NotRun):
            return found
        centre = Vec3(*found.pose.place)
        reach = Vec3(25.0, 25.0, 12.0)
        box = [Vec3(*(a + sign * b for a, b in zip(centre, reach))) for sign in (-1, 1)]
        brain = volume.stats(region_of_box(volume.geometry(), box[0], box[1]))
    if not (BRAIN_HU[0] <= brain.mean <= BRAIN_HU[1] and brain.sd <= MAX_BRAIN_SD):
        return out(
            f"brain of {BRAIN_HU[0]:.0f} to {BRAIN_HU[1]:.0f} HU was expected inside the bone, "
            f"found {brain.mean:.0f} HU, standard deviation {brain.sd:.0f} HU"
        )
    return found


def seek(scan: Grid, table: Table, middle: Point) -> Union[Head, NotRun]:
    """Fits the average skull, first from a rough middle, then from the one that was found."""
    head: Optional[Head] = None
    for _ in range(3):
        points, share = hits(scan, middle)
        if share < MIN_SHARE:
            return out(
                f"a closed vault was expected, {100 * share:.0f} % of the directions meet bone "
                f"between {NEAREST_MM:.0f} and {FARTHEST_MM:.0f} mm, at least {100 * MIN_SHARE:.0f} % expected"
            )
        found, left = pose.fit(points, table, middle)
        head, middle = Head(found, left, scan), found.place
    if head.left_mm > MAX_LEFT_MM or not all(SCALES[0] <= s <= SCALES[1] for s in head.pose.scale):
        sizes = " x ".join(f"{s:.2f}" for s in head.pose.scale)
        return out(
            f"the skull of an adult was expected, the bone found is {sizes} of it "
            f"and lies {head.left_mm:.1f} mm off its shape"
        )
    return head


def hits(scan: Grid, middle: Point) -> Tuple[List[Point], float]:
    """Where rays from a middle first meet bone, patient mm, and the share of the upward ones that do."""
    points: List[Point] = []
    met = asked = 0
    for elevation in ELEVATIONS:
        up, flat = math.sin(math.radians(elevation)), math.cos(math.radians(elevation))
        n = max(4, round(N_AROUND * flat))
        for k in range(n):
            angle = 2.0 * math.pi * (k + 0.5) / n
            at = ray(scan, middle, (flat * math.sin(angle), -flat * math.cos(angle), up))
            if elevation > 0:
                asked += 1
                met += at is not None
            if at is not None:
                points.append(at)
    return points, met / asked


def ray(scan: Grid, middle: Point, towards: Point) -> Optional[Point]:
    """Where a ray first meets bone, between two steps by its HU."""
    before = None
    reach = NEAREST_MM
    while reach < FARTHEST_MM:
        hu = scan.at(tuple(m + reach * d for m, d in zip(middle, towards)))
        if hu <= -999.0:
            return None
        if hu >= BONE_HU:
            if before is None:
                return None
            back = RAY_STEP_MM * (hu - BONE_HU) / max(hu - before, 1.0)
            return tuple(m + (reach - back) * d for m, d in zip(middle, towards))
        before = hu
        reach += RAY_STEP_MM
    return None


def out(message: str) -> NotRun:
    return NotRun(NotRunReason.OUT_OF_SCOPE, message)
