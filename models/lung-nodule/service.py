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
PROPOSAL_THRESHOLD, MAX_PROPOSALS = 0.2, 40
MARGIN_MM = 12.0


class Grid:
    """A scan on one grid, which lies along the patient's axes: HU, indexed z, y, x."""

    def __init__(self, hu, spacing, origin):
        self.hu, self.spacing, self.origin = hu, np.array(spacing), np.array(origin)

    def voxel(self, place):
        return (np.asarray(place) - self.origin) / self.spacing

    def patient(self, voxel):
        return np.asarray(voxel) * self.spacing + self.origin

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
    """A scan on all grids of the networks, and the box around its lungs."""

    def __init__(self, grids):
        self.grids = grids
        self.low, self.high = lung_box(grids["5"])

    def region(self, scale):
        """First and last voxel (x, y, z) of the box around the lungs."""
        grid = self.grids[scale]
        size = np.array(grid.hu.shape[::-1])
        first = np.clip(np.floor(grid.voxel(self.low)), 0, size - 1).astype(int)
        last = np.clip(np.ceil(grid.voxel(self.high)), first, size - 1).astype(int)
        return first, last


def scan_of_dicom(folder):
    """The one axial CT series of a folder."""
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    image = sitk.DICOMOrient(reader.Execute(), "LPS")
    assert np.allclose(image.GetDirection(), np.eye(3).ravel(), atol=1e-3), "the series is oblique"
    whole = Grid(sitk.GetArrayFromImage(image), image.GetSpacing(), image.GetOrigin())
    return Scan({scale: whole.resampled(float(scale)) for pair in GRIDS.items() for scale in pair})


def lung_box(grid):
    """The box in patient mm around the air inside the body, with the margin of the service."""
    image = sitk.GetImageFromArray((np.asarray(grid.hu) < -500).astype(np.uint8))
    parts = sitk.LabelShapeStatisticsImageFilter()
    parts.Execute(sitk.ConnectedComponent(image, True))
    voxel_mm3 = np.prod(grid.spacing)
    corners = []
    for label in parts.GetLabels():
        x, y, z, nx, ny, nz = parts.GetBoundingBox(label)
        is_outside = x == 0 or y == 0 or x + nx == grid.hu.shape[2] or y + ny == grid.hu.shape[1]
        if parts.GetNumberOfPixels(label) * voxel_mm3 > 100_000 and not is_outside:
            corners += [grid.patient((x, y, z)), grid.patient((x + nx - 1, y + ny - 1, z + nz - 1))]
    assert corners, "a scan without lungs"
    return np.min(corners, 0) - MARGIN_MM, np.max(corners, 0) + MARGIN_MM


def scaled(hu):
    middle, half = (LOW_HU + HIGH_HU) / 2, (HIGH_HU - LOW_HU) / 2
    return ((np.clip(hu, LOW_HU, HIGH_HU) - middle) / half).astype(np.float32)


def block(array, first, size):
    """A block of `size` (z, y, x) from `first`; beyond the array its edge is repeated."""
    index = [np.clip(np.arange(f, f + n), 0, limit - 1) for f, n, limit in zip(first, size, array.shape)]
    return array[np.ix_(*index)]


def cube(grid, place, side=SIDE):
    """The cube around a place in the patient, scaled, and the voxel at its middle."""
    nearest = np.round(grid.voxel(place)).astype(int)
    # The middle of an even number of voxels lies half a voxel before its centre voxel.
    return scaled(block(grid.hu, nearest[::-1] - side // 2, (side,) * 3)), nearest - 0.5


def session(model, n_threads=2):
    """A session of the runtime for a file or the bytes of one."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = n_threads
    return onnxruntime.InferenceSession(model, options)


def probability(proposal, scan, scale):
    """The first network's map over the box of the lungs, and the first voxel of the box."""
    first, last = scan.region(scale)
    size = last - first + 1
    padded = -(-size[:2] // 4) * 4
    z0, half = first[2], N_SLICES // 2
    values = scaled(block(scan.grids[scale].hu, (z0 - half, first[1], first[0]),
                          (size[2] + 2 * half, padded[1], padded[0])))
    out = []
    for z in range(0, size[2], 8):
        batch = np.stack([values[k:k + N_SLICES] for k in range(z, min(z + 8, size[2]))])
        out.append(proposal.run(None, {"slices": batch})[0][:, 0, :size[1], :size[0]])
    return np.concatenate(out), first


def proposals(proposal, scan, scale, threshold=PROPOSAL_THRESHOLD, most=MAX_PROPOSALS):
    """Places in the patient, the strongest first."""
    values, first = probability(proposal, scan, scale)
    components = sitk.ConnectedComponent(sitk.GetImageFromArray((values >= threshold).astype(np.uint8)), True)
    shapes, levels = sitk.LabelShapeStatisticsImageFilter(), sitk.LabelStatisticsImageFilter()
    shapes.Execute(components)
    levels.Execute(sitk.GetImageFromArray(values), components)
    grid = scan.grids[scale]
    found = [(grid.patient(np.array(shapes.GetCentroid(label)) + first), levels.GetMaximum(label))
             for label in shapes.GetLabels() if shapes.GetNumberOfPixels(label) >= 2]
    return sorted(found, key=lambda f: -f[1])[:most]


def findings(proposal, score, scan):
    """What the service finds in a scan, whatever the threshold: the most probable first."""
    scored = []
    for scale, fine in GRIDS.items():
        grid = scan.grids[fine]
        for place, _ in proposals(proposal, scan, scale):
            values, middle = cube(grid, place)
            answer = score.run(None, {"cube": values[None, None]})[0][0]
            scored.append({"centre": grid.patient(middle + np.clip(answer[1:4], -8, 8)),
                           "diameter_mm": np.clip(2.0 ** answer[4], 1.5, 32) * grid.spacing.mean(),
                           "probability": float(answer[0]), "kind": int(np.argmax(answer[6:9]))})
    kept = []
    for finding in sorted(scored, key=lambda f: -f["probability"]):
        if all(np.linalg.norm(finding["centre"] - other["centre"])
               > max(finding["diameter_mm"] / 2, other["diameter_mm"] / 2, 4.0) for other in kept):
            kept.append(finding)
    return kept
