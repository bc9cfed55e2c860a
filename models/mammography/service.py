"""The steps of the service in Python, with the numbers of plugins/mammography/src: silhouette, inputs, candidates, joining.

A plane is an array of rows; all planes of a view have the chest wall at the left.
"""

import numpy as np
from scipy import fft, ndimage

TARGETS = {"mass": "129788004", "calcifications": "129769006", "distortion": "129792006", "asymmetry": "asymmetry"}
COARSE_MM = 0.4
AIR, STRIP, CEILING = 0.06, 11, 1.25
CONTRAST_REACH, CONTRAST_GAIN = 7, 6.0
# Against which squares contrast is taken and breasts are compared, pixels; what brings both to about 1.
LOCAL_REACH, LOCAL_GAIN, BROAD_REACH, BROAD_GAIN = 12, 5.0, 10, 3.0
# Strands: width in pixels of 0.2 mm, the square that their strength is taken against, its least value, its limit; how far
# from the skin they begin. Stars of them: directions, sectors, ring in pixels of 0.8 mm, tolerance, limit, what is usual.
STRAND_SIGMA, STRAND_REACH, STRAND_LEAST, STRAND_LIMIT, SKIN = 0.9, 40, 1e-3, 4.0, 5
N_DIRECTIONS, N_SECTORS, RING, TOLERANCE, STAR_LIMIT, STAR_USUAL = 16, 8, (2, 12), np.pi / 16, 5.0, 1.5
STAR_STEP = 4
LEVEL, NEARLY, MAX_CANDIDATES, MAX_APART_MM, AGREEMENT, ALONE = 0.1, 0.9, 5, 12.0, 0.5, 0.8
HABITS = {"calcifications": (12, 5), "mass": (40, 0), "distortion": (100, 0), "asymmetry": (100, 0)}
TISSUE_MULTIPLE, CALCIUM_MULTIPLE, DENSITY_MULTIPLE, DENSITY_STEP = 16, 8, 4, 4
TISSUE_AIR = (-1, -1, 0, -1, 0)
EVERYWHERE = np.ones((3, 3))


def corners(plane, step):
    """The planes of the pixels of blocks of `step` x `step`; what is left over at the ends is cut off."""
    rows, columns = plane.shape[0] // step * step, plane.shape[1] // step * step
    return [plane[y:rows:step, x:columns:step] for y in range(step) for x in range(step)]


def reduced(plane, step):
    return sum(np.asarray(part, np.float32) for part in corners(plane, step)) / np.float32(step * step)


def greatest(plane, step):
    return np.maximum.reduce(corners(plane, step))


def quantile(values, q):
    values = np.ravel(values)
    at = int(q * (len(values) - 1))
    return float(np.partition(values, at)[at])


def local_mean(plane, reach):
    """The mean over the square of 2 reach + 1 pixels a side, as much of it as lies inside."""
    side = 2 * reach + 1
    inside = [ndimage.uniform_filter1d(np.ones(n), side, mode="constant") for n in plane.shape]
    return (ndimage.uniform_filter(plane.astype(np.float64), side, mode="constant") / np.outer(*inside)).astype(np.float32)


def strands(contrast, inside):
    """Strength and direction (0 to 15, half a turn) of thin bright lines, by the second derivatives of a Gaussian."""
    n = int(4 * STRAND_SIGMA + 0.5)
    at = np.arange(-n, n + 1)
    bell = np.exp(-0.5 * (at / STRAND_SIGMA) ** 2)
    bell /= bell.sum()
    slope, bend = -at / STRAND_SIGMA ** 2 * bell, ((at / STRAND_SIGMA) ** 2 - 1) / STRAND_SIGMA ** 2 * bell
    bend -= bend.mean()
    def filtered(across, down):
        rows = ndimage.correlate1d(contrast, across, 1, mode="nearest")
        return ndimage.correlate1d(rows, down, 0, mode="nearest")
    xx, yy, xy = filtered(bend, bell), filtered(bell, bend), filtered(slope, slope)
    mean, spread = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    # Bent across, straight along: the one curvature less what there is of the other.
    strength = np.where(inside, np.maximum(spread - mean - np.abs(mean + spread), 0), 0).astype(np.float32)
    strength = np.minimum(strength / (local_mean(strength, STRAND_REACH) + STRAND_LEAST), STRAND_LIMIT)
    turn = (0.5 * np.arctan2(2 * xy, xx - yy)) % np.pi
    return strength, np.minimum((turn / np.pi * N_DIRECTIONS).astype(int), N_DIRECTIONS - 1)


def star_kernels():
    """For each direction and sector the places of a ring from which such a strand points to its middle; the rings' sectors."""
    y, x = np.mgrid[-RING[1]:RING[1] + 1, -RING[1]:RING[1] + 1].astype(np.float64)
    away, angle = np.hypot(x, y), np.arctan2(y, x) % (2 * np.pi)
    is_ring = (away >= RING[0]) & (away <= RING[1])
    sector = (angle / (2 * np.pi) * N_SECTORS).astype(int) % N_SECTORS
    kernels = {}
    for direction in range(N_DIRECTIONS):
        apart = np.abs((angle - (direction + 0.5) * np.pi / N_DIRECTIONS + np.pi / 2) % np.pi - np.pi / 2)
        for number in range(N_SECTORS):
            kernel = is_ring & (apart <= TOLERANCE) & (sector == number)
            if kernel.any():
                kernels[direction, number] = kernel
    rings = [is_ring & (sector == number) for number in range(N_SECTORS)]
    return kernels, rings, sum(k.sum() for k in kernels.values()) / (N_DIRECTIONS * is_ring.sum())


def stars(contrast, breast):
    """How many more strands than usual point to a pixel of the coarse plane, evenly from all sides: the mean over the
    sectors of their excess in standard deviations. After Karssemeijer and te Brake, IEEE Trans Med Imaging 15:611, 1996."""
    inner = ndimage.binary_erosion(breast, np.ones((2 * SKIN + 1,) * 2), border_value=1)
    strength, direction = strands(contrast, inner.repeat(2, 0).repeat(2, 1)[:, :contrast.shape[1]])
    sums = lambda plane: reduced(plane, STAR_STEP) * STAR_STEP ** 2
    kernels, rings, share = star_kernels()
    size = sums(strength).shape
    shape = [fft.next_fast_len(n + 2 * RING[1], True) for n in size]
    to = lambda plane: fft.rfft2(plane, shape)
    back = lambda plane: fft.irfft2(plane, shape)[RING[1]:RING[1] + size[0], RING[1]:RING[1] + size[1]]
    by_direction = [to(sums(strength * (direction == number))) for number in range(N_DIRECTIONS)]
    all_of_them, squares = to(sums(strength)), to(sums(strength ** 2))
    found = 0
    for number, ring in enumerate(rings):
        pointing = back(sum(plane * to(kernels[d, number]) for d, plane in enumerate(by_direction) if (d, number) in kernels))
        ring = to(ring)
        spread = np.sqrt(share * (1 - share) * np.maximum(back(squares * ring), 1))
        found = found + np.clip((pointing - share * back(all_of_them * ring)) / spread, 0, STAR_LIMIT)
    fine = (found / N_SECTORS).repeat(2, 0).repeat(2, 1)
    plane = np.zeros(breast.shape, np.float32)
    plane[:fine.shape[0], :fine.shape[1]] = fine[:plane.shape[0], :plane.shape[1]]
    return np.where(inner, plane, 0)


class View:
    """A view for the networks, from samples of 0.1 mm where bright is dense."""

    def __init__(self, fine, labels=None):
        rows, columns = (n // 4 * 4 for n in fine.shape)
        fine = np.asarray(fine[:rows, :columns], np.float32)
        half = reduced(fine, 2)
        peak = greatest(fine, 2) - half
        coarse = reduced(half, 2)
        black, bright = quantile(coarse, 0.005), quantile(coarse, 0.99)
        air = black + AIR * (bright - black)
        parts, _ = ndimage.label(coarse > air, EVERYWHERE)
        sizes = np.bincount(parts.ravel())
        sizes[0] = 0
        breast = parts == sizes.argmax()
        contact = breast[:, :STRIP].any(1).sum(), breast[:, -STRIP:].any(1).sum()
        self.is_mirrored = bool(contact[1] > contact[0])
        white = max(quantile(coarse[breast], 0.99), air)
        turn = (lambda plane: plane[:, ::-1]) if self.is_mirrored else (lambda plane: plane)
        grey = lambda plane: np.clip((plane - black) / (white - black), 0, CEILING).astype(np.float32)
        self.breast = turn(breast).copy()
        self.coarse = np.where(self.breast, turn(grey(coarse)), 0).astype(np.float32)
        reach = np.where(self.breast.any(1), self.breast.shape[1] - self.breast[:, ::-1].argmax(1), 0)
        self.nipple = float(reach.max() - 1), float(np.flatnonzero(reach + 1 >= reach.max()).mean())
        self.used = min(int(self.nipple[0]) + 21, self.coarse.shape[1])
        self.calcium = self.calcium_planes(turn(grey(half)), turn(peak / (white - black)))
        self.calcium = self.calcium[:, :, :2 * self.used].astype(np.float16)
        self.complete()
        if labels is not None:
            self.labels = turn(greatest(np.asarray(labels[:rows, :columns]), 4)).copy()

    def complete(self):
        """The planes that stand out of the greys: local contrast, stars of strands, the broad greys."""
        contrast = np.clip((self.coarse - local_mean(self.coarse, LOCAL_REACH)) * LOCAL_GAIN, -1, 2)
        self.contrast = np.where(self.breast, contrast, 0).astype(np.float16)
        found = stars(self.calcium[0].astype(np.float32), self.breast)
        self.stars = np.maximum(found - STAR_USUAL, -1).astype(np.float16)
        self.broad = local_mean(self.coarse, BROAD_REACH)

    def calcium_planes(self, half, peak):
        inside = self.breast.repeat(2, 0).repeat(2, 1)
        contrast = np.clip((half - local_mean(half, CONTRAST_REACH)) * CONTRAST_GAIN, -1, 3)
        peak = np.clip(peak * CONTRAST_GAIN, 0, 3)
        return np.stack([np.where(inside, contrast, 0), np.where(inside, peak, 0), np.where(inside, half * 2 - 1, -1)])

    def aligned(self, other, name, beyond):
        """A plane of the other breast in the same view, moved so that the nipples lie on each other; where it has ended, or
        there is none, `beyond`."""
        plane = np.array(beyond, np.float32)
        if other is None:
            return plane
        dx, dy = (int(np.floor(o - s + 0.5) if o >= s else -np.floor(s - o + 0.5))
                  for o, s in zip(other.nipple, self.nipple))
        rows, columns = np.arange(plane.shape[0]) + dy, np.arange(plane.shape[1]) + dx
        row_in = (rows >= 0) & (rows < other.coarse.shape[0])
        column_in = (columns >= 0) & (columns < other.coarse.shape[1])
        plane[np.ix_(row_in, column_in)] = getattr(other, name)[np.ix_(rows[row_in], columns[column_in])]
        return plane

    def tissue(self, other):
        """Grey, the other breast's, local contrast, stars, by how much it is denser than the other over a broad square."""
        more = np.clip((self.broad - self.aligned(other, "broad", self.broad)) * BROAD_GAIN, -1, 1)
        more = np.where(self.breast, more, 0)
        beside = self.aligned(other, "coarse", np.zeros(self.coarse.shape))
        planes = [self.coarse * 2 - 1, beside * 2 - 1, self.contrast, self.stars, more]
        return np.stack(planes).astype(np.float32)[:, :, :self.used]


def padded(planes, multiple, air):
    """With a first axis, and air added below and at the right up to a multiple."""
    rows, columns = (-n % multiple for n in planes.shape[1:])
    each = [np.pad(plane, ((0, rows), (0, columns)), constant_values=value) for plane, value in zip(planes, air)]
    return np.stack(each)[None].astype(np.float32)


def run(session, planes, multiple, air):
    return session.run(["probability"], {"image": padded(planes, multiple, air)})[0][0, :, :planes.shape[1], :planes.shape[2]]


def tissue_maps(session, view, other):
    maps = run(session, view.tissue(other), TISSUE_MULTIPLE, TISSUE_AIR) * view.breast[:, :view.used]
    return dict(zip(("mass", "distortion", "asymmetry"), maps))


def calcium_map(session, view):
    fine = run(session, view.calcium, CALCIUM_MULTIPLE, (0, 0, -1))[0]
    return greatest(fine, 2) * view.breast[:, :view.used]


def density_planes(view):
    return reduced(view.coarse, DENSITY_STEP)[None] * 2 - 1, reduced(view.breast.astype(np.float32), DENSITY_STEP)


def share(session, view):
    grey, inside = density_planes(view)
    return float((run(session, grey, DENSITY_MULTIPLE, (-1,))[0] * inside).sum() / inside.sum())


def candidates(found, target):
    """Score, peak (x, y) and pixels (a mask) of the parts of a map, the strongest first."""
    n_best, gap = HABITS[target]
    is_set = found >= LEVEL
    linked = ndimage.binary_dilation(is_set, np.ones((2 * gap + 1,) * 2)) if gap else is_set
    parts, n = ndimage.label(linked, EVERYWHERE)
    kept = []
    for number, box in enumerate(ndimage.find_objects(parts), 1):
        own = (parts[box] == number) & is_set[box]
        values = np.sort(found[box][own])[::-1][:n_best]
        core = np.argwhere(own & (found[box] >= NEARLY * found[box][own].max()))
        y, x = core[np.hypot(*(core - core.mean(0)).T).argmin()]
        kept.append({"score": float(values.sum()) / n_best, "peak": (int(x + box[1].start), int(y + box[0].start)),
                     "box": box, "own": own})
    return sorted(kept, key=lambda c: -c["score"])[:MAX_CANDIDATES]


def joined(views):
    """The lesions of a breast as (score, [(view, candidate)]), of a list of (view, candidates) of one or two views."""
    found, taken = [], set()
    depth = lambda view, c: (view.nipple[0] - c["peak"][0]) * COARSE_MM
    if len(views) == 2:
        (first, some), (second, others) = views
        pairs = []
        for i, a in enumerate(some):
            for j, b in enumerate(others):
                if abs(depth(first, a) - depth(second, b)) <= MAX_APART_MM:
                    more, less = max(a["score"], b["score"]), min(a["score"], b["score"])
                    pairs.append((more + AGREEMENT * less * (1 - more), i, j))
        for score, i, j in sorted(pairs, key=lambda pair: -pair[0]):
            if (0, i) not in taken and (1, j) not in taken:
                taken |= {(0, i), (1, j)}
                found.append((score, [(first, some[i]), (second, others[j])]))
    weight = ALONE if len(views) > 1 else 1.0
    for k, (view, all_of_view) in enumerate(views):
        found += [(c["score"] * weight, [(view, c)]) for i, c in enumerate(all_of_view) if (k, i) not in taken]
    return sorted(found, key=lambda one: -one[0])


def logit(p):
    p = np.clip(p, 0.001, 0.999)
    return np.log(p / (1 - p))
