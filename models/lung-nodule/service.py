"""The service in Python, for training and for comparison: the same steps and numbers as plugins/lung-nodule/src.

The numbers must stay equal to those of the plugin's detect.rs, score.rs and scope.rs.
"""

import numpy as np
import onnxruntime
import SimpleITK as sitk

# The grids of the first network, fine and coarse, and beside each the grid of the second network's cubes, mm.
GRIDS = {"2": "1.25", "5": "3.125"}
LOW_HU, HIGH_HU = -1000.0, 400.0
N_SLICES, SIDE = 9, 32
PROPOSAL_THRESHOLD, MAX_PROPOSALS = 0.2, 100
MARGIN_MM = 12.0
# The grids on which the lungs are looked for, the finer one where the coarser one joins them with the room, and windows
# of the first network: side in voxels, shared part.
COARSE_MM = 3.0, 2.0
WINDOW, OVERLAP = 96, 0.25


class Grid:
    """A scan on one grid, which lies along the patient's axes: HU, indexed z, y, x."""

    def __init__(self, hu, spacing, origin):
        self.hu, self.spacing, self.origin = hu, np.array(spacing), np.array(origin)

    def voxel(self, place):
        return (np.asarray(place) - self.origin) / self.spacing

    def patient(self, voxel):
        return np.asarray(voxel) * self.spacing + self.origin

    def part(self, first, size):
        """The block of `size` voxels from voxel `first`, both x, y, z."""
        (x, y, z), (nx, ny, nz) = first, size
        return Grid(self.hu[z:z + nz, y:y + ny, x:x + nx], self.spacing, self.patient(first))

    def around(self, place, size):
        """First voxel and size of the block of at most `size` around a place, inside the grid."""
        n = np.array(self.hu.shape[::-1])
        size = np.minimum(size, n)
        return np.clip(np.round(self.voxel(place) - (size - 1) / 2), 0, n - size).astype(int), size

    def cube(self, place):
        """The cube of `SIDE` voxels around a place, scaled, edges repeated; and the place of its middle."""
        first = np.round(self.voxel(place) - (SIDE - 1) / 2).astype(int)
        return scaled(block(self.hu, first[::-1], (SIDE,) * 3)), self.patient(first + (SIDE - 1) / 2)

    def resampled(self, spacing_mm):
        """Voxels of about this size over the same space: the mean where they are larger, else linear."""
        hu, spacing, origin = np.asarray(self.hu, np.float32), self.spacing.copy(), self.origin.copy()
        for axis in range(3):
            n = hu.shape[2 - axis]
            n_new = max(1, int(np.floor(n * spacing[axis] / spacing_mm + 0.5)))
            weights = mean_weights(n, n_new) if n > n_new else linear_weights(n, n_new)
            hu = np.moveaxis(np.tensordot(weights, hu, (1, 2 - axis)), 0, 2 - axis)
            origin[axis] += (n / n_new - 1) * spacing[axis] / 2
            spacing[axis] *= n / n_new
        return Grid(hu, spacing, origin)


def mean_weights(n, n_new):
    """Weights (new, old) of the mean over each new voxel's length."""
    edges = np.arange(n_new + 1) * n / n_new
    old = np.arange(n)
    part = np.minimum(old + 1, edges[1:, None]) - np.maximum(old, edges[:-1, None])
    return (np.maximum(part, 0) * n_new / n).astype(np.float32)


def linear_weights(n, n_new):
    """Weights (new, old) between the two nearest voxel centres."""
    centre = np.clip((np.arange(n_new) + 0.5) * n / n_new - 0.5, 0, n - 1)
    return np.maximum(0, 1 - np.abs(centre[:, None] - np.arange(n))).astype(np.float32)


class Scan:
    """A scan that lies on all grids of the networks already, as phantoms do."""

    def __init__(self, grids):
        self.grids = grids
        box = lung_box(grids["3.125"])
        assert box, "a scan without lungs"
        self.low, self.high = box

    def region(self, scale):
        """First and last voxel (x, y, z) of the box around the lungs."""
        return box_region(self.grids[scale], self.low, self.high)

    def probability(self, proposal, scale):
        """The first network's map over the box of the lungs, in whole slices, on its grid."""
        first, last = self.region(scale)
        size = last - first + 1
        padded = -(-size[:2] // 4) * 4
        z0, half = first[2], N_SLICES // 2
        values = scaled(block(self.grids[scale].hu, (z0 - half, first[1], first[0]),
                              (size[2] + 2 * half, padded[1], padded[0])))
        out = []
        for z in range(0, size[2], 8):
            batch = np.stack([values[k:k + N_SLICES] for k in range(z, min(z + 8, size[2]))])
            out.append(proposal.run(None, {"slices": batch})[0][:, 0, :size[1], :size[0]])
        grid = self.grids[scale]
        return Grid(np.concatenate(out), grid.spacing, grid.patient(first))

    def cube(self, scale, place):
        """The second network's cube around a place, the place of its middle, and its voxel size in mm."""
        grid = self.grids[GRIDS[scale]]
        return *grid.cube(place), grid.spacing.mean()


class WholeScan:
    """A scan as it comes, brought onto the grids part by part exactly as the plugin does it."""

    def __init__(self, whole):
        self.whole = whole
        for coarse_mm in COARSE_MM:
            coarse = whole.resampled(coarse_mm)
            box = lung_box(coarse)
            if box:
                break
        assert box, "a scan without lungs"
        low, high = box
        # The plugin's box goes around whole voxels.
        first, last = box_region(whole, low - coarse.spacing / 2, high + coarse.spacing / 2)
        self.lungs = whole.part(first, last - first + 1)

    def probability(self, proposal, scale):
        grid = self.lungs.resampled(float(scale))
        return Grid(in_windows(proposal, scaled(grid.hu)), grid.spacing, grid.origin)

    def cube(self, scale, place):
        spacing_mm = float(GRIDS[scale])
        size = np.ceil((SIDE + 4) * spacing_mm / self.whole.spacing).astype(int) + 2
        values, middle = self.whole.part(*self.whole.around(place, size)).resampled(spacing_mm).cube(place)
        return values, middle, spacing_mm


def scan_of_dicom(folder):
    """The one axial CT series of a folder."""
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    image = sitk.DICOMOrient(reader.Execute(), "LPS")
    assert np.allclose(image.GetDirection(), np.eye(3).ravel(), atol=1e-3), "the series is oblique"
    return WholeScan(Grid(sitk.GetArrayFromImage(image), image.GetSpacing(), image.GetOrigin()))


def lung_box(grid):
    """The box in patient mm around the centres of the voxels of air inside the body; None if there is none."""
    image = sitk.GetImageFromArray((np.asarray(grid.hu) < -500).astype(np.uint8))
    parts = sitk.LabelShapeStatisticsImageFilter()
    parts.Execute(sitk.ConnectedComponent(image, True))
    voxel_mm3 = np.prod(grid.spacing)
    corners = []
    for label in parts.GetLabels():
        x, y, z, nx, ny, nz = parts.GetBoundingBox(label)
        is_outside = x == 0 or y == 0 or x + nx == grid.hu.shape[2] or y + ny == grid.hu.shape[1]
        if parts.GetNumberOfPixels(label) * voxel_mm3 >= 100_000 and not is_outside:
            corners += [grid.patient((x, y, z)), grid.patient((x + nx - 1, y + ny - 1, z + nz - 1))]
    return (np.min(corners, 0), np.max(corners, 0)) if corners else None


def box_region(grid, low, high):
    """First and last voxel (x, y, z) of a box with the margin, inside the grid."""
    end = np.array(grid.hu.shape[::-1]) - 1
    first = np.clip(np.floor(grid.voxel(low - MARGIN_MM)), 0, end).astype(int)
    return first, np.clip(np.ceil(grid.voxel(high + MARGIN_MM)), first, end).astype(int)


def in_windows(proposal, values):
    """The map in overlapping windows, blended with weights that rise evenly from a window's edges to its middle."""
    def starts(n):
        last = max(0, n - WINDOW)
        return [*range(0, last, int(WINDOW * (1 - OVERLAP))), last]
    rise = np.minimum(np.arange(1, WINDOW + 1), np.arange(WINDOW, 0, -1)) / ((WINDOW + 1) / 2)
    weight = np.outer(rise, rise).astype(np.float32)
    nz, ny, nx = values.shape
    corners = [(y, x) for y in starts(ny) for x in starts(nx)]
    out = np.zeros((nz, max(ny, WINDOW), max(nx, WINDOW)), np.float32)
    total = np.zeros(out.shape[1:], np.float32)
    for y, x in corners:
        total[y:y + WINDOW, x:x + WINDOW] += weight
    for z in range(nz):
        batch = np.stack([block(values, (z - N_SLICES // 2, y, x), (N_SLICES, WINDOW, WINDOW)) for y, x in corners])
        for (y, x), answer in zip(corners, proposal.run(None, {"slices": batch})[0][:, 0]):
            out[z, y:y + WINDOW, x:x + WINDOW] += weight * answer
    return (out / total)[:, :ny, :nx]


def scaled(hu):
    middle, half = (LOW_HU + HIGH_HU) / 2, (HIGH_HU - LOW_HU) / 2
    return ((np.clip(hu, LOW_HU, HIGH_HU) - middle) / half).astype(np.float32)


def block(array, first, size):
    """A block of `size` (z, y, x) from `first`; beyond the array its edge is repeated."""
    index = [np.clip(np.arange(f, f + n), 0, limit - 1) for f, n, limit in zip(first, size, array.shape)]
    return array[np.ix_(*index)]


def session(model, n_threads=2):
    """A session of the runtime for a file or the bytes of one, with the threads that the workstation gives it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options)


def proposals(proposal, scan, scale, threshold=PROPOSAL_THRESHOLD, most=MAX_PROPOSALS):
    """Places in the patient, the strongest first."""
    grid = scan.probability(proposal, scale)
    components = sitk.ConnectedComponent(sitk.GetImageFromArray((grid.hu >= threshold).astype(np.uint8)), True)
    shapes, levels = sitk.LabelShapeStatisticsImageFilter(), sitk.LabelStatisticsImageFilter()
    shapes.Execute(components)
    levels.Execute(sitk.GetImageFromArray(grid.hu), components)
    found = [(grid.patient(np.array(shapes.GetCentroid(label))), levels.GetMaximum(label))
             for label in shapes.GetLabels() if shapes.GetNumberOfPixels(label) >= 2]
    kept = []
    for place, level in sorted(found, key=lambda f: -f[1]):
        if len(kept) < most and all(np.linalg.norm(place - other) > float(scale) for other, _ in kept):
            kept.append((place, level))
    return kept


def findings(proposal, score, scan):
    """What the service finds in a scan, whatever the threshold: the most probable first."""
    scored = []
    for scale in GRIDS:
        for place, _ in proposals(proposal, scan, scale):
            values, middle, spacing_mm = scan.cube(scale, place)
            answer = score.run(None, {"cube": values[None, None]})[0][0]
            scored.append({"centre": middle + np.clip(answer[1:4], -8, 8) * spacing_mm,
                           "diameter_mm": np.clip(2.0 ** answer[4], 1.5, 32) * spacing_mm,
                           "probability": float(answer[0]), "kind": int(np.argmax(answer[6:9]))})
    kept = []
    for finding in sorted(scored, key=lambda f: -f["probability"]):
        if all(np.linalg.norm(finding["centre"] - other["centre"])
               > max(finding["diameter_mm"] / 2, other["diameter_mm"] / 2, 4.0) for other in kept):
            kept.append(finding)
    return kept
