//! Courses packed, signed, changed on the way, installed, replaced and removed.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::keys::{KeyRole, SecretKey};
use crate::{InstallError, Revocations, TrustStore};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { folder };
        desk.write("course.toml", "schema = 1\n");
        desk.write("exam/exam.toml", "# the exam\n");
        desk.write("exam/studies/1.2/1.3/1.4.dcm", "pixels");
        desk.write("exam/marking.toml", "# not packed\n");
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at("course").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn spec(&self, version: &str) -> CoursePackSpec {
        CoursePackSpec {
            id: "me.exam".to_owned(),
            version: version.to_owned(),
            licence: "all \"rights\" reserved".to_owned(),
            files: [
                "course.toml",
                "exam/exam.toml",
                "exam/studies/1.2/1.3/1.4.dcm",
            ]
            .map(str::to_owned)
            .to_vec(),
        }
    }

    fn packed(&self, version: &str) -> PathBuf {
        let out = self.at(&format!("me.exam-{version}.{COURSE_PACK_ENDING}"));
        pack_course(&self.at("course"), &out, &self.spec(version)).unwrap();
        out
    }

    fn store(&self) -> CourseStore {
        CourseStore::at(self.at("courses"))
    }
}

fn key(role: &str) -> SecretKey {
    SecretKey::generate(KeyRole::parse(role).unwrap(), "me").unwrap()
}

fn trusting(key: &SecretKey) -> TrustStore {
    TrustStore {
        keys: vec![key.public()],
        ..TrustStore::default()
    }
}

#[test]
fn a_packed_course_holds_what_was_named_and_nothing_else() {
    let desk = Desk::new();
    let out = desk.at("a");
    let report = pack_course(&desk.at("course"), &out, &desk.spec("1.0.0")).unwrap();
    let pack = CoursePack::open(&out).unwrap();
    assert_eq!((pack.id(), pack.version()), ("me.exam", "1.0.0"));
    assert_eq!(pack.licence(), "all \"rights\" reserved");
    assert_eq!(pack.files().count(), 3);
    assert!(pack.files().all(|path| path != "exam/marking.toml"));
    assert_eq!((report.n_files, report.digest), (3, pack.digest()));
    // Equal files give equal bytes.
    let again = desk.at("b");
    pack_course(&desk.at("course"), &again, &desk.spec("1.0.0")).unwrap();
    assert_eq!(fs::read(&out).unwrap(), fs::read(&again).unwrap());
}

#[track_caller]
fn check_refused(desk: &Desk, spec: &CoursePackSpec, says: &str) {
    let out = desk.at("refused");
    let error = pack_course(&desk.at("course"), &out, spec).unwrap_err();
    assert!(error.to_string().contains(says), "{error}");
    assert!(!out.exists());
}

#[test]
fn what_cannot_be_packed_is_named() {
    let desk = Desk::new();
    let with = |change: fn(&mut CoursePackSpec)| {
        let mut spec = desk.spec("1.0.0");
        change(&mut spec);
        spec
    };
    check_refused(
        &desk,
        &with(|s| s.files.push("gone.md".to_owned())),
        "the file is missing (gone.md)",
    );
    check_refused(
        &desk,
        &with(|s| s.files.push("../a".to_owned())),
        "plain letters, digits and . - _ + alone (../a)",
    );
    check_refused(
        &desk,
        &with(|s| s.files.push("a b.md".to_owned())),
        "alone (a b.md)",
    );
    check_refused(
        &desk,
        &with(|s| s.files.clear()),
        "1 to 19998 files, found 0",
    );
    check_refused(&desk, &with(|s| s.id = "me".to_owned()), "expected an id");
    check_refused(
        &desk,
        &with(|s| s.id = "../x.y".to_owned()),
        "expected an id",
    );
    check_refused(
        &desk,
        &with(|s| s.version = "1 0".to_owned()),
        "expected a version",
    );
    check_refused(
        &desk,
        &with(|s| s.licence = String::new()),
        "`licence` of [course] is empty",
    );
}

#[test]
fn a_course_that_was_changed_on_the_way_is_refused() {
    let desk = Desk::new();
    let out = desk.packed("1.0.0");
    let sound = fs::read(&out).unwrap();
    for idx in (0..sound.len()).step_by(7) {
        let mut bytes = sound.clone();
        bytes[idx] ^= 1;
        fs::write(&out, &bytes).unwrap();
        assert!(
            CoursePack::open(&out).is_err(),
            "byte {idx} is covered by nothing"
        );
    }
    fs::write(&out, &sound[..sound.len() - 1]).unwrap();
    assert!(CoursePack::open(&out).is_err());
}

#[test]
fn a_course_is_no_plugin_and_its_signature_is_for_nothing_else() {
    let desk = Desk::new();
    let out = desk.packed("1.0.0");
    let error = crate::Bundle::open(&out).unwrap_err().to_string();
    assert!(error.contains("out of order: plugin.toml"), "{error}");
    let (other, key) = (key("vendor:other"), key("vendor:me"));
    let as_plugin = crate::signatures::ManifestSignature::new(&crate::form::PLUGIN, &key, b"m");
    assert!(!as_plugin.fits(&COURSE, b"m"));
    let error = sign_course(&out, &other).unwrap_err();
    assert!(
        error.to_string().contains("does not cover me.exam"),
        "{error}"
    );
    assert_eq!(sign_course(&out, &key).unwrap().n_signatures(), 1);
    assert_eq!(sign_course(&out, &key).unwrap().n_signatures(), 1);
}

#[track_caller]
fn installed(desk: &Desk, file: &Path, trust: &TrustStore) -> CourseInstall {
    desk.store().install(file, trust, 1, false).unwrap()
}

#[test]
fn a_trusted_course_is_installed_replaced_and_removed() {
    let desk = Desk::new();
    let key = key("vendor:me");
    let trust = trusting(&key);
    let first = desk.packed("1.0.0");
    let refused = desk.store().install(&first, &trust, 1, false).unwrap_err();
    assert!(
        matches!(refused, InstallError::NotTrusted { .. }),
        "{refused}"
    );
    assert!(desk.store().list(&trust, 1).is_empty());
    sign_course(&first, &key).unwrap();
    assert!(matches!(
        installed(&desk, &first, &trust),
        CourseInstall::Installed(_)
    ));
    assert!(matches!(
        installed(&desk, &first, &trust),
        CourseInstall::AlreadyThere(_)
    ));
    let folder = desk.at("courses/me.exam");
    assert_eq!(
        fs::read_to_string(folder.join("exam/studies/1.2/1.3/1.4.dcm")).unwrap(),
        "pixels"
    );
    // Damaged files are put back.
    fs::write(folder.join("exam/exam.toml"), "other").unwrap();
    let CourseInstall::Replaced(course, version) = installed(&desk, &first, &trust) else {
        panic!("the files were damaged")
    };
    assert_eq!(version, "1.0.0");
    course.pack.unwrap().check().unwrap();
    let second = desk.packed("1.1.0");
    sign_course(&second, &key).unwrap();
    let CourseInstall::Replaced(course, version) = installed(&desk, &second, &trust) else {
        panic!("another version was there")
    };
    assert_eq!(version, "1.0.0");
    assert_eq!(course.pack.unwrap().version(), "1.1.0");
    let listed = desk.store().list(&trust, 1);
    assert_eq!(listed.len(), 1);
    assert!(listed[0].verdict.as_ref().unwrap().is_accepted());
    // A key that was revoked speaks for nothing that is there already.
    let mut revoked = trust.clone();
    let lost = "lost".to_owned();
    revoked.revocations = Revocations::none();
    revoked.revocations.keys.insert(key.public().bytes, lost);
    let listed = desk.store().list(&revoked, 1);
    assert!(!listed[0].verdict.as_ref().unwrap().is_accepted());
    desk.store().remove("me.exam").unwrap();
    assert!(!folder.exists());
    let error = desk.store().remove("me.exam").unwrap_err().to_string();
    assert!(
        error.contains("no course me.exam is installed here"),
        "{error}"
    );
}

#[test]
fn a_course_whose_replacement_was_cut_short_comes_back_and_goes_for_good() {
    let desk = Desk::new();
    let out = desk.packed("1.0.0");
    let trust = TrustStore::default();
    desk.store().install(&out, &trust, 1, true).unwrap();
    let folder = desk.at("courses/me.exam");
    let aside = desk.at("courses/.partial-old-me.exam");
    // Killed between the two moves: what was set aside is this course.
    fs::rename(&folder, &aside).unwrap();
    assert_eq!(desk.store().remove("me.exam").unwrap(), folder);
    assert!(!folder.exists() && !aside.exists());
    // Killed after both: an older one lies aside, and does not come back for the one that is removed.
    desk.store().install(&out, &trust, 1, true).unwrap();
    fs::create_dir(&aside).unwrap();
    desk.store().remove("me.exam").unwrap();
    assert!(desk.store().remove("me.exam").is_err());
    assert!(!folder.exists() && !aside.exists());
}

#[test]
fn an_unsigned_course_is_for_those_who_write_it() {
    let desk = Desk::new();
    let out = desk.packed("1.0.0");
    let trust = TrustStore::default();
    desk.store().install(&out, &trust, 1, true).unwrap();
    let listed = desk.store().list(&trust, 1);
    assert!(!listed[0].verdict.as_ref().unwrap().is_accepted());
}

#[test]
fn a_manifest_that_is_none_is_named_with_its_line() {
    let desk = Desk::new();
    let folder = desk.at("odd");
    fs::create_dir_all(&folder).unwrap();
    let says = |text: &str| {
        fs::write(folder.join(COURSE_MANIFEST), text).unwrap();
        CoursePack::read(&folder).unwrap_err().to_string()
    };
    let sound = "schema = 1\n[course]\nid = \"a.b\"\nversion = \"1\"\nlicence = \"x\"\n[files]\n";
    assert!(says(sound).contains("1 to 19998 files, found 0"));
    let error = says(&sound.replace("schema = 1", "schema = 2"));
    assert!(
        error.contains("schema 2 is not known, this version reads schema 1 (course-pack.toml:1)"),
        "{error}"
    );
    let digest = "0".repeat(64);
    let error = says(&format!("{sound}\"../a\" = \"sha256:{digest}\"\n"));
    assert!(
        error.contains("`../a` is no name of a file of a course (course-pack.toml:7)"),
        "{error}"
    );
    let error = says(&format!(
        "{sound}\"a\" = \"sha256:{digest}\"\n\"A\" = \"sha256:{digest}\"\n"
    ));
    assert!(
        error.contains("differ in small and capital letters only"),
        "{error}"
    );
    assert!(says(&format!("{sound}\"a\" = \"md5:1\"\n")).contains("must be pinned as sha256"));
}
