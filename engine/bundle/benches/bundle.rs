//! Time to list 60 installed plugins as a program does at its start: the site's keys and lists are read, and each
//! plugin's manifest, both of its signatures and its files' sizes are checked.
#![expect(clippy::unwrap_used, reason = "fixtures made here")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_bundle::{
    InstallRequest, InstalledState, KeyRole, PackOptions, PluginStore, SecretKey, TrustFolder,
    pack, sign,
};

const N_PLUGINS: usize = 60;
const NOW: u64 = 1_800_000_000;

fn key(seed: u8, role: &str) -> SecretKey {
    SecretKey::from_seed([seed; 32], KeyRole::parse(role).unwrap(), "owner").unwrap()
}

/// A site with a vendor and a reviewer, and plugins that both signed.
fn site(place: &Path) -> (TrustFolder, PluginStore) {
    let signers = [key(1, "vendor:org.example"), key(2, "reviewer")];
    let folder = TrustFolder::at(place.join("trust"));
    for signer in &signers {
        folder.add(&signer.public(), NOW).unwrap();
    }
    let trust = folder.open().unwrap();
    let store = PluginStore::at(place.join("plugins"));
    for idx in 0..N_PLUGINS {
        let source = place.join(format!("source-{idx}"));
        fs::create_dir_all(source.join("locales")).unwrap();
        let manifest = format!(
            "schema = 1\n[plugin]\nid = \"org.example.service-{idx}\"\nname = {{ en = \"Service\" }}\nversion = \"1.0.0\"\n\
             kind = \"ai-service\"\napi = \"1.0\"\ncomponent = \"plugin.wasm\"\nlicense = \"MIT\"\n"
        );
        fs::write(source.join("plugin.toml"), manifest).unwrap();
        fs::write(source.join("plugin.wasm"), vec![7; 1 << 20]).unwrap();
        fs::write(source.join("locales/en.ftl"), "a = A\n").unwrap();
        let packed = place.join(format!("{idx}.overread"));
        pack(&source, &packed, &PackOptions::default()).unwrap();
        for signer in &signers {
            sign(&packed, signer).unwrap();
        }
        store
            .install(InstallRequest {
                path: &packed,
                trust: &trust,
                now_unix_s: NOW,
                for_developers: false,
                checks: &mut |_| Ok(Vec::new()),
            })
            .unwrap();
    }
    (folder, store)
}

fn listing(criterion: &mut Criterion) {
    let place = tempfile::tempdir().unwrap();
    let (folder, store) = site(place.path());
    criterion.bench_function("bundle/60 plugins listed and checked", |b| {
        b.iter(|| {
            let trust = folder.open().unwrap();
            let listed = store.list(black_box(&trust), NOW);
            assert_eq!(listed.plugins.len(), N_PLUGINS);
            assert!(
                listed
                    .plugins
                    .iter()
                    .all(|plugin| plugin.state() == InstalledState::Enabled)
            );
        });
    });
}

criterion_group!(benches, listing);
criterion_main!(benches);
