//! Words that descriptions may keep: anatomy, techniques and units. Whoever is not in this list is not passed on.

/// Whether a text holds nothing but known words and short numbers.
///
/// Three numbers with six digits in all at most: enough for `CT 5.0 mm B30f`, too few for an identifier or a date.
pub(super) fn is_harmless(text: &str) -> bool {
    let (mut n_numbers, mut n_digits) = (0, 0);
    let words = text
        .split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty());
    for word in words {
        let lower = word.to_lowercase();
        if is_listed(&lower) {
            continue;
        }
        let digits = lower.chars().filter(char::is_ascii_digit).count();
        n_numbers += 1;
        n_digits += digits;
        if !is_short_number(&lower) || n_numbers > 3 || n_digits > 6 {
            return false;
        }
    }
    true
}

fn is_listed(lower: &str) -> bool {
    WORDS
        .iter()
        .any(|line| line.split(' ').any(|word| word == lower))
}

/// Up to three digits, with one or two decimals and a unit if there are any.
fn is_short_number(lower: &str) -> bool {
    let number = ["mm", "cm", "kv", "mas", "ma", "s", "x", "d", "t"]
        .iter()
        .find_map(|unit| lower.strip_suffix(unit))
        .unwrap_or(lower);
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_digits =
        |part: &str, most: usize| part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    !whole.is_empty() && is_digits(whole, 3) && is_digits(decimals, 2)
}

/// Lower case, by subject.
const WORDS: &[&str] = &[
    // Modalities and kinds of examination.
    "ct cta ctpa ctac hrct ldct cbct dect mr mri mra mrv mrcp fmri pet spect cr dr dx mg us xa rf nm pt sr seg",
    "mammography mammogram tomosynthesis fluoroscopy radiograph radiography xray angiography angio ultrasound echo",
    "doppler urography colonography enterography perfusion diffusion dynamic functional cardiac gated screening",
    "routine standard protocol study series scan exam examination image images report localizer scout topogram",
    "survey planning follow up followup control baseline prior comparison low dose high resolution thin thick",
    // Anatomy.
    "head brain skull cranium face facial orbit orbits sinus sinuses neck cervical spine thoracic lumbar sacral",
    "sacrum coccyx chest thorax lung lungs mediastinum mediastinal heart coronary aorta aortic rib ribs sternum",
    "clavicle shoulder scapula humerus elbow forearm radius ulna wrist hand finger thumb abdomen abdominal abd",
    "liver hepatic spleen pancreas kidney kidneys renal adrenal bladder ureter bowel colon rectum stomach pelvis",
    "pelvic hip hips femur knee knees tibia fibula ankle foot feet toe toes breast breasts prostate uterus ovary",
    "thyroid parathyroid vessels vessel vein veins artery arteries arterial venous portal carotid pulmonary",
    "cerebral vertebral iliac whole body wb tap cap lower upper extremity extremities bone bones soft tissue",
    "temporal petrous ear iac tmj mandible maxilla dental larynx trachea esophagus oesophagus lymph node nodes",
    "nodule nodules lesion lesions tumour tumor mass stroke trauma embolism",
    // Planes, sides and projections.
    "axial axials ax tra transverse trans coronal cor sagittal sag oblique obl ap pa lat lateral frontal left right",
    "bilateral l r lt rt cc mlo ml lm lcc rcc lmlo rmlo supine prone erect upright decubitus anterior posterior",
    "inspiration expiration insp exp",
    // Technique.
    "contrast cm iv oral rectal without with w wo o and or of the post pre plus native plain unenhanced enhanced ce",
    "nce nect cect phase delayed early late bolus kernel sharp smooth medium window recon reconstruction mpr mip",
    "minip avg average vrt vr 3d 2d 4d helical spiral sequential volume stack kv kvp mas mm cm sec s ms tr te ti",
    "t1 t2 t1w t2w pd pdw flair stir dwi adc swi gre se tse fse fs fatsat fat sat mprage space tof ssfp haste vibe",
    "dixon bold dti asl b0 gad gd eg b10f b20f b20s b26f b30f b30s b31f b31s b35f b40f b41f b45f b46f b50f b60f",
    "b60s b70f b70s b75f b80f br36 br40 br44 bl57 bl60 hr40 hr60 fc01 fc03 fc08 fc13 fc17 fc18 fc30 fc50 fc51 fc52",
    "fc55 fc86 boneplus lungplus detail edge stnd i26f i30f i31f i40f i41f i50f i70f derived original primary",
    "secondary processed raw for presentation processing fbp asir ir rcbf rcbv mtt ttp tmax cbf cbv",
    // Russian.
    "кт мрт пэт узи рентген рентгенография маммография томография ангиография исследование обзорная прямая боковая",
    "проекция органов грудной грудная клетки клетка огк обп омт брюшной полости полость малого таза таз головного",
    "головной мозга мозг голова шея шейного грудного поясничного отдела отдел позвоночника позвоночник лёгкие легкие",
    "лёгких легких печень почки сердце аорта кости костей сустав сустава правая левая правый левый с без контраста",
    "контрастом контрастирования в и фаза артериальная венозная отсроченная нативная аксиальная корональная",
    "сагиттальная срез срезы мм",
    // What stands for nothing.
    "none unknown other na",
];

#[cfg(test)]
mod tests;
