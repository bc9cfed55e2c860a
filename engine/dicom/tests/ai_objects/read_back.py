"""Prints what highdicom and pydicom find in files: one line a group, segment or graphic, fields apart by tabs."""

import sys

import highdicom as hd
import numpy as np
import pydicom


def numbers(values):
    return " ".join(repr(float(v)) for v in np.asarray(values).ravel())


def outline(item):
    """The graphic type, the instance that it lies on or the frame of reference, and the coordinates."""
    if hasattr(item, "ContentSequence"):
        where = item.ContentSequence[0].referenced_sop_instance_uid
    else:
        where = str(item.frame_of_reference_uid)
    return [item.graphic_type.value, where, numbers(item.value)]


def group(kind, g):
    fields = [kind, g.tracking_identifier, str(g.tracking_uid)]
    fields.append(g.finding_type.value if g.finding_type is not None else "")
    for m in g.get_measurements():
        fields.append(f"{m.name.value}={m.value!r} {m.unit.value}")
    for q in g.get_qualitative_evaluations():
        fields.append(f"{q.name.value}:{q.value.value}")
    return fields


def report(path):
    content = hd.sr.srread(path).content
    for observer in content.get_observer_contexts():
        attributes = observer.observer_identifying_attributes
        print("observer", observer.observer_type.meaning, attributes.name, sep="\t")
    for g in content.get_planar_roi_measurement_groups():
        print(*group("planar", g), *outline(g.roi), sep="\t")
    for g in content.get_volumetric_roi_measurement_groups():
        fields = group("volumetric", g)
        if g.reference_type == pydicom.sr.codedict.codes.DCM.ReferencedSegment:
            segment = g.referenced_segment
            fields += [
                "SEGMENT",
                str(segment.referenced_sop_instance_uid),
                *map(str, segment.referenced_segment_numbers),
            ]
        else:
            fields += [f for item in g.roi for f in outline(item)]
        print(*fields, sep="\t")
    for g in content.get_image_measurement_groups():
        print(*group("image", g), sep="\t")


def segmentation(path):
    seg = hd.seg.segread(path)
    frames = seg.pixel_array.reshape(-1, seg.Rows, seg.Columns)
    for number in seg.segment_numbers:
        description = seg.get_segment_description(number)
        places = []
        for pixels, groups in zip(frames, seg.PerFrameFunctionalGroupsSequence):
            identification = groups.SegmentIdentificationSequence[0]
            if identification.ReferencedSegmentNumber != number:
                continue
            source = groups.DerivationImageSequence[0].SourceImageSequence[0]
            rows, columns = np.nonzero(pixels)
            for row, column in zip(rows, columns):
                places.append(f"{source.ReferencedSOPInstanceUID}/{column}/{row}")
        print("segment", number, description.tracking_id, description.tracking_uid, *places, sep="\t")


def presentation_state(path):
    for annotation in pydicom.dcmread(path).GraphicAnnotationSequence:
        image = annotation.ReferencedImageSequence[0].ReferencedSOPInstanceUID
        for g in annotation.GraphicObjectSequence:
            units = g.GraphicAnnotationUnits
            print("graphic", image, units, g.GraphicType, numbers(g.GraphicData), sep="\t")
        for t in annotation.TextObjectSequence:
            anchor = numbers(t.AnchorPoint) if "AnchorPoint" in t else ""
            print("text", image, anchor, " / ".join(t.UnformattedTextValue.splitlines()), sep="\t")


def picture(path):
    capture = pydicom.dcmread(path)
    source = capture.SourceImageSequence[0].ReferencedSOPInstanceUID
    print("picture", source, capture.BurnedInAnnotation, capture.ImageComments, sep="\t")
    print("pixels", *capture.pixel_array.ravel(), sep="\t")


def parametric_map(path):
    volume = hd.imread(path).get_volume(apply_real_world_transform=True)
    print("affine", numbers(volume.affine), sep="\t")
    print("values", numbers(volume.array), sep="\t")


READERS = {
    "1.2.840.10008.5.1.4.1.1.88.34": report,
    "1.2.840.10008.5.1.4.1.1.66.4": segmentation,
    "1.2.840.10008.5.1.4.1.1.11.1": presentation_state,
    "1.2.840.10008.5.1.4.1.1.7": picture,
    "1.2.840.10008.5.1.4.1.1.30": parametric_map,
}

for path in sys.argv[1:]:
    READERS[pydicom.dcmread(path, stop_before_pixels=True).SOPClassUID](path)
