"""The host's operations in memory give what the contract says of the host's."""

import math
import unittest

from overread_sdk import (
    BadInput, Cancelled, Dims, Element, Geometry, Interpolation, LimitReached, ModelMissing, Region, Sample, Tiling, Vec3,
)
from overread_sdk.testing import FakeModel, FakeStudy, FakeVolume


def grid(nx, ny, nz, spacing=1.0):
    return Geometry(Dims(nx, ny, nz), Vec3(spacing, spacing, spacing), Vec3(0.0, 0.0, 0.0))


def volume(nx, ny, nz, values=None):
    return FakeVolume(grid(nx, ny, nz), range(nx * ny * nz) if values is None else values)


class Reading(unittest.TestCase):
    def test_x_runs_fastest(self):
        view = volume(3, 2, 2).read(Region(Dims(1, 0, 1), Dims(2, 2, 1)))
        self.assertEqual((view.format, view.tolist()), ("h", [7, 8, 10, 11]))

    def test_bytes_are_little_endian(self):
        self.assertEqual(volume(1, 1, 1, [258]).read_bytes(Region(Dims(0, 0, 0), Dims(1, 1, 1))), b"\x02\x01")

    def test_what_is_outside_is_refused(self):
        for region in (Region(Dims(2, 0, 0), Dims(2, 1, 1)), Region(Dims(0, 0, 0), Dims(0, 1, 1))):
            with self.assertRaises(BadInput):
                volume(3, 2, 2).read(region)
            with self.assertRaises(BadInput):
                volume(3, 2, 2).crop(region)

    def test_statistics_are_those_of_the_population(self):
        stats = volume(2, 2, 1, [1, 2, 3, 4]).stats()
        self.assertEqual((stats.min, stats.max, stats.mean, stats.count), (1.0, 4.0, 2.5, 4))
        self.assertAlmostEqual(stats.sd, math.sqrt(1.25))

    def test_a_closed_volume_is_refused(self):
        with volume(2, 2, 2) as closed:
            closed.stats()
        with self.assertRaises(ValueError):
            closed.stats()


class Operations(unittest.TestCase):
    def test_a_coarser_grid_takes_the_mean_and_keeps_the_faces(self):
        coarse = volume(4, 2, 2).resample(Vec3(2.0, 2.0, 2.0))
        self.assertEqual(coarse.geometry(), Geometry(Dims(2, 1, 1), Vec3(2.0, 2.0, 2.0), Vec3(0.5, 0.5, 0.5)))
        self.assertEqual(coarse.read().tolist(), [6.5, 8.5])
        self.assertIs(coarse.sample(), Sample.FLOAT32)

    def test_a_finer_grid_is_interpolated_and_its_edge_repeated(self):
        fine = volume(2, 1, 1, [0, 100]).resize(Dims(4, 1, 1))
        self.assertEqual(fine.read().tolist(), [0.0, 25.0, 75.0, 100.0])
        nearest = volume(2, 1, 1, [0, 100]).resize(Dims(4, 1, 1), Interpolation.NEAREST)
        self.assertEqual((nearest.read().tolist(), nearest.sample()), ([0, 0, 100, 100], Sample.INT16))

    def test_turning_keeps_every_voxel_where_it_is(self):
        turned = volume(2, 3, 4).reorient("PLF")
        self.assertEqual(turned.geometry().size, Dims(3, 2, 4))
        # Voxel 0, 0, 0 of the turned grid: first of y, first of x, last of z.
        self.assertEqual(turned.geometry().origin, Vec3(0.0, 0.0, 3.0))
        self.assertEqual(turned.read().tolist()[:3], [18, 20, 22])
        self.assertEqual(turned.reorient("LPH").read().tolist(), list(range(24)))
        for axes in ("LPF", "LL", "XYZ"):
            with self.assertRaises(BadInput):
                volume(2, 3, 4).reorient(axes)

    def test_values_one_by_one(self):
        source = volume(5, 1, 1, [-10, 0, 5, 10, 20])
        self.assertEqual(source.rescale(0, 10, 5, 5).read().tolist(), [-1.0, -1.0, 0.0, 1.0, 1.0])
        inside = source.threshold(0, 10)
        self.assertEqual((inside.read().tolist(), inside.sample()), ([0, 1, 1, 1, 0], Sample.UINT8))
        self.assertEqual(source.multiply(inside).read().tolist(), [0.0, 0.0, 5.0, 10.0, 0.0])
        for call in (lambda: source.threshold(1, 0), lambda: source.rescale(0, 1, 0, 0)):
            with self.assertRaises(BadInput):
                call()
        with self.assertRaises(BadInput):
            source.multiply(volume(4, 1, 1))

    def test_components_touch_by_corners_and_come_largest_first(self):
        values = [0] * 5 * 4
        for x, y in ((0, 0), (3, 0), (4, 1), (3, 2)):
            values[y * 5 + x] = 100
        spots = volume(5, 4, 1, values)
        large, small = spots.threshold(50, 200).blobs(spots)
        self.assertEqual((large.label, large.voxels, large.mean, large.max), (1, 3, 100.0, 100.0))
        self.assertEqual((large.low, large.high), (Vec3(2.5, -0.5, -0.5), Vec3(4.5, 2.5, 0.5)))
        self.assertEqual((small.voxels, small.centroid), (1, Vec3(0.0, 0.0, 0.0)))
        self.assertEqual(len(spots.blobs(min_voxels=2)), 1)
        self.assertEqual(len(spots.blobs(max_count=1)), 1)


    def test_components_are_those_of_a_flood(self):
        state = 7
        values = []
        for _ in range(12 * 9 * 7):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            values.append(1 + state % 50 if state // 65_536 % 5 == 0 else 0)
        found = volume(12, 9, 7, values).blobs()
        is_open, sizes = {idx for idx, value in enumerate(values) if value}, []
        while is_open:
            queue = [is_open.pop()]
            for idx in queue:
                x, y, z = idx % 12, idx // 12 % 9, idx // 108
                near = {(k * 9 + j) * 12 + i for k in range(max(z - 1, 0), min(z + 2, 7))
                        for j in range(max(y - 1, 0), min(y + 2, 9)) for i in range(max(x - 1, 0), min(x + 2, 12))}
                queue += near & is_open
                is_open -= near
            sizes.append((len(queue), sum(values[idx] for idx in queue) / len(queue)))
        self.assertGreater(len(sizes), 1)
        self.assertEqual(sorted((blob.voxels, round(blob.mean, 9)) for blob in found), sorted((n, round(m, 9)) for n, m in sizes))


class Study(unittest.TestCase):
    def study(self):
        return FakeStudy().with_series("CT", grid(4, 4, 2), lambda at: at.x * 10, {"KVP": "120"})

    def test_series_are_listed_and_opened(self):
        [series] = self.study().series()
        self.assertEqual((series.id, series.frames, series.attribute("KVP"), series.attribute("X")), (0, 2, "120", None))
        self.assertEqual(self.study().open_series(0).read().tolist()[:4], [0, 10, 20, 30])
        with self.assertRaises(BadInput):
            self.study().open_series(1)

    def test_progress_says_stop(self):
        job = self.study().stopping_after(2)
        job.progress(0.1, "first")
        with self.assertRaises(Cancelled):
            job.progress(0.2, "second")

    def test_settings_that_are_no_numbers_do_not_count(self):
        job = self.study().with_setting("cut", "0.5").with_setting("odd", "nan").with_setting("word", "x")
        numbers = [job.setting_number(name, 7.0) for name in ("cut", "odd", "word", "none")]
        self.assertEqual(numbers, [0.5, 7.0, 7.0, 7.0])

    def test_models_are_functions(self):
        job = self.study().with_model("m", FakeModel(tiled=lambda v: v.map(lambda hu: hu / 30)))
        with self.assertRaises(ModelMissing):
            job.open_model("n")
        source = job.open_series(0)
        result = job.open_model("m").run_tiled(source, Tiling(Dims(2, 2, 1)))
        self.assertAlmostEqual(result.stats().max, 1.0)
        with self.assertRaises(BadInput):
            job.open_model("m").run_tiled(source, Tiling(Dims(0, 2, 1)))

    def test_tensors_follow_their_layout(self):
        job = self.study()
        volume = job.open_series(0)
        tensor = job.tensor_of_volume(volume, "nczyx")
        self.assertEqual(tensor.shape(), [1, 1, 2, 4, 4])
        self.assertEqual(tensor.values(0, 4), [0.0, 10.0, 20.0, 30.0])
        self.assertEqual(tensor.to_volume(volume).read().tolist(), [float(v) for v in volume.read()])
        columns = job.tensor_of_volume(volume, "xzy", Element.UINT8)
        self.assertEqual(columns.values(8, 2), [10, 10])
        with self.assertRaises(BadInput):
            job.tensor([2, 2], [1.0])

    def test_masks_and_maps_are_kept(self):
        job = self.study()
        mask = job.mask_of_volume(0, job.open_series(0).threshold(20, 30))
        mask.write(Region(Dims(0, 0, 0), Dims(2, 1, 1)), b"\x01\x00")
        self.assertEqual((mask.keep("spot"), mask.labels[:4]), (0, bytearray(b"\x01\x00\x01\x01")))
        job.keep_map(0, job.open_series(0).rescale(0, 30, 0, 30))
        with self.assertRaises(LimitReached):
            for _ in range(16):
                job.keep_map(0, job.open_series(0).rescale(0, 30, 0, 30))


if __name__ == "__main__":
    unittest.main()
