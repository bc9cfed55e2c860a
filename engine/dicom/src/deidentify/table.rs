//! Table E.1-1 of PS3.15: which attribute gets which action, and which options change it. No values, no decisions.
//!
//! Facts only. Actions: edition 2026c, as listed tag by tag in `dicom-anonymizer` 2.1.0 (BSD-3-Clause). Columns of the
//! options: edition 2024d. A row that is younger than 2024 has no option here, so that no option ever keeps it.

/// The edition that the actions are from.
pub(super) const EDITION: &str = "2026c";

/// An action of PS3.15 table E.1-1a.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Action {
    /// X: remove.
    Remove,
    /// Z: zero length, or a dummy value.
    Zero,
    /// D: a dummy value.
    Dummy,
    /// U: another UID, the same one for the same UID.
    Uid,
    /// Z/D.
    ZeroOrDummy,
    /// X/Z.
    RemoveOrZero,
    /// X/D.
    RemoveOrDummy,
    /// X/Z/D.
    RemoveZeroOrDummy,
    /// X/Z/U*.
    RemoveZeroOrUid,
}

use Action::{
    Dummy as D, Remove as X, RemoveOrDummy as XD, RemoveOrZero as XZ, RemoveZeroOrDummy as XZD,
    RemoveZeroOrUid as XZU, Uid as U, Zero as Z, ZeroOrDummy as ZD,
};

/// No option concerns the row.
const NONE: u16 = 0;
/// Retain Longitudinal Temporal Information: kept by Full Dates, cleaned by Modified Dates.
pub(super) const DATES: u16 = 1;
/// Kept by Retain UIDs.
pub(super) const UIDS: u16 = 1 << 1;
/// Kept by Retain Device Identity.
pub(super) const DEVICE: u16 = 1 << 2;
/// Cleaned by Retain Device Identity.
pub(super) const DEVICE_CLEAN: u16 = 1 << 3;
/// Kept by Retain Institution Identity.
pub(super) const INSTITUTION: u16 = 1 << 4;
/// Kept by Retain Patient Characteristics.
pub(super) const PATIENT: u16 = 1 << 5;
/// Cleaned by Retain Patient Characteristics.
pub(super) const PATIENT_CLEAN: u16 = 1 << 6;
/// Cleaned by Clean Descriptors.
pub(super) const DESCRIPTORS: u16 = 1 << 7;
/// Cleaned by Clean Structured Content.
pub(super) const STRUCTURED: u16 = 1 << 8;
/// Cleaned by Clean Graphics.
pub(super) const GRAPHICS: u16 = 1 << 9;

/// Rows with the same action and the same options.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) action: Action,
    pub(super) options: u16,
    /// Group number in the upper 16 bits, element number in the lower.
    pub(super) tags: &'static [u32],
}

/// Rows for repeating groups.
#[derive(Debug)]
pub(super) struct Repeating {
    pub(super) action: Action,
    pub(super) options: u16,
    /// A tag belongs to the row if it equals `tag` in the bits of `mask`.
    pub(super) tag: u32,
    pub(super) mask: u32,
}

/// Curves as a whole, overlay data and overlay comments.
pub(super) const REPEATING: &[Repeating] = &[
    Repeating {
        action: X,
        options: GRAPHICS,
        tag: 0x50000000,
        mask: 0xFF000000,
    },
    Repeating {
        action: X,
        options: GRAPHICS,
        tag: 0x60003000,
        mask: 0xFF00FFFF,
    },
    Repeating {
        action: X,
        options: GRAPHICS,
        tag: 0x60004000,
        mask: 0xFF00FFFF,
    },
];

/// All other rows.
pub(super) const GROUPS: &[Group] = &[
    Group {
        action: X,
        options: NONE,
        tags: &[
            0x00080092, 0x00080094, 0x00080096, 0x0008009D, 0x00081048, 0x00081049, 0x00081050,
            0x00081052, 0x00081060, 0x00081062, 0x00081301, 0x00081302, 0x00081303, 0x00081304,
            0x00100011, 0x00100012, 0x00100013, 0x00100014, 0x00100015, 0x00100016, 0x00100021,
            0x00100032, 0x00100041, 0x00100042, 0x00100043, 0x00100044, 0x00100045, 0x00100046,
            0x00100047, 0x00100050, 0x00100101, 0x00100102, 0x00101000, 0x00101001, 0x00101002,
            0x00101005, 0x00101040, 0x00101050, 0x00101060, 0x00101080, 0x00101081, 0x00101090,
            0x00101100, 0x00102150, 0x00102152, 0x00102154, 0x00102155, 0x00102162, 0x001021F0,
            0x00102297, 0x00102299, 0x00120022, 0x00120023, 0x00120032, 0x00120041, 0x00120043,
            0x00120055, 0x00120071, 0x00120073, 0x00120082, 0x0016004D, 0x00160070, 0x00160071,
            0x00160072, 0x00160073, 0x00160074, 0x00160075, 0x00160076, 0x00160077, 0x00160078,
            0x00160079, 0x0016007A, 0x0016007B, 0x0016007C, 0x0016007D, 0x0016007E, 0x0016007F,
            0x00160080, 0x00160081, 0x00160082, 0x00160083, 0x00160084, 0x00160085, 0x00160086,
            0x00160087, 0x00160088, 0x00160089, 0x0016008A, 0x0016008B, 0x0016008C, 0x0016008E,
            0x00181010, 0x00181011, 0x00203406, 0x00284000, 0x00320012, 0x00321032, 0x00321033,
            0x00380004, 0x00380010, 0x00380011, 0x00380014, 0x0038001E, 0x00380060, 0x00380061,
            0x00380064, 0x00380300, 0x00380400, 0x003A0020, 0x003A0203, 0x003A020C, 0x00400006,
            0x00400009, 0x0040000B, 0x00400243, 0x00400253, 0x0040050A, 0x00400556, 0x004006FA,
            0x00401001, 0x00401004, 0x00401005, 0x00401010, 0x00401011, 0x00401102, 0x00401103,
            0x00401104, 0x00402008, 0x00402009, 0x00402010, 0x00402011, 0x00403001, 0x00404034,
            0x00404035, 0x00404036, 0x00404037, 0x0040A034, 0x0040A035, 0x0040A078, 0x0040A07A,
            0x0040A07C, 0x0040A307, 0x0040A352, 0x0040A353, 0x0040A354, 0x0040A358, 0x0040B034,
            0x0040B036, 0x0040B03B, 0x0040B03F, 0x0040E012, 0x0050001B, 0x00700086, 0x00880200,
            0x00880904, 0x00880906, 0x00880910, 0x00880912, 0x04000402, 0x04000403, 0x04000404,
            0x04000550, 0x04000551, 0x04000552, 0x04000561, 0x04000600, 0x20300020, 0x3006004D,
            0x3006004E, 0x40000010, 0x40004000, 0x40080040, 0x40080042, 0x40080102, 0x4008010A,
            0x4008010C, 0x40080111, 0x40080114, 0x40080118, 0x40080119, 0x4008011A, 0x40080200,
            0x40080202, 0xFFFAFFFA, 0xFFFCFFFC,
        ],
    },
    Group {
        action: X,
        options: DATES,
        tags: &[
            0x00080015, 0x00080024, 0x00080025, 0x00080034, 0x00080035, 0x00080201, 0x001021D0,
            0x00120086, 0x00120087, 0x0016008D, 0x00180027, 0x00180035, 0x00181012, 0x00181014,
            0x00181042, 0x00181043, 0x00181072, 0x00181073, 0x00181078, 0x00181079, 0x0018A002,
            0x00203403, 0x00203405, 0x00320032, 0x00320033, 0x00320034, 0x00320035, 0x00321000,
            0x00321001, 0x00321010, 0x00321011, 0x00321040, 0x00321041, 0x00321050, 0x00321051,
            0x0038001A, 0x0038001B, 0x0038001C, 0x0038001D, 0x00380020, 0x00380021, 0x00380030,
            0x00380032, 0x00400002, 0x00400003, 0x00400004, 0x00400005, 0x00400244, 0x00400245,
            0x00400250, 0x00400251, 0x00402004, 0x00402005, 0x00404005, 0x00404008, 0x00404010,
            0x00404011, 0x00404050, 0x00404051, 0x00404052, 0x0040A023, 0x0040A024, 0x0040A033,
            0x0040A110, 0x0040A112, 0x0040A192, 0x0040A193, 0x0040DB06, 0x0040DB07, 0x0040E004,
            0x00440004, 0x0044000B, 0x00440010, 0x00440105, 0x00700082, 0x00700083, 0x01000420,
            0x04000310, 0x21000040, 0x21000050, 0x3006002D, 0x3006002E, 0x30100085, 0x40080100,
            0x40080101, 0x40080108, 0x40080109, 0x40080112, 0x40080113,
        ],
    },
    Group {
        action: X,
        options: DATES | DEVICE,
        tags: &[
            0x0014407C, 0x0014407E, 0x00181200, 0x00181201, 0x00181202, 0x00181204, 0x00181205,
        ],
    },
    Group {
        action: X,
        options: UIDS,
        tags: &[0x00001000, 0x00081120],
    },
    Group {
        action: X,
        options: DEVICE,
        tags: &[
            0x0016004E, 0x0016004F, 0x00160050, 0x00160051, 0x00181004, 0x00181005, 0x00181007,
            0x00181008, 0x00181009, 0x0018100A, 0x00185011, 0x00189373, 0x00203401, 0x00321020,
            0x00400010, 0x00400011, 0x00400242, 0x00404025, 0x00404027, 0x00404028, 0x00404030,
            0x00500020, 0x300A0216,
        ],
    },
    Group {
        action: X,
        options: DEVICE_CLEAN,
        tags: &[
            0x00080054, 0x00080055, 0x00081000, 0x00321021, 0x00400001, 0x00400241, 0x00741234,
            0x00741236, 0x21000070,
        ],
    },
    Group {
        action: X,
        options: INSTITUTION,
        tags: &[0x00080081, 0x00081040, 0x00081041],
    },
    Group {
        action: X,
        options: PATIENT,
        tags: &[
            0x00101010, 0x00101020, 0x00101030, 0x00102160, 0x00102161, 0x001021A0, 0x001021C0,
        ],
    },
    Group {
        action: X,
        options: PATIENT_CLEAN,
        tags: &[0x00380050, 0x00400012],
    },
    Group {
        action: X,
        options: PATIENT_CLEAN | DESCRIPTORS,
        tags: &[0x00102110, 0x00380500],
    },
    Group {
        action: X,
        options: DESCRIPTORS,
        tags: &[
            0x00081030, 0x0008103E, 0x00081080, 0x00081084, 0x00081088, 0x00082111, 0x00084000,
            0x00102000, 0x00102180, 0x001021B0, 0x00104000, 0x00120051, 0x00120072, 0x0016002B,
            0x0016004B, 0x00184000, 0x00189185, 0x0018937B, 0x0018937F, 0x00189424, 0x00189937,
            0x0018A003, 0x00200027, 0x00204000, 0x00209158, 0x00321030, 0x00321066, 0x00321067,
            0x00321070, 0x00324000, 0x00380040, 0x00380062, 0x00384000, 0x003A0329, 0x003A032B,
            0x00400007, 0x00400254, 0x00400275, 0x00400280, 0x00400310, 0x0040051A, 0x00400600,
            0x00400602, 0x00401002, 0x0040100A, 0x00401400, 0x00402001, 0x00402400, 0x00500021,
            0x006A0006, 0x30020121, 0x30020123, 0x30060004, 0x30060006, 0x30060028, 0x30060038,
            0x30060085, 0x30060088, 0x300A0003, 0x300A0004, 0x300A000B, 0x300A000E, 0x300A0016,
            0x300A0072, 0x300A00C3, 0x300A00DD, 0x300A0196, 0x300A01A6, 0x300A01B2, 0x300A02EB,
            0x300A0676, 0x300A078E, 0x300A0792, 0x300A0794, 0x300A079A, 0x300C0113, 0x30100036,
            0x30100037, 0x30100061, 0x4008010B, 0x40080115, 0x40080300, 0x40084000,
        ],
    },
    Group {
        action: Z,
        options: NONE,
        tags: &[
            0x00080050, 0x00080090, 0x0008009C, 0x00100010, 0x00100030, 0x00120021, 0x00120050,
            0x00200010, 0x00400513, 0x00400562, 0x00402016, 0x00402017, 0x0040A088, 0x300600A6,
            0x300A0611, 0x300A0615, 0x3010001B,
        ],
    },
    Group {
        action: Z,
        options: DATES,
        tags: &[
            0x00080020, 0x00080030, 0x0040A082, 0x30060008, 0x30060009, 0x300E0004, 0x300E0005,
        ],
    },
    Group {
        action: Z,
        options: DATES | DEVICE,
        tags: &[0x00181203],
    },
    Group {
        action: Z,
        options: DEVICE,
        tags: &[0x30100043],
    },
    Group {
        action: Z,
        options: INSTITUTION,
        tags: &[0x00120030, 0x00120031, 0x00120060, 0x04000564],
    },
    Group {
        action: Z,
        options: PATIENT,
        tags: &[0x00100040],
    },
    Group {
        action: Z,
        options: DESCRIPTORS,
        tags: &[
            0x30060026, 0x300A067D, 0x3010000F, 0x30100017, 0x3010005A, 0x3010005C, 0x3010007A,
            0x3010007B, 0x3010007F, 0x30100081,
        ],
    },
    Group {
        action: Z,
        options: STRUCTURED,
        tags: &[0x00400610],
    },
    Group {
        action: D,
        options: NONE,
        tags: &[
            0x00120010, 0x00120020, 0x00120040, 0x00120042, 0x00340001, 0x00340002, 0x00340005,
            0x00400512, 0x00400551, 0x00401101, 0x0040A027, 0x0040A073, 0x0040A075, 0x0040A123,
            0x00420011, 0x00700006, 0x00720065, 0x0072006A, 0x0072006D, 0x00720071, 0x04000115,
        ],
    },
    Group {
        action: D,
        options: DATES,
        tags: &[
            0x00080106, 0x00080107, 0x00189074, 0x00189151, 0x00189369, 0x0018936A, 0x00189623,
            0x00189701, 0x00189804, 0x00340007, 0x003A0314, 0x0040A030, 0x0040A120, 0x0040A121,
            0x0040A122, 0x0040A13A, 0x00440104, 0x00686226, 0x00686270, 0x0072000A, 0x00720061,
            0x00720063, 0x0072006B, 0x04000105, 0x04000562, 0x30080024, 0x30080025, 0x30080162,
            0x30080164, 0x30080166, 0x30080168, 0x300A022C, 0x300A022E, 0x300A0736, 0x300A073A,
            0x300A0741, 0x300A0760,
        ],
    },
    Group {
        action: D,
        options: DATES | DEVICE,
        tags: &[0x300C0127],
    },
    Group {
        action: D,
        options: UIDS,
        tags: &[0x006A0003],
    },
    Group {
        action: D,
        options: DEVICE,
        tags: &[0x00189367, 0x00189371, 0x04000563, 0x3010002D],
    },
    Group {
        action: D,
        options: DEVICE_CLEAN,
        tags: &[0x0072005E, 0x21000140],
    },
    Group {
        action: D,
        options: INSTITUTION,
        tags: &[0x00120081],
    },
    Group {
        action: D,
        options: PATIENT,
        tags: &[0x0072005F],
    },
    Group {
        action: D,
        options: DESCRIPTORS,
        tags: &[
            0x001811BB, 0x006A0005, 0x00720066, 0x00720068, 0x0072006C, 0x0072006E, 0x00720070,
            0x04000565, 0x30060002, 0x300A0002, 0x300A0608, 0x300A0619, 0x300A0623, 0x300A062A,
            0x300A067C, 0x300A0734, 0x300A0742, 0x300A0783, 0x30100033, 0x30100034, 0x30100035,
            0x30100038, 0x30100054,
        ],
    },
    Group {
        action: D,
        options: STRUCTURED,
        tags: &[0x0040A730],
    },
    Group {
        action: D,
        options: GRAPHICS,
        tags: &[0x00700001],
    },
    Group {
        action: U,
        options: NONE,
        tags: &[0x0040A124, 0x04000100],
    },
    Group {
        action: U,
        options: UIDS,
        tags: &[
            0x00001001, 0x00020003, 0x00041511, 0x00080014, 0x00080017, 0x00080018, 0x00080019,
            0x00080058, 0x00081155, 0x00081195, 0x00083010, 0x00182042, 0x0020000D, 0x0020000E,
            0x00200052, 0x00200200, 0x00209161, 0x00209164, 0x00281199, 0x00281214, 0x003A0310,
            0x00400554, 0x00404023, 0x0040A171, 0x0040A172, 0x0040A402, 0x0040DB0C, 0x0040DB0D,
            0x00620021, 0x00640003, 0x0070031A, 0x00701101, 0x00701102, 0x00880140, 0x30060024,
            0x300600C2, 0x300A0013, 0x300A0054, 0x300A0083, 0x300A0609, 0x300A0650, 0x300A0700,
            0x300A0785, 0x30100006, 0x3010000B, 0x30100013, 0x30100015, 0x30100031, 0x3010003B,
            0x3010006E, 0x3010006F,
        ],
    },
    Group {
        action: U,
        options: UIDS | DEVICE,
        tags: &[0x00181002, 0x0018100B],
    },
    Group {
        action: ZD,
        options: NONE,
        tags: &[0x00100020, 0x00700084],
    },
    Group {
        action: ZD,
        options: DATES,
        tags: &[0x00080023, 0x00080033, 0x00189919],
    },
    Group {
        action: ZD,
        options: DESCRIPTORS,
        tags: &[0x00180010],
    },
    Group {
        action: XZ,
        options: NONE,
        tags: &[0x22000005, 0x300E0008],
    },
    Group {
        action: XZ,
        options: DATES,
        tags: &[0x00080022, 0x00080032],
    },
    Group {
        action: XZ,
        options: UIDS,
        tags: &[0x00081110],
    },
    Group {
        action: XZ,
        options: DEVICE,
        tags: &[0x30080105, 0x300A00B2],
    },
    Group {
        action: XZ,
        options: PATIENT,
        tags: &[0x00102203],
    },
    Group {
        action: XZ,
        options: DESCRIPTORS,
        tags: &[0x00321060, 0x22000002],
    },
    Group {
        action: XZ,
        options: STRUCTURED,
        tags: &[0x00400555],
    },
    Group {
        action: XD,
        options: NONE,
        tags: &[0x00081072, 0x0040B020],
    },
    Group {
        action: XD,
        options: DATES,
        tags: &[
            0x00080012, 0x00080021, 0x00080031, 0x00189516, 0x00189517, 0x0040A032, 0x30080054,
            0x30080056, 0x30080250, 0x30080251, 0x300A0006, 0x300A0007, 0x3010004C, 0x3010004D,
        ],
    },
    Group {
        action: XD,
        options: DATES | DEVICE,
        tags: &[0x0018700C, 0x0018700E],
    },
    Group {
        action: XD,
        options: DEVICE,
        tags: &[0x0018700A],
    },
    Group {
        action: XD,
        options: DESCRIPTORS,
        tags: &[0x00181030, 0x00181400, 0x30100056, 0x30100077],
    },
    Group {
        action: XZD,
        options: NONE,
        tags: &[0x00081070],
    },
    Group {
        action: XZD,
        options: DATES,
        tags: &[0x00080013, 0x0008002A],
    },
    Group {
        action: XZD,
        options: UIDS,
        tags: &[0x00081111],
    },
    Group {
        action: XZD,
        options: DEVICE,
        tags: &[0x00081010, 0x00181000],
    },
    Group {
        action: XZD,
        options: INSTITUTION,
        tags: &[0x00080080, 0x00080082],
    },
    Group {
        action: XZU,
        options: UIDS,
        tags: &[0x00081140, 0x00082112],
    },
];
