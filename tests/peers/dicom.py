"""Times the Python peers on the same series that the benches of the DICOM crate read.

Usage: python3 dicom.py FOLDER_OF_SLICES [RUNS]. A line a figure: work, program and version, milliseconds, with tabs
between; the best of RUNS (default 5), page cache warm. Peers that are not installed are named and left out.
"""

import glob
import os
import sys
import time

CENTRE_HU, WIDTH_HU = -600.0, 1500.0


def best_ms(runs, work):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def report(work, program, ms):
    print(f"{work}\t{program}\t{ms:.3f}", flush=True)


def pydicom_figures(files, runs):
    try:
        import numpy
        import pydicom
    except ImportError:
        print("SKIPPED pydicom: not installed")
        return
    program = f"pydicom {pydicom.__version__}"

    def headers():
        for name in files:
            pydicom.dcmread(name, stop_before_pixels=True)

    def volume():
        slices = [pydicom.dcmread(name) for name in files]
        slices.sort(key=lambda s: float(s.ImagePositionPatient[2]))
        return numpy.stack([s.pixel_array for s in slices])

    stack = volume()
    report("header scan", program, best_ms(runs, headers))
    report("series opening", program, best_ms(runs, volume))
    numpy_figures(numpy, stack, runs)


def numpy_figures(numpy, stack, runs):
    program = f"numpy {numpy.__version__}"

    def windowed(plane):
        values = plane.astype(numpy.float32)
        grey = (values - (CENTRE_HU - 0.5)) / (WIDTH_HU - 1.0) + 0.5
        return (numpy.clip(grey, 0.0, 1.0) * 255.0).astype(numpy.uint8)

    middle = [n // 2 for n in stack.shape]
    report("window change", program, best_ms(runs * 20, lambda: windowed(stack[middle[0]])))
    report("axial", program, best_ms(runs * 20, lambda: windowed(stack[middle[0]])))
    report("coronal", program, best_ms(runs * 20, lambda: windowed(stack[:, middle[1], :])))
    report("sagittal", program, best_ms(runs * 20, lambda: windowed(stack[:, :, middle[2]])))


def dicomsdl_figures(files, runs):
    try:
        import dicomsdl
        import numpy
    except ImportError:
        print("SKIPPED dicomsdl: not installed")
        return
    program = f"dicomsdl {dicomsdl.DICOMSDL_VERSION}"

    def volume():
        slices = [dicomsdl.open(name) for name in files]
        slices.sort(key=lambda s: s.ImagePositionPatient[2])
        return numpy.stack([s.pixelData(storedvalue=True) for s in slices])

    volume()
    report("series opening", program, best_ms(runs, volume))


def simpleitk_figures(files, runs):
    try:
        import SimpleITK as sitk
    except ImportError:
        print("SKIPPED SimpleITK: not installed")
        return
    folder = os.path.dirname(files[0])
    program = f"SimpleITK {sitk.Version.VersionString()}"

    def volume():
        reader = sitk.ImageSeriesReader()
        reader.SetFileNames(sitk.ImageSeriesReader.GetGDCMSeriesFileNames(folder))
        return reader.Execute()

    image = volume()
    report("series opening", program, best_ms(runs, volume))
    sx, sy, sz = image.GetSpacing()
    centre = image.TransformContinuousIndexToPhysicalPoint([(n - 1) / 2 for n in image.GetSize()])
    right, down = (0.8, 0.0, 0.6), (0.0, 1.0, 0.0)
    normal = (-0.6, 0.0, 0.8)
    origin = [centre[a] - 256 * sx * right[a] - 256 * sy * down[a] for a in range(3)]
    direction = [c for row in zip(right, down, normal) for c in row]

    def oblique():
        sitk.Resample(image, (512, 512, 1), sitk.Transform(), sitk.sitkLinear, origin, (sx, sy, sz), direction, -1024.0)

    report("oblique", program, best_ms(runs * 4, oblique))


# A file of each encoding, as in the benches of the DICOM crate.
CODEC_FILES = (
    "transfer_syntax/CT1_UNC.dcm",
    "transfer_syntax/CT1_RLE.dcm",
    "transfer_syntax/CT1_JLSL.dcm",
    "transfer_syntax/CT1_J2KR.dcm",
    "transfer_syntax/CTImage_1.2.840.10008.1.2.4.57.dcm",
    "transfer_syntax/CTImage_1.2.840.10008.1.2.4.51.dcm",
    "variants/CT_htj2k_lossless_201.dcm",
    "radiograph/rsna_chest_PA_jpeg8.dcm",
    "radiograph/RG1_J2KI_chest_CR.dcm",
    "mammography_4view_mass/1-280_LCC.dcm",
)


def codec_files():
    shared = os.environ.get("OVERREAD_SHARED", os.path.join("..", "shared"))
    files = [os.path.join(shared, "dicom", name) for name in CODEC_FILES]
    more = os.environ.get("OVERREAD_BENCH_FILES")
    if more:
        files += glob.glob(os.path.join(more, "*"))
    return sorted(name for name in files if os.path.isfile(name))


def codec_figures(runs):
    """Header and pixels of one file each, as the benches of the DICOM crate open them."""
    try:
        import pydicom
        import pylibjpeg
    except ImportError as error:
        print(f"SKIPPED codecs: {error}")
        return
    program = f"pydicom {pydicom.__version__}, pylibjpeg {pylibjpeg.__version__}"
    files = codec_files()
    if not files:
        print("SKIPPED codecs: no ../shared/dicom")
    for name in files:
        try:
            ms = best_ms(runs, lambda: pydicom.dcmread(name).pixel_array)
        except Exception as error:  # noqa: BLE001 - a codec that is missing is named, the others still count
            print(f"SKIPPED codec/{os.path.basename(name)}: {error}".splitlines()[0])
            continue
        report(f"codec/{os.path.basename(name)}", program, ms)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: python3 dicom.py FOLDER_OF_SLICES [RUNS]")
    folder = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    files = sorted(glob.glob(os.path.join(folder, "**", "*.dcm"), recursive=True))
    if not files:
        sys.exit(f"no .dcm files in {folder}")
    codec_figures(runs)
    pydicom_figures(files, runs)
    dicomsdl_figures(files, runs)
    simpleitk_figures(files, runs)


if __name__ == "__main__":
    main()
