//! Options of the profile one by one, reports and drawings, and what pixels may show.

use super::*;

fn retaining(retain: Retain) -> DeidentifyOptions {
    DeidentifyOptions {
        retain: BTreeSet::from([retain]),
        ..DeidentifyOptions::basic()
    }
}

fn cleaning(clean: Clean) -> DeidentifyOptions {
    DeidentifyOptions {
        clean: BTreeSet::from([clean]),
        ..DeidentifyOptions::basic()
    }
}

/// The text of an attribute after de-identification; `None` if it is gone.
#[track_caller]
fn check(set: Set, options: &DeidentifyOptions, tag: (u16, u16), expected: Option<&str>) {
    let (out, _) = written(&set.into_file(), options).unwrap();
    assert_eq!(text_of(&out, tag).as_deref(), expected, "{tag:04X?}");
}

#[test]
fn dates_go_move_or_stay() {
    let with = |dates| DeidentifyOptions {
        dates,
        ..DeidentifyOptions::basic()
    };
    let study_date = (0x0008, 0x0020);
    check(ct(), &with(Dates::Remove), study_date, Some(""));
    check(ct(), &with(Dates::Keep), study_date, Some("20240301"));
    let days = Secret::from_bytes(b"a secret").days_back("id QZ7-ID");
    let moved = dates::moved_back(*b"DA", "20240301", days).unwrap();
    check(ct(), &with(Dates::Shift), study_date, Some(&moved));
    // A birth date is none of the dates that an option keeps.
    check(ct(), &with(Dates::Keep), (0x0010, 0x0030), Some(""));
    check(
        ct(),
        &with(Dates::Shift),
        (0x0028, 0x0303),
        Some("MODIFIED"),
    );
    check(
        ct(),
        &with(Dates::Keep),
        (0x0028, 0x0303),
        Some("UNMODIFIED"),
    );
    // What is no date does not pass as one.
    let name = || ct().text((0x0008, 0x0022), b"DA", "QZ7 Smith");
    check(name(), &with(Dates::Keep), (0x0008, 0x0022), Some(""));
    check(name(), &with(Dates::Shift), (0x0008, 0x0022), Some(""));
}

#[test]
fn two_studies_of_a_patient_stay_as_far_apart_as_they_were() {
    let options = DeidentifyOptions::course();
    let date = |text: &str, id: &str| {
        let set = ct()
            .without((0x0008, 0x0020))
            .text((0x0008, 0x0020), b"DA", text)
            .without((0x0010, 0x0020))
            .text((0x0010, 0x0020), b"LO", id);
        let (out, _) = written(&set.into_file(), &options).unwrap();
        (
            text_of(&out, (0x0008, 0x0020)).unwrap(),
            text_of(&out, (0x0010, 0x0020)).unwrap(),
        )
    };
    let (prior, one) = date("20240228", "A");
    let (current, same) = date("20240301", "A");
    assert_eq!(dates::moved_back(*b"DA", &current, 2), Some(prior));
    assert_eq!(one, same);
    let (other_date, other) = date("20240301", "B");
    assert_ne!(same, other);
    assert_ne!(current, other_date);
}

#[test]
fn characteristics_stay_and_great_ages_are_capped() {
    let options = retaining(Retain::PatientCharacteristics);
    check(ct(), &options, (0x0010, 0x0040), Some("F"));
    check(ct(), &options, (0x0010, 0x1010), Some("090Y"));
    check(ct(), &DeidentifyOptions::basic(), (0x0010, 0x1010), None);
    check(
        ct(),
        &DeidentifyOptions::basic(),
        (0x0010, 0x0040),
        Some(""),
    );
}

#[test]
fn device_institution_and_uids_stay_if_asked() {
    let set = || {
        ct().text((0x0008, 0x0080), b"LO", "Hospital")
            .text((0x0018, 0x1000), b"LO", "4711")
    };
    let basic = DeidentifyOptions::basic();
    check(set(), &basic, (0x0008, 0x0080), Some("REMOVED"));
    check(set(), &basic, (0x0018, 0x1000), Some("REMOVED"));
    let options = retaining(Retain::InstitutionIdentity);
    check(set(), &options, (0x0008, 0x0080), Some("Hospital"));
    let options = retaining(Retain::DeviceIdentity);
    check(set(), &options, (0x0018, 0x1000), Some("4711"));
    let options = retaining(Retain::Uids);
    check(set(), &options, (0x0020, 0x000D), Some("1.2.3"));
    check(
        set(),
        &basic,
        (0x0008, 0x0016),
        Some("1.2.840.10008.5.1.4.1.1.2"),
    );
}

#[test]
fn a_description_of_known_words_stays_if_asked() {
    let set = |text: &str| ct().text((0x0008, 0x103E), b"LO", text);
    let options = cleaning(Clean::Descriptors);
    check(
        set("Chest 5.0 B30f"),
        &options,
        (0x0008, 0x103E),
        Some("Chest 5.0 B30f"),
    );
    check(set("Chest Smith"), &options, (0x0008, 0x103E), None);
    check(
        set("Chest"),
        &DeidentifyOptions::basic(),
        (0x0008, 0x103E),
        None,
    );
}

#[test]
fn the_codes_of_the_profile_and_its_options_are_stated() {
    let (out, _) = written(&ct().into_file(), &DeidentifyOptions::course()).unwrap();
    for code in ["113100", "113103", "113104", "113105", "113107", "113108"] {
        assert!(holds(&out, code), "{code}");
    }
    for code in ["113106", "113109", "113110", "113112"] {
        assert!(!holds(&out, code), "{code}");
    }
}

/// A report with a tracking identifier, a free text, a name, a number and a reference.
fn report() -> Set {
    let concept = |value: &str, meaning: &str| {
        vec![
            Set::default()
                .text((0x0008, 0x0100), b"SH", value)
                .text((0x0008, 0x0102), b"SH", "DCM")
                .text((0x0008, 0x0104), b"LO", meaning),
        ]
    };
    let text = |value: &str, meaning: &str, text: &str| {
        Set::default()
            .text((0x0040, 0xA040), b"CS", "TEXT")
            .items((0x0040, 0xA043), concept(value, meaning))
            .text((0x0040, 0xA160), b"UT", text)
    };
    let name = Set::default()
        .text((0x0040, 0xA040), b"CS", "PNAME")
        .items((0x0040, 0xA043), concept("121008", "Person Observer Name"))
        .text((0x0040, 0xA123), b"PN", "QZ7^Reader");
    let image = Set::default().text((0x0040, 0xA040), b"CS", "IMAGE").items(
        (0x0008, 0x1199),
        vec![
            Set::default()
                .text((0x0008, 0x1150), b"UI", "1.2.840.10008.5.1.4.1.1.2")
                .text((0x0008, 0x1155), b"UI", "1.2.3.4"),
        ],
    );
    let items = vec![
        text("112039", "Tracking Identifier", "QZ7 lesion"),
        text("111001", "Algorithm Name", "Nodule finder"),
        text("121071", "Finding", "QZ7 says the doctor"),
        name,
        image,
    ];
    ct().without((0x7FE0, 0x0010))
        .text((0x0040, 0xA040), b"CS", "CONTAINER")
        .items((0x0040, 0xA730), items)
}

#[test]
fn a_report_keeps_its_structure_and_loses_names_and_free_texts() {
    let (out, _) = written(&report().into_file(), &cleaning(Clean::StructuredContent)).unwrap();
    assert!(!holds(&out, MARK));
    for kept in [
        "Nodule finder",
        "112039",
        "Tracking Identifier",
        "Person Observer Name",
        "PNAME",
    ] {
        assert!(holds(&out, kept), "{kept}");
    }
    // The reference still leads to the image, under its new UID.
    let image = Secret::from_bytes(b"a secret").uid("1.2.3.4");
    assert!(holds(&out, &image));
    // Without the option nothing of the content may be known, codes included.
    let (out, _) = written(&report().into_file(), &DeidentifyOptions::basic()).unwrap();
    for gone in [MARK, "Nodule finder", "112039", "Tracking Identifier"] {
        assert!(!holds(&out, gone), "{gone}");
    }
    assert!(
        holds(&out, "PNAME"),
        "it is still a sequence of content items"
    );
}

#[test]
fn drawings_lose_their_texts() {
    let set = || {
        let text = Set::default().text((0x0070, 0x0006), b"ST", "QZ7 drawn");
        let graphic = Set::default()
            .text((0x0070, 0x0023), b"CS", "POLYLINE")
            .bytes((0x0070, 0x0022), b"FL", &1.5_f32.to_le_bytes());
        let annotation = Set::default()
            .text((0x0070, 0x0002), b"CS", "LAYER")
            .items((0x0070, 0x0008), vec![text])
            .items((0x0070, 0x0009), vec![graphic]);
        ct().items((0x0070, 0x0001), vec![annotation])
    };
    for options in [cleaning(Clean::Graphics), DeidentifyOptions::basic()] {
        let (out, _) = written(&set().into_file(), &options).unwrap();
        assert!(!holds(&out, MARK) && holds(&out, "POLYLINE") && holds(&out, "LAYER"));
    }
}

#[test]
fn overlays_go_as_a_whole_unless_accepted() {
    let set = || {
        ct().bytes((0x6000, 0x0010), b"US", &[2, 0])
            .text((0x6000, 0x0022), b"LO", "QZ7 overlay")
            .bytes((0x6000, 0x3000), b"OW", &[1, 0])
    };
    let (out, report) = written(&set().into_file(), &cleaning(Clean::Graphics)).unwrap();
    assert_eq!(text_of(&out, (0x6000, 0x0010)), None);
    assert_eq!(report.flags, [PixelFlag::OverlayPlane]);
    let options = DeidentifyOptions {
        accept: BTreeSet::from([PixelFlag::OverlayPlane]),
        ..cleaning(Clean::Graphics)
    };
    let (out, _) = written(&set().into_file(), &options).unwrap();
    assert_eq!(text_of(&out, (0x6000, 0x0010)).unwrap(), "2");
    assert!(!holds(&out, MARK));
}

#[track_caller]
fn check_flags(set: Set, expected: &[PixelFlag]) {
    match written(&set.into_file(), &DeidentifyOptions::course()) {
        Ok((_, report)) => assert_eq!(report.flags, expected),
        Err(DeidentifyError::Flagged { flags, .. }) => assert_eq!(flags, expected),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_pixels_may_show_is_flagged_and_refused() {
    let modality = |modality: &str| {
        ct().without((0x0008, 0x0060))
            .text((0x0008, 0x0060), b"CS", modality)
    };
    let part = |part: &str| {
        ct().without((0x0018, 0x0015))
            .text((0x0018, 0x0015), b"CS", part)
    };
    check_flags(ct(), &[]);
    check_flags(
        ct().text((0x0028, 0x0301), b"CS", "YES"),
        &[PixelFlag::BurnedInText],
    );
    check_flags(modality("US"), &[PixelFlag::PossibleText]);
    check_flags(modality("US").text((0x0028, 0x0301), b"CS", "NO"), &[]);
    check_flags(
        ct().text((0x0008, 0x0008), b"CS", "DERIVED\\SECONDARY\\SCREEN SAVE"),
        &[PixelFlag::PossibleText],
    );
    check_flags(part("HEAD"), &[PixelFlag::RecognizableFeatures]);
    check_flags(part("HEAD").text((0x0028, 0x0302), b"CS", "NO"), &[]);
    check_flags(
        ct().text((0x0008, 0x1030), b"LO", "КТ головного мозга")
            .text((0x0008, 0x0005), b"CS", "ISO_IR 192"),
        &[PixelFlag::RecognizableFeatures],
    );
    check_flags(
        ct().text((0x0028, 0x0302), b"CS", "YES"),
        &[PixelFlag::RecognizableFeatures],
    );
    check_flags(
        ct().bytes((0x6000, 0x0010), b"US", &[2, 0]),
        &[PixelFlag::OverlayBits],
    );
    let accepted = DeidentifyOptions {
        accept: BTreeSet::from([PixelFlag::RecognizableFeatures]),
        ..DeidentifyOptions::course()
    };
    let (_, report) = written(&part("HEAD").into_file(), &accepted).unwrap();
    assert_eq!(report.flags, [PixelFlag::RecognizableFeatures]);
}
