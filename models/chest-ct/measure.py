"""What the service measures on the labels of the networks, in Python: the same steps as in plugins/chest-ct.

Arrays are ordered slice (feet to head), row (to the back), column (to the left).
"""

import numpy as np

# The labels of the network `organs`.
OTHER, LUNG, EFFUSION, INFILTRATE, CONSOLIDATION, PNEUMOTHORAX, AORTA, TRUNK, VERTEBRA, HEART = range(10)
N_LABELS = 10
IN_LUNG = (LUNG, EFFUSION, INFILTRATE, CONSOLIDATION, PNEUMOTHORAX)

# Half the width of the slab around the spine that becomes one sagittal image, and how far it reaches to the front and
# to the back of the bodies' middles, mm.
SLAB_MM, FRONT_MM, BACK_MM = 6.0, 36.0, 24.0
# Height over which the loss of height is averaged, mm, and the least body in it, mm².
BODY_MM, LEAST_BODY_MM2 = 15.0, 150.0
# A section of a vessel of fewer pixels is its end.
LEAST_SECTION = 25


def minor_axes(labels, label, spacing):
    """The short axis of each section of an organ as that of an ellipse of the same moments, mm; the largest first."""
    found = []
    for section in labels == label:
        y, x = np.nonzero(section)
        if len(x) < LEAST_SECTION:
            continue
        x, y = x * spacing[0], y * spacing[1]
        # A pixel is no point: its own variance is a twelfth of its square.
        xx, yy = x.var() + spacing[0] ** 2 / 12, y.var() + spacing[1] ** 2 / 12
        xy = ((x - x.mean()) * (y - y.mean())).mean()
        least = (xx + yy) / 2 - np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
        found.append(4 * np.sqrt(max(least, 0.0)))
    return sorted(found, reverse=True)


def diameter(labels, label, spacing):
    """The mean of the upper third of the short axes without the largest tenth; None without a section."""
    axes = minor_axes(labels, label, spacing)
    if not axes:
        return None
    first, end = len(axes) // 10, max(len(axes) // 10 + 1, -(-len(axes) // 3))
    return float(np.mean(axes[first:end]))


def millilitres(labels, label, spacing):
    return float((labels == label).sum() * np.prod(spacing) / 1000)


def spine_columns(labels, spacing):
    """First and end column of the slab, first and end row of the sagittal image; None without a spine."""
    z, y, x = np.nonzero(labels == VERTEBRA)
    if len(x) < 200:
        return None
    middle = x.mean()
    columns = (int(np.floor(middle - SLAB_MM / spacing[0] + 0.5)), int(np.floor(middle + SLAB_MM / spacing[0] + 0.5)) + 1)
    low, high = np.percentile(y, (5, 95))
    rows = (int(np.floor(low - FRONT_MM / spacing[1])), int(np.ceil(high + BACK_MM / spacing[1])) + 1)
    limit = lambda pair, n: (max(pair[0], 0), min(pair[1], n))
    return limit(columns, labels.shape[2]), limit(rows, labels.shape[1])


def sagittal(array, columns, rows):
    """The mean over the slab: (slice, row)."""
    return array[:, rows[0]:rows[1], columns[0]:columns[1]].mean(2, dtype=np.float32)


def greatest_loss(body, loss, spacing_yz):
    """The greatest loss of height over a window of `BODY_MM`, %, and the slice in its middle; (0, None) without bone."""
    weight, lost = body.sum(1), (body * loss).sum(1)
    n = max(1, int(round(BODY_MM / spacing_yz[1])))
    least = LEAST_BODY_MM2 / (spacing_yz[0] * spacing_yz[1])
    best, at = 0.0, None
    for first in range(len(weight) - n + 1):
        bone = weight[first:first + n].sum()
        if bone < least:
            continue
        value = lost[first:first + n].sum() / bone
        if value > best:
            best, at = float(value), first + n // 2
    return 100 * best, at
