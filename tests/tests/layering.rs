//! Who may know whom, as ARCHITECTURE.md draws it. Held over the manifests, so that a breach fails before it is used.

#![allow(clippy::expect_used, reason = "what helps a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{Dependency, DependencyKind, Metadata, MetadataCommand, Package};

/// Every crate of the tree with those of the tree that it may depend on.
const OURS: &[(&str, &[&str])] = &[
    ("svara-model", &[]),
    ("svara-connect", &["svara-model"]),
    ("svara-core", &["svara-model"]),
    ("svara-native", &["svara-model"]),
    ("svara-language", &["svara-model"]),
    ("svara-api", &["svara-model", "svara-core"]),
    ("svara-desk", &[]),
    ("svara", HOUSE),
    ("svara-tests", HOUSE),
    ("xtask", &[]),
];
const HOUSE: &[&str] = &[
    "svara-model",
    "svara-connect",
    "svara-core",
    "svara-native",
    "svara-language",
    "svara-api",
    "svara-desk",
];

/// Libraries with one place. A name that ends in `*` stands for everything that begins so.
const PLACES: &[(&str, &[&str])] = &[
    ("tauri*", &["svara"]),
    ("wry", &["svara"]),
    ("tao", &["svara"]),
    ("gtk*", &["svara"]),
    ("rusqlite*", &["svara-core", "svara-desk", "svara-tests"]),
    ("libsqlite3-sys", &["svara-core", "svara-desk", "svara-tests"]),
    ("reqwest", &["svara-connect", "svara-tests"]),
    ("axum*", &["svara-desk", "svara-tests"]),
    ("keyring*", &["svara-native"]),
    ("*-keyring-store", &["svara-native"]),
    ("gio", &["svara-native"]),
    ("notify-rust", &["svara-native"]),
    ("rfd", &["svara-native"]),
    ("starship-battery", &["svara-native"]),
    ("zbus", &["svara-native", "svara-tests"]),
    ("ts-rs", &["svara-api"]),
];

#[test]
fn crates_depend_on_each_other_only_as_drawn() {
    for package in tree().workspace_packages() {
        let name = package.name.as_str();
        let allowed = OURS.iter().find(|(ours, _)| *ours == name).map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("{name} has no place in the picture"));
        for dependency in shipped(package) {
            let ours = OURS.iter().any(|(ours, _)| *ours == dependency.name);
            assert!(
                !ours || allowed.contains(&dependency.name.as_str()),
                "{name} must not know {}",
                dependency.name
            );
        }
    }
}

#[test]
fn libraries_stay_in_their_places() {
    for package in tree().workspace_packages() {
        for dependency in shipped(package) {
            for (library, places) in PLACES.iter().filter(|(library, _)| names(library, &dependency.name)) {
                let name = package.name.as_str();
                assert!(
                    places.contains(&name),
                    "{name} must not use {}: {library} is for {places:?}",
                    dependency.name
                );
            }
        }
    }
}

#[test]
fn the_root_of_every_crate_says_what_it_must_not_know() {
    for package in tree().workspace_packages() {
        for target in
            package.targets.iter().filter(|target| target.is_lib() || is_main(target.src_path.as_str()))
        {
            let source = fs::read_to_string(&target.src_path).expect("the source can be read");
            let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
            let doc = lines.map(str::trim).collect::<Vec<_>>().join(" ");
            assert!(
                doc.contains("not know"),
                "{}: its first lines do not say what it must not know",
                target.src_path
            );
        }
    }
}

#[test]
fn the_window_reaches_its_host_through_one_folder() {
    let source = root().join("ui/src");
    let host = source.join("host");
    for path in files(&source).into_iter().filter(|path| !path.starts_with(&host)) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(!text.contains("@tauri-apps/"), "{} must go through ui/src/host", path.display());
    }
}

fn tree() -> Metadata {
    let options = ["--offline".to_owned()];
    let mut command = MetadataCommand::new();
    command.manifest_path(root().join("Cargo.toml")).no_deps().other_options(options);
    command.exec().expect("cargo knows the tree")
}

/// What ends up in a program: tests may use whatever they need.
fn shipped(package: &Package) -> impl Iterator<Item = &Dependency> {
    package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development)
}

fn names(pattern: &str, name: &str) -> bool {
    match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
        (Some(beginning), _) => name.starts_with(beginning),
        (_, Some(end)) => name.ends_with(end),
        _ => name == pattern,
    }
}

/// Programs beside a library are part of its crate.
fn is_main(path: &str) -> bool {
    let root = Path::new(path);
    root.ends_with("src/main.rs") && !root.with_file_name("lib.rs").exists()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
