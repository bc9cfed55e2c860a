"""The picture that the network sees, made of a radiograph: the same steps and numbers as plugins/radiograph-quality/frame.js.

Channels: grey, and how strong the finest detail is along rows and along columns. No labels and no network here.
"""

import functools

import numpy as np

# Cells of the network's picture, and the least side of one, mm: a detector of 346 by 432 mm fits at that size.
COLUMNS, ROWS, LEAST_CELL_MM = 192, 240, 1.8
# Pixels a side of a cell in the grid on which fine detail is measured.
FINE = 3
# Shares of the cells that are darker than the grey 0, and than the grey 1.
DARK, BRIGHT = 0.005, 0.995
# Beyond this the field of view is not that of an adult's chest: the pixels' size is missing or wrong. Then the picture
# is taken as so wide, mm.
FIELD_MM, ASSUMED_WIDTH_MM = (250.0, 600.0), 350.0


@functools.lru_cache(maxsize=64)
def weights(n, n_new):
    """How the host resamples an axis: the mean over a coarser target voxel, else linear between centres."""
    ratio, w = n / n_new, np.zeros((n_new, n), np.float32)
    for k in range(n_new):
        if ratio > 1:
            low, high = k * ratio, (k + 1) * ratio
            for i in range(int(np.floor(low)), min(int(np.ceil(high)), n)):
                w[k, i] = max(0.0, min(high, i + 1) - max(low, i))
            w[k] /= w[k].sum()
        else:
            at = min(max((k + 0.5) * ratio - 0.5, 0.0), n - 1.0)
            i = min(int(at), n - 2) if n > 1 else 0
            w[k, i] += 1 - (at - i)
            if n > 1:
                w[k, i + 1] += at - i
    return w


def size_mm(shape, spacing):
    """Width and height of the field; assumed where the pixels' size cannot be right."""
    width, height = shape[1] * spacing[0], shape[0] * spacing[1]
    is_known = all(FIELD_MM[0] <= side <= FIELD_MM[1] for side in (width, height))
    return (width, height, True) if is_known else (ASSUMED_WIDTH_MM, ASSUMED_WIDTH_MM * shape[0] / shape[1], False)


def frame(image, spacing, is_inverted=False):
    """(3, ROWS, COLUMNS) of an image (row, column) with pixels of `spacing` mm (x, y); None if it has no contrast."""
    width, height, _ = size_mm(image.shape, spacing)
    cell = max(LEAST_CELL_MM, width / COLUMNS, height / ROWS)
    nx, ny = (max(1, int(np.floor(side * FINE / cell + 0.5))) for side in (width, height))
    fine = weights(image.shape[0], ny) @ np.asarray(image, np.float32) @ weights(image.shape[1], nx).T
    if is_inverted:
        fine = -fine
    left, top = (FINE * COLUMNS - nx) // 2, (FINE * ROWS - ny) // 2
    count = cells(np.ones((ny, nx), np.float32), left, top)
    is_inside = count > 0
    grey = cells(fine, left, top) / np.maximum(count, 1)
    ranked = np.sort(grey[is_inside])
    low, high = (float(ranked[int(np.floor(share * (len(ranked) - 1)))]) for share in (DARK, BRIGHT))
    if not high > low:
        return None
    across, down = np.zeros_like(fine), np.zeros_like(fine)
    across[:, :-1], down[:-1] = np.diff(fine, axis=1), np.diff(fine, axis=0)
    out = np.zeros((3, ROWS, COLUMNS), np.float32)
    out[0] = np.where(is_inside, np.clip((grey - low) / (high - low), 0, 1.25), 0)
    for channel, difference in ((1, across), (2, down)):
        rms = np.sqrt(cells(difference * difference, left, top) / np.maximum(count, 1)) / (high - low)
        out[channel] = np.where(is_inside, (np.log10(rms + 1e-4) + 3.0) * 0.5, -0.5)
    return out


def cells(fine, left, top):
    """Sums over the cells of the picture of what lies in its middle."""
    whole = np.zeros((FINE * ROWS, FINE * COLUMNS), np.float32)
    whole[top:top + fine.shape[0], left:left + fine.shape[1]] = fine
    return whole.reshape(ROWS, FINE, COLUMNS, FINE).sum((1, 3))
