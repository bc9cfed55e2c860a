"""The service in Python, for training and for comparison: the same steps and numbers as plugins/brain-haemorrhage/src.

The numbers must stay equal to those of the plugin's skull.rs, detect.rs, bleed.rs and shift.rs. Arrays are ordered
slice, row, column, on voxels of about PIXEL_MM and SLICE_MM, and run to the head, the back and the left.
"""

import numpy as np
from scipy import ndimage

PIXEL_MM, SLICE_MM = 1.2, 5.0
# The plane that the networks see, pixels: 230 mm from front to back, 192 mm across.
ROWS, COLUMNS = 192, 160
LOW_HU, HIGH_HU, MIDDLE_HU, HALF_HU = -20.0, 120.0, 50.0, 70.0
BELOW_MM, ABOVE_MM = 45.0, 10.0

# A ring of bone around soft tissue: what makes a slice one through the skull.
BONE_HU, SOFT_HU = 250.0, (-30.0, 150.0)
N_RAYS, REACH_MM, LEAST_HITS, LEAST_SOFT, RADIUS_MM = 24, 160.0, 21, 0.85, (20.0, 150.0)

KINDS = ["epidural-haemorrhage", "subdural-haemorrhage", "21454007", "274100004", "intraventricular-haemorrhage"]
FLOOR, SOLID, LEAST_VOXELS, SIZE_ML = 0.3, 0.5, 4, 0.15
# Extra-axial blood is one thing until its shape says which.
GROUPS = [(0, 1), (2,), (3,), (4,)]

# Slices that the second network sees, counted down from the topmost ring, and its pixels as a multiple of PIXEL_MM.
SHIFT_FIRST, SHIFT_SLICES, SHIFT_STEP = 8, 8, 2


def ring(plane, pixel_mm=PIXEL_MM):
    """Distances from the middle of the bone to it along the rays in mm, and the middle; None where it is not closed."""
    bone = plane >= BONE_HU
    n = int(bone.sum())
    if n < 100:
        return None
    rows, columns = np.nonzero(bone)
    y, x = rows.mean(), columns.mean()
    steps = np.arange(1, int(REACH_MM / pixel_mm) + 1)
    angles = np.arange(N_RAYS) * (2 * np.pi / N_RAYS)
    at_x = np.floor(x + np.cos(angles)[:, None] * steps + 0.5).astype(int)
    at_y = np.floor(y + np.sin(angles)[:, None] * steps + 0.5).astype(int)
    inside = (at_x >= 0) & (at_y >= 0) & (at_x < plane.shape[1]) & (at_y < plane.shape[0])
    values = np.where(inside, plane[at_y.clip(0, plane.shape[0] - 1), at_x.clip(0, plane.shape[1] - 1)], -1e4)
    hits = values >= BONE_HU
    is_hit = hits.any(1)
    before = (np.arange(len(steps))[None] < hits.argmax(1)[:, None]) & is_hit[:, None]
    soft = ((values >= SOFT_HU[0]) & (values <= SOFT_HU[1]) & before).sum()
    mean = (hits.argmax(1)[is_hit] + 1).mean() * pixel_mm if is_hit.any() else 0.0
    # A gap in the bone, such as a suture, is as far away as the rest.
    radii = np.where(is_hit, (hits.argmax(1) + 1) * pixel_mm, mean)
    if is_hit.sum() < LEAST_HITS or soft < LEAST_SOFT * before.sum() or not RADIUS_MM[0] <= mean <= RADIUS_MM[1]:
        return None
    return {"radii": radii, "x": x, "y": y, "mean": mean}


def skull(hu):
    """The longest run of closed rings (one may be missing): first and last slice, and the middle x, y; or None."""
    rings = [ring(plane) for plane in hu]
    best, start, last = None, None, None
    for z, found in enumerate(rings):
        if found is None:
            continue
        if last is None or z - last > 2:
            start = z
        last = z
        if best is None or last - start > best[1] - best[0]:
            best = (start, last)
    if best is None:
        return None
    inside = [rings[z] for z in range(best[0], best[1] + 1) if rings[z] is not None]
    widest = max(one["radii"][0] + one["radii"][N_RAYS // 2] for one in inside)
    wide = [one for one in inside if one["radii"][0] + one["radii"][N_RAYS // 2] >= 0.9 * widest]
    half = N_RAYS // 2
    quarter = N_RAYS // 4
    x = np.mean([one["x"] + (one["radii"][0] - one["radii"][half]) / 2 / PIXEL_MM for one in wide])
    y = np.mean([one["y"] + (one["radii"][quarter] - one["radii"][quarter + half]) / 2 / PIXEL_MM for one in wide])
    return {"first": best[0], "last": best[1], "x": x, "y": y, "width_mm": widest}


def span(middle, length, n):
    """First pixel and number of pixels around a middle, moved so that they lie inside; as `region_around` of the SDK."""
    length = min(length, n)
    first = np.floor(middle - (length - 1) / 2 + 0.5)
    return int(np.clip(first, 0, n - length)), length


def head(hu):
    """The part around the brain and where its topmost ring lies in it, with the corner z, y, x; None without a skull."""
    found = skull(hu)
    if found is None:
        return None
    x, nx = span(found["x"], COLUMNS, hu.shape[2])
    y, ny = span(found["y"], ROWS, hu.shape[1])
    z = max(0, found["first"] - int(BELOW_MM / SLICE_MM))
    end = min(hu.shape[0], found["last"] + int(ABOVE_MM / SLICE_MM) + 1)
    part = hu[z:end, y:y + ny, x:x + nx]
    return {"hu": part, "corner": (z, y, x), "top": found["last"] - z, "middle_x": found["x"] - x, **found}


def scaled(hu):
    return (np.clip(hu, LOW_HU, HIGH_HU).astype(np.float32) - MIDDLE_HU) / HALF_HU


def plane(values):
    """The values on the plane of the networks; what lies beyond is as dark as air."""
    out = np.full((*values.shape[:-2], ROWS, COLUMNS), (LOW_HU - MIDDLE_HU) / HALF_HU, np.float32)
    out[..., :values.shape[-2], :values.shape[-1]] = values
    return out


def triples(values):
    """Each slice with its neighbours as channels, the end slices repeated: (n, 3, y, x)."""
    z = np.arange(len(values))
    return np.stack([values[(z - 1).clip(0)], values, values[(z + 1).clip(max=len(values) - 1)]], 1)


def probabilities(session, part):
    """(kind, z, y, x) on the grid of the part."""
    slices = triples(plane(scaled(part)))
    out = [session.run(["probability"], {"image": slices[k:k + 4]})[0] for k in range(0, len(slices), 4)]
    return np.concatenate(out).transpose(1, 0, 2, 3)[:, :, :part.shape[1], :part.shape[2]]


def bleeds(p, voxel_ml):
    """Components with kind, score, voxels and volume; and the score of each kind."""
    highest, kind = p.max(0), p.argmax(0)
    scores, found = 0.1 * p.max((1, 2, 3)), []
    for group in GROUPS:
        labels, n = ndimage.label((highest >= FLOOR) & np.isin(kind, group), np.ones((3, 3, 3)))
        for idx, box in enumerate(ndimage.find_objects(labels), 1):
            inside = labels[box] == idx
            if inside.sum() < LEAST_VOXELS:
                continue
            volume = inside.sum() * voxel_ml
            means = {k: float(p[k][box][inside].mean()) * volume / (volume + SIZE_ML) for k in group}
            for k, score in means.items():
                scores[k] = max(scores[k], score)
            chosen = max(means, key=means.get)
            solid = inside & (highest[box] >= SOLID)
            solid = solid if solid.any() else inside
            found.append({"kind": chosen, "score": means[chosen], "volume_ml": float(solid.sum() * voxel_ml),
                          "voxels": np.argwhere(solid) + [one.start for one in box]})
    return found, scores


def slab(part, top):
    """What the second network sees: (slice, y, x) on pixels of SHIFT_STEP, from above downwards."""
    z = np.clip(top - SHIFT_FIRST - np.arange(SHIFT_SLICES), 0, len(part) - 1)
    values = plane(scaled(part))[z]
    n, rows, columns = values.shape
    return values.reshape(n, rows // SHIFT_STEP, SHIFT_STEP, columns // SHIFT_STEP, SHIFT_STEP).mean((2, 4))


def centred(values, middle_x):
    """The slab moved across so that the middle of the skull lies in the middle of the plane; edges are repeated."""
    n = values.shape[-1]
    middle = (middle_x + 0.5) / SHIFT_STEP - 0.5
    at = (np.arange(n) + middle - (n - 1) / 2).clip(0, n - 1)
    low = np.floor(at).astype(int)
    share = (at - low).astype(np.float32)
    return values[..., low] * (1 - share) + values[..., (low + 1).clip(max=n - 1)] * share


def shift_mm(session, values):
    """To the left positive: half the difference between the answer and that on the mirrored slab."""
    both = np.stack([values, values[..., ::-1]]).astype(np.float32)
    answer = session.run(["shift"], {"slab": both})[0][:, 0]
    return float(answer[0] - answer[1]) / 2
