//! A guest in WebAssembly text that keeps every rule, and bundles of it with one thing changed.

use std::fs;
use std::path::{Path, PathBuf};

use overread_testkit::guest_component;
use sha2::{Digest as _, Sha256};

/// Files of a bundle, to be changed before it is written.
pub(crate) struct Parts {
    pub(crate) component: Vec<u8>,
    /// The manifest without [files], which is made when it is written.
    pub(crate) manifest: String,
    pub(crate) locales: Vec<(&'static str, &'static str)>,
    pub(crate) models: Vec<(&'static str, Vec<u8>)>,
    pub(crate) is_pinned: bool,
}

/// States that nodules were looked for in the series with the most slices, whose id is in `$id`.
const ASSESSED: &str = "
    (i32.store (i32.const 104) (i32.const 512))
    (i32.store (i32.const 108) (i32.const 1))
    (i32.store (i32.const 512) (i32.const 1120))
    (i32.store (i32.const 516) (i32.const 3))
    (i32.store (i32.const 520) (i32.const 1136))
    (i32.store (i32.const 524) (i32.const 8))
    (i32.store (i32.const 528) (i32.const 1152))
    (i32.store (i32.const 532) (i32.const 6))
    (i32.store (i32.const 536) (local.get $id))";

/// One finding with a point at (0, 0, 0) mm, which lies in every chest.
const FINDING: &str = "
    (i32.store (i32.const 112) (i32.const 640))
    (i32.store (i32.const 116) (i32.const 1))
    (i32.store (i32.const 640) (i32.const 1024))
    (i32.store (i32.const 644) (i32.const 5))
    (i32.store (i32.const 648) (i32.const 1120))
    (i32.store (i32.const 652) (i32.const 3))
    (i32.store (i32.const 656) (i32.const 1136))
    (i32.store (i32.const 660) (i32.const 8))
    (i32.store (i32.const 664) (i32.const 1152))
    (i32.store (i32.const 668) (i32.const 6))
    (i32.store (i32.const 736) (i32.const 800))
    (i32.store (i32.const 740) (i32.const 1))
    (i32.store (i32.const 800) (local.get $id))";

/// What the guest does with a CT study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Nothing found, and that it was looked for.
    Healthy,
    /// As above, in whatever series comes first.
    FirstSeries,
    /// One nodule, whatever there is.
    AlwaysOne,
    /// Neither finds nor says what it looked for.
    Silently,
    /// A fault of its own that it reports.
    Fails,
    /// Looks at any modality.
    AnyModality,
    /// Tells nobody how far it is.
    WithoutProgress,
    /// Goes on for ever after it told how far it is.
    Endlessly,
    /// Takes 40 MiB of memory.
    Greedily,
    /// Runs the model "nodule" on the smallest of its windows and reports what it says.
    ByModel,
}

impl Parts {
    pub(crate) fn reading(reads: Reads) -> Self {
        Self::of(&text(reads))
    }

    pub(crate) fn of(text: &str) -> Self {
        Self {
            component: guest_component(text, "ai-service").unwrap(),
            manifest: MANIFEST.to_owned(),
            locales: vec![("en", "hello = Hello\n"), ("ru", "hello = Привет\n")],
            models: Vec::new(),
            is_pinned: true,
        }
    }

    pub(crate) fn with(mut self, from: &str, to: &str) -> Self {
        assert!(self.manifest.contains(from), "{from}");
        self.manifest = self.manifest.replace(from, to);
        self
    }

    pub(crate) fn write(&self, folder: &Path) -> PathBuf {
        fs::create_dir_all(folder.join("locales")).unwrap();
        fs::create_dir_all(folder.join("models")).unwrap();
        let mut manifest = self.manifest.clone();
        for (name, bytes) in &self.models {
            manifest += &format!(
                "[[models]]\nname = \"{name}\"\nfile = \"models/{name}.onnx\"\nsha256 = \"{}\"\nruntime = \"onnx\"\n",
                sha256(bytes)
            );
            fs::write(folder.join(format!("models/{name}.onnx")), bytes).unwrap();
        }
        let mut files = vec![("plugin.wasm".to_owned(), self.component.clone())];
        for (tag, text) in &self.locales {
            files.push((format!("locales/{tag}.ftl"), text.as_bytes().to_vec()));
        }
        if self.is_pinned {
            manifest += "[files]\n";
        }
        for (path, bytes) in files {
            if self.is_pinned {
                manifest += &format!("\"{path}\" = \"sha256:{}\"\n", sha256(&bytes));
            }
            fs::write(folder.join(path), bytes).unwrap();
        }
        fs::write(folder.join("plugin.toml"), manifest).unwrap();
        folder.to_owned()
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

const MANIFEST: &str = r#"schema = 1
[plugin]
id = "org.example.guest"
name = { en = "Guest", ru = "Гость" }
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
[clinical]
intended-use = { en = "Tests.", ru = "Тесты." }
modalities = ["CT"]
findings = ["SCT:27925004"]
training-only = true
[clinical.operating-point]
threshold = 0.5
sensitivity = 0.0
dataset = "none"
[limits]
memory-mib = 64
analyze-seconds = 1
[settings.threshold]
type = "number"
default = 0.5
min = 0.0
max = 1.0
"#;

/// The guest's text. It declines what is no CT, asks whether to go on, and answers.
pub(crate) fn text(reads: Reads) -> String {
    let answer = match reads {
        Reads::Healthy | Reads::AnyModality | Reads::WithoutProgress => ASSESSED.to_owned(),
        Reads::FirstSeries => format!("(local.set $id (i32.const 0)) {ASSESSED}"),
        Reads::AlwaysOne => format!("{ASSESSED} {FINDING}"),
        Reads::Silently => String::new(),
        Reads::Fails => "
            (i32.store8 (i32.const 0) (i32.const 1))
            (i32.store8 (i32.const 8) (i32.const 8))"
            .to_owned(),
        Reads::Endlessly => "(loop $ever (br $ever))".to_owned(),
        Reads::Greedily => format!("(drop (memory.grow (i32.const 640))) {ASSESSED}"),
        Reads::ByModel => format!("(call $by_model (local.get $id)) {ASSESSED}"),
    };
    let is_ct = if matches!(reads, Reads::AnyModality) {
        "(i32.const 1)"
    } else {
        "(i32.eq (i32.load16_u (i32.load offset=16 (local.get $at))) (i32.const 0x5443))"
    };
    let progress = if matches!(reads, Reads::WithoutProgress) {
        ""
    } else {
        ASKS_TO_GO_ON
    };
    let (imports, by_model) = if matches!(reads, Reads::ByModel) {
        (MODEL_IMPORTS, BY_MODEL)
    } else {
        ("", "")
    };
    module(imports, by_model, is_ct, progress, &answer)
}

/// Asks whether to go on; where not, it ends as cancelled.
const ASKS_TO_GO_ON: &str = "
            (if (i32.eqz (call $progress (f32.const 0.5) (i32.const 1104) (i32.const 4)))
              (then
                (i32.store8 (i32.const 0) (i32.const 1))
                (i32.store8 (i32.const 8) (i32.const 6))
                (return (i32.const 0))))";

fn module(imports: &str, by_model: &str, is_ct: &str, progress: &str, answer: &str) -> String {
    format!(
        r#"(module
  (import "overread:plugin/imaging@1.0.0" "list-series" (func $list (param i32)))
  (import "overread:plugin/host@1.0.0" "progress" (func $progress (param f32 i32 i32) (result i32)))
  {imports}
  (memory (export "memory") 4)
  (global $next (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and
      (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
    (global.set $next (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (data (i32.const 1024) "Guest")
  (data (i32.const 1040) "1.0.0")
  (data (i32.const 1056) "CT")
  (data (i32.const 1072) "\20\04\00\00\02\00\00\00")
  (data (i32.const 1088) "not for me")
  (data (i32.const 1104) "half")
  (data (i32.const 1120) "SCT")
  (data (i32.const 1136) "27925004")
  (data (i32.const 1152) "Nodule")
  (data (i32.const 1168) "nodule")
  ;; describe: name, version, modalities, no notes
  (data (i32.const 4096) "\00\04\00\00\05\00\00\00\10\04\00\00\05\00\00\00\30\04\00\00\01\00\00\00")
  (func (export "overread:plugin/service@1.0.0#describe") (result i32) (i32.const 4096))
  (func $decline (param $reason i32) (result i32)
    (i32.store8 (i32.const 8) (i32.const 1))
    (i32.store8 (i32.const 16) (local.get $reason))
    (i32.store (i32.const 20) (i32.const 1088))
    (i32.store (i32.const 24) (i32.const 10))
    (i32.const 0))
  {by_model}
  ;; A series has 152 bytes: 0 id, 16 modality, 32 slices.
  (func (export "overread:plugin/service@1.0.0#analyze") (result i32)
    (local $at i32) (local $left i32) (local $id i32) (local $most i32)
    (call $list (i32.const 2048))
    (local.set $at (i32.load (i32.const 2048)))
    (local.set $left (i32.load (i32.const 2052)))
    (if (i32.eqz (local.get $left)) (then (return (call $decline (i32.const 1)))))
    (loop $each
      (if (i32.and {is_ct}
            (i32.gt_u (i32.load offset=32 (local.get $at)) (local.get $most)))
        (then
          (local.set $most (i32.load offset=32 (local.get $at)))
          (local.set $id (i32.load (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 152)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $each (local.get $left)))
    (if (i32.eqz (local.get $most)) (then (return (call $decline (i32.const 0)))))
    {progress}
    {answer}
    (i32.const 0))
)"#
    )
}

const MODEL_IMPORTS: &str = r#"
  (import "overread:plugin/imaging@1.0.0" "open-series" (func $open_series (param i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.crop"
    (func $crop (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "overread:plugin/imaging@1.0.0" "[method]volume.stats"
    (func $stats (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "overread:plugin/inference@1.0.0" "open-model" (func $open_model (param i32 i32 i32)))
  (import "overread:plugin/inference@1.0.0" "[method]model.run-tiled"
    (func $run_tiled (param i32 i32 i32 i32 i32 f32 i32 i32 i32)))"#;

/// The greatest value of the model's answer on the first voxel becomes the study's probability.
const BY_MODEL: &str = "
  (func $check (if (i32.load8_u (i32.const 2048)) (then unreachable)))
  (func $by_model (param $id i32)
    (local $volume i32)
    (call $open_series (local.get $id) (i32.const 2048))
    (call $check)
    (call $crop (i32.load (i32.const 2052))
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 1) (i32.const 2048))
    (call $check)
    (local.set $volume (i32.load (i32.const 2052)))
    (call $open_model (i32.const 1168) (i32.const 6) (i32.const 2048))
    (call $check)
    (call $run_tiled (i32.load (i32.const 2052)) (local.get $volume)
      (i32.const 1) (i32.const 1) (i32.const 1) (f32.const 0) (i32.const 1) (i32.const 0) (i32.const 2048))
    (call $check)
    (call $stats (i32.load (i32.const 2052))
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 1) (i32.const 2048))
    (call $check)
    (i32.store8 (i32.const 16) (i32.const 1))
    (f32.store (i32.const 24) (f32.demote_f64 (f64.load (i32.const 2064))))
    (f32.store (i32.const 28) (f32.const 0.5)))";
